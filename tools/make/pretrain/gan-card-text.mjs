// The words of a generator's card.

const constant = (name) => `${name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}Card`;

const fileText = (folder, file) =>
  `{ ${JSON.stringify(file).slice(1, -1)}, url: new URL('../../weights/${folder}/${file.name}', import.meta.url).href }`;

/** The card as a TypeScript module of the package. */
export const generatorModule = ({ files, history, ...card }) => `// Written by tools/make/pretrain.
import type { GeneratorCard } from '../generator-card.js';

/** The card of \`${card.name}\`. */
export const ${constant(card.name)}: GeneratorCard = {
  ${JSON.stringify(card).slice(1, -1)},
  files: [${files.map((file) => fileText(card.name, file)).join(',')}],
  ${history ? `history: ${fileText(card.name, history)},` : ''}
};
`;

const percent = (part) => `${(100 * part).toFixed(1)} %`;
const near = ({ n, least, median, mean }) => `${median.toFixed(2)} | ${mean.toFixed(2)} | ${least.toFixed(2)} | ${n}`;
const shown = [0, 1, 2, 4, 9, 14, 19, 29];

/** The card for people. */
export const generatorMarkdown = (card, history, notes) => `# \`${card.name}\`

${card.description} ${card.parameters.toLocaleString('en')} parameters, input latent codes \`[n, ${card.latentSize}]\` from N(0, I), output
digits \`[n, 28, 28, 1]\` in [-1, 1] (black background -1, white stroke 1).

${notes}

## How good its samples are

${card.samples.toLocaleString('en')} samples, looked at by \`lenet\`:

| digit | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| part of the samples | ${card.coverage.map(percent).join(' | ')} |

Entropy of these parts ${card.entropy.toFixed(3)} nats (log 10 = 2.303); \`lenet\`'s mean confidence ${percent(card.confidence)}, for test digits
${percent(card.testConfidence)}.

| network | sure (P > 0.9) of samples | of test digits | rarest digit | Fréchet distance | floor |
| --- | --- | --- | --- | --- | --- |
${card.judges
  .map(
    ({ judge, sure, testSure, rarest, frechet, frechetFloor }) =>
      `| \`${judge}\` | ${percent(sure)} | ${percent(testSure)} | ${percent(rarest)} | ${frechet.toFixed(3)} | ${frechetFloor.toFixed(3)} |`,
  )
  .join('\n')}

Each distance is on the network's own last hidden units, so rows cannot be compared.

| Fréchet distance to the 10,000 test digits, on \`lenet\`'s 84 last hidden units | |
| --- | --- |
| samples | ${card.frechet.toFixed(3)} |
| as many training digits: the floor | ${card.frechetFloor.toFixed(3)} |
| samples of the untrained generator | ${card.frechetUntrained.toFixed(2)} |

| Euclidean distance to the nearest of the training digits | median | mean | least | of |
| --- | --- | --- | --- | --- |
| samples | ${near(card.nearest)} |
| test digits | ${near(card.nearestOfTest)} |

\`lenet\` is also what the prototypes are made for; the distances say how its features see the samples, not how people do.

## How it was made

- Data: ${card.data} (LeCun, Cortes, Burges). No image of MNIST is in this package.
- Seeds: first weights of the generator ${card.seeds.weights}, of the discriminator ${card.seeds.discriminator}, training ${card.seeds.training}.
- Options: ${Object.entries(card.options)
  .map(([key, value]) => `${key} ${value}`)
  .join(', ')}.
- Its weights are the moving average of the training's. ${card.seconds} seconds on one of two busy cores, the wasm backend.
- Again, in the repository: \`${card.command}\`. Everything random follows from the seeds; a backend whose kernels add up in another order gives other last bits, and in the end other digits of the same quality.

| epoch | loss of the discriminator | of the generator | penalty | pairs told apart |
| --- | --- | --- | --- | --- |
${history
  .filter((_, i) => shown.includes(i) || i === history.length - 1)
  .map(
    ({ epoch, discriminatorLoss, generatorLoss, penalty, pairwiseAccuracy }) =>
      `| ${epoch} | ${discriminatorLoss.toFixed(3)} | ${generatorLoss.toFixed(3)} | ${penalty.toFixed(3)} | ${percent(pairwiseAccuracy)} |`,
  )
  .join('\n')}

## What it is for

To be the decoder of activation maximisation, and for digits where MNIST is not at hand. Some samples are no digit that a person would
read: look at them before you show them.

## Files

${[...card.files, ...(card.history ? [card.history] : [])]
  .map(({ name, bytes, sha256 }) => `- \`${name}\`, ${bytes} bytes, SHA-256 \`${sha256}\``)
  .join('\n')}
`;
