import { markdownTable } from '../../lib/markdown-table.mjs';
import { axes } from './axes.mjs';
import { methods } from './methods.mjs';

const mebibyte = 2 ** 20;
const brief = (value) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2));

const places = (rows) => [...new Set(rows.map(({ at }) => at))].sort((a, b) => a - b);

/** What each method takes for each place of an axis: seconds, and MiB of tensors at most. */
const tableOf = (rows) => {
  const columns = places(rows);
  const header = ['seconds; MiB', ...columns.map((at) => (at < 1 ? brief(at) : Math.round(at).toLocaleString('en')))];
  const body = Object.entries(methods)
    .filter(([name]) => rows.some(({ method }) => method === name))
    .map(([name, { title }]) => [
      title,
      ...columns.map((at) => {
        const row = rows.find((one) => one.method === name && one.at === at);
        return row ? `${brief(row.seconds)}; ${brief(row.peak / mebibyte)}` : '–';
      }),
    ]);
  return markdownTable(header, body);
};

const of = (rows, axis) => rows.filter((row) => row.axis === axis);
const section = (rows, axis, heading, text) => `## ${heading}

${text}

![Time of each method over ${axes[axis].xTitle}](images/growth-${axis}-time.png)
![Memory of each method over ${axes[axis].xTitle}](images/growth-${axis}-memory.png)

${tableOf(of(rows, axis))}`;

/** What tensors take at most beyond the images themselves and what was there before. */
const beyond = ({ peak, held }) => (peak - held) / mebibyte;

/** How fast tensors grow from the last batch but one to the last, over how fast the images themselves do. */
const slope = (rows, method) => {
  const own = of(rows, 'batch').filter((row) => row.method === method);
  const [last, before] = [own.at(-1), own.at(-2)];
  return (beyond(last) - beyond(before)) / ((last.images - before.images) / mebibyte);
};

/**
 * docs/growth.md.
 *
 * @param {object} record - as in docs/growth.json
 * @returns {string} Markdown
 */
export function page({ machine, rows }) {
  const slopes = Object.keys(methods)
    .filter((name) => of(rows, 'batch').filter(({ method }) => method === name).length > 1)
    .map((name) => ({ name, slope: slope(rows, name) }))
    .sort((a, b) => b.slope - a.slope);
  const heaviest = rows.reduce((most, row) => (row.heap > most.heap ? row : most));
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `# How time and memory grow

Time and memory of each method on the WebAssembly backend with one thread, against the size of the batch, of the image and of the model: processor time of one call (of one
step for activation maximisation), and the peak of the memory of all tensors (\`tf.memory().numBytes\`). Each point was measured in its own process.

${section(
  rows,
  'batch',
  'Batch',
  `The built-in \`lenet\`, on digits. From about ten images on, time grows with their number; below that, the fixed cost of a call dominates. Memory stays bounded: the library cuts every
batch into parts whose values, in all layers of the model together, number at most eight million (\`imagesAtOnce\` of \`@interp/core\`; at most 128 images in explanations, 100 in attacks; in LRP
a million values). Only the images, the maps and what an ascent keeps for each image grow further: from 1,000 to 10,000 images the tensors grew by
${brief(slopes.at(-1).slope)} (${methods[slopes.at(-1).name].title}) to ${brief(slopes[0].slope)} (${methods[slopes[0].name].title}) times what the images themselves grew by. Results are those of one pass, to the bit.`,
)}

${section(
  rows,
  'largeBatch',
  'Batch of a large model',
  `A quarter of MobileNet at 224 × 224 (depthwise and pointwise convolutions, batch normalisation, ReLU up to 6) fills one part with two images; more images take longer, but need no more
memory than the images themselves. Where an ascent has more images than fit in one part, their scores are computed twice, because the start of a gradient may depend on all of them.`,
)}

${section(
  rows,
  'image',
  'Image',
  `A quarter of MobileNet, one image. Time and memory grow with the area of the image. The 50 nodes of integrated gradients count as 50 images.`,
)}

${section(
  rows,
  'model',
  'Model',
  `LeNet, and MobileNet at 96 × 96 with an eighth, a quarter, half and all of its channels; the axis is the number of multiplications that convolutions and dense layers need for one image.`,
)}

## The heap

The heap of the WebAssembly backend never shrinks; the largest measured was ${brief(heaviest.heap / mebibyte)} MiB (${methods[heaviest.method].title}, ${axes[heaviest.axis].title}, ${heaviest.n.toLocaleString('en')} ${heaviest.n === 1 ? 'image' : 'images'}), with ${brief(heaviest.resident / mebibyte)} MiB
of memory for the whole process. [growth.json](growth.json) has the heap and the resident memory of every point.

Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memory}, ${machine.system}. Versions: ${versions.join(', ')}. \`npm run growth\` measures all of this again in some minutes,
\`--only batch\` one part of it, and writes this page.
`;
}
