// The words of a model card.

const constant = (name) => `${name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}Card`;

/** The card as a TypeScript module of the package. */
export const cardModule = ({ files, ...card }) => `// Written by tools/make/pretrain.
import type { ModelCard } from '../card.js';

/** The card of \`${card.name}\`. */
export const ${constant(card.name)}: ModelCard = {
  ${JSON.stringify(card).slice(1, -1)},
  files: [${files
    .map(
      (file) =>
        `{ ${JSON.stringify(file).slice(1, -1)}, url: new URL('../../weights/${card.name}/${file.name}', import.meta.url).href }`,
    )
    .join(',')}],
};
`;

const percent = (part) => `${(100 * part).toFixed(2)} %`;
const row = (...cells) => `| ${cells.join(' | ')} |`;

const underAttack = ({ robustness, accuracy }) =>
  robustness
    ? `
## Under attack

Attacks may move each pixel by ${robustness.epsilon} in units of the input, ${robustness.epsilon / 2} of pixels on [0, 1]. Of ${robustness.n.toLocaleString('en')} test digits right:

${row('not attacked', 'FGSM', 'PGD, 40 steps from a random start')}
${row('---', '---', '---')}
${row(percent(accuracy), percent(robustness.fgsm), percent(robustness.pgd))}

DeepFool's ρ, the mean of ‖r‖₂ over ‖x‖₂ on pixels on [0, 1], is ${robustness.rhoL2.toFixed(3)}. A stronger attack may find more.
`
    : '';

const seen = ({ robustness, options }) => {
  if (robustness) return 'examples made against the network';
  return 'augment shift' in options ? 'moved images' : 'training images';
};

/** The accuracies of the thesis' network, in percent: its section 1.3. */
const thesisPerClass = [99, 98, 97, 97, 97, 95, 98, 93, 97, 93];

/** Ten networks of one recipe, a row each: what thesis-seeds.mjs measured. */
const spreadOf = (spread) =>
  spread
    ? `
Ten networks were trained by this recipe, and this is the median of them by accuracy on the digits held out; nothing else had a say. What the thesis
found of its network, of each (\`node tools/make/pretrain/thesis-seeds.mjs\` measures them again):

${row(...spread.head)}
${row(...spread.head.map(() => '---'))}
${spread.rows.map((cells) => row(...cells)).join('\n')}
`
    : '';

const besideThesis = (card, spread) => {
  if (card.name !== 'lenet-thesis') return '';
  const off = card.perClass.reduce((sum, part, digit) => sum + Math.abs(100 * part - thesisPerClass[digit]), 0) / 10;
  return `
## Beside the thesis

The thesis' network classified 96 % of the test digits right. Its accuracies, and these, in percent; they are ${off.toFixed(2)} points apart on the average:

${row('digit', ...thesisPerClass.map((_, digit) => digit))}
${row('---', ...thesisPerClass.map(() => '---'))}
${row('thesis, section 1.3', ...thesisPerClass)}
${row('this network', ...card.perClass.map((part) => (100 * part).toFixed(1)))}
${spreadOf(spread)}`;
};

/** The card for people. */
export const cardMarkdown = (card, history, spread) => `# \`${card.name}\`

${card.description} ${card.parameters.toLocaleString('en')} parameters, input \`[n, 28, 28, 1]\` in [-1, 1] (black background
-1, white stroke 1), output ten logits.

## How well it does

${percent(card.accuracy)} of MNIST's 10,000 test digits are classified right, ${percent(card.validationAccuracy)} of the validation digits. On the test
digits the mean cross-entropy is ${card.loss.toFixed(4)} nats and the expected calibration error (15 bins) ${card.calibrationError.toFixed(4)}.

${row('digit', ...card.perClass.map((_, digit) => digit))}
${row('---', ...card.perClass.map(() => '---'))}
${row('right', ...card.perClass.map(percent))}

The test digits had no say in it: ${card.name === 'lenet-thesis' ? 'the training ended with the first epoch after which 95.5 % of the validation digits were right' : 'options were compared on the validation digits'}, and the weights are those of the last step.
${underAttack(card)}${besideThesis(card, spread)}
## How it was made

- Data: ${card.data} (LeCun, Cortes, Burges). No image of MNIST is in this package.
- Seeds: first weights ${card.seeds.weights}, training ${card.seeds.training}.
- Options: ${Object.entries(card.options)
  .map(([key, value]) => `${key} ${value}`)
  .join(', ')}.
- Again, in the repository: \`${card.command}\`. Everything random follows from the seeds; other kernels (these were
  those of \`@interp/backend\` on wasm while it was written) round differently, and lead to slightly other weights.

${row('epoch', 'loss', 'right', 'validation loss', 'validation right')}
${row('---', '---', '---', '---', '---')}
${history
  .map(({ epoch, loss, accuracy, validation }) =>
    row(epoch, loss.toFixed(4), percent(accuracy), validation.loss.toFixed(4), percent(validation.accuracy)),
  )
  .join('\n')}

Loss and accuracy in the first columns are those of the ${seen(card)}, each as it was when its batch came.

## What it is for

To be explained: as an example in documentation and tests, and to reproduce the thesis. It knows centred, upright, white-on-black
digits in MNIST's manner and nothing else; whatever it is shown it calls a digit.

## Files

${card.files.map(({ name, bytes, sha256 }) => `- \`${name}\`, ${bytes} bytes, SHA-256 \`${sha256}\``).join('\n')}
`;
