import { markdownTable } from '../../lib/markdown-table.mjs';
import { toleranceOn } from './compare.mjs';

const digits = (value) => (value === 0 ? '0' : value.toExponential(1));
const isWrong = (backend, value) => typeof value !== 'number' || !(value <= toleranceOn(backend));

/** What TensorFlow.js' own tape gives on any backend that can compute the case. */
const ownOf = ({ backends, cannot }) => {
  const each = Object.entries(backends).filter(([backend]) => !cannot?.[backend]);
  const wrong = each.filter(([backend, { own }]) => isWrong(backend, own));
  if (wrong.length === 0) return 'right';
  const said = [...new Set(wrong.map(([, { own }]) => (typeof own === 'string' ? 'none' : 'wrong')))].join(', ');
  return wrong.length === each.length ? said : `${said} on ${wrong.map(([backend]) => backend).join(', ')}`;
};

const cellOf = ({ backends, cannot, refused }, backend) => {
  if (cannot?.[backend]) return '–';
  if (refused) return 'refused';
  if (!backends[backend]) return 'not measured';
  const { tape, walk } = backends[backend];
  const shown = (value) => (typeof value === 'number' ? digits(value) : 'error');
  return walk === undefined ? shown(tape) : `${shown(tape)} / ${shown(walk)}`;
};

const notesOf = (rows) =>
  rows.flatMap(({ group, name, refused, cannot = {} }) => [
    ...(refused ? [`- ${group}, ${name}: ${refused}.`] : []),
    ...Object.entries(cannot).map(([backend, reason]) => `- ${group}, ${name}: TensorFlow.js on ${backend} ${reason}.`),
  ]);

/**
 * docs/gradients.md.
 *
 * @param {{ date: string, versions: Record<string, string>, rows: any[], kept?: Record<string, string> }} record - as in docs/gradients.json
 * @param {(group: string) => boolean} isLayer - whether a group is a class of layers
 * @returns {string} Markdown
 */
export function page({ date, versions, rows, kept = {} }, isLayer) {
  const backends = Object.keys(rows[0].backends);
  const table = (some) =>
    markdownTable(
      ['class or kind', 'case', "TensorFlow.js' own tape", ...backends],
      some.map((row) => [row.group, row.name || 'as it is', ownOf(row), ...backends.map((one) => cellOf(row, one))]),
    );
  const put = rows.filter((row) => !row.refused && ownOf(row) !== 'right').length;
  const [layers, operations] = [true, false].map((wanted) => rows.filter(({ group }) => isLayer(group) === wanted));
  return `# Gradients

Every class of layers that \`@tensorflow/tfjs-layers\` builds, with the options that change what it computes, and every differentiable operation of TensorFlow.js, beside central
differences in double precision: ${rows.length} cases. The figures are the largest difference of a score or of a gradient, as a share of the largest one; on the left of a slash by the tape, on the right by
the walk through the model's steps, which relevance and gradients on \`wasm\` and \`cpu\` use. \`npm run gradients\` fails where one is beyond ${digits(toleranceOn('cpu'))} (${digits(toleranceOn('webgl'))} on \`webgl\`), and a test runs it on \`cpu\` and \`wasm\`.

TensorFlow.js' own tape gets ${put} of them wrong or has no gradient, even with the kernels that \`startBackend\` puts right. What \`@interp\` computes is put right: by the walk, or by gradients of our own that are registered while our tape runs, and on \`wasm\` by kernels of
\`@interp/backend\`. Your own tapes (\`tf.grad\`) are not affected, unless you call them within \`withCorrectedGradients\` of \`@interp/tape\`.

Not here, because they have no gradient: Embedding, CategoryEncoding and layers of whole numbers, which \`gradient\` and \`attack\` refuse with \`unsupported-layer\`; and RandomWidth and RandomHeight, which act in training.
TensorFlow.js cannot run Resizing, ELU with another alpha than 1, nor Softmax along another axis than the last. Nor can it run Conv1D with causal padding and BatchNormalization of volumes,
which run here by steps of our own; and after a causal Conv1D it reckons with too few places, and puts the windows of a padded Conv3D elsewhere than Keras where they are farther apart than they are long: \`loadModel\` builds both as Keras does (tests compare them with differences).

## Layers

${table(layers)}

## Operations

${table(operations)}

## What is refused, and what a backend cannot compute

${notesOf(rows).join('\n')}

## Measure it yourself

\`\`\`sh
npm run gradients
\`\`\`

takes some minutes, most of them on \`webgl\`, which is measured where there is a Chromium. The differences come from TensorFlow.js' own sources, run with arrays of float64 in place of float32; batch normalisation is written anew there, since that
of TensorFlow.js is wrong along other axes than the last. Measured on ${date}: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.${Object.entries(kept)
    .map(([backend, day]) => ` The figures of \`${backend}\` are of ${day}.`)
    .join('')} The record is [gradients.json](gradients.json).
`;
}
