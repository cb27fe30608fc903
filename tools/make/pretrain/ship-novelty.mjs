// Writes the novelty detector as what ships: the file, its card as a module of the package, and the card for people.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawnOutliers, outlierKinds } from '@interp/mnist';
import { noveltyRate, noveltyToSafetensors } from '@interp/novelty';
import { roc } from '@interp/rbm';
import { format } from 'prettier';
import { photographedTest } from './novelty-data.mjs';
import { strangeImages } from './strange-images.mjs';

const home = fileURLToPath(new URL('../../../packages/pretrained/', import.meta.url));
const name = 'novelty-detector';
const rate = noveltyRate.default;

const write = async (path, text) => {
  await writeFile(path, await format(text, { singleQuote: true, printWidth: 120, filepath: path }));
};

/** The scores of all images of a set. */
export const scoresOf = async (detector, data) => {
  const scores = new Float32Array(data.size);
  for (let from = 0; from < data.size; from += 500) {
    const images = data.images(Array.from({ length: Math.min(500, data.size - from) }, (_, i) => from + i));
    scores.set((await detector.score(images)).scores, from);
    images.dispose();
  }
  return scores;
};

const onlySome = (data, kept) => ({
  ...data,
  size: kept.length,
  images: (indices) => data.images(Array.from(indices, (i) => kept[i])),
});

const measure = async (detector, test) => {
  const threshold = detector.threshold(rate);
  const digits = await scoresOf(detector, test);
  const measured = [];
  const add = (images, scores) => {
    const rejected = scores.filter((score) => score > threshold).length / scores.length;
    const rounded = (value) => Number(value.toFixed(4));
    measured.push({ images, n: scores.length, rejected: rounded(rejected), area: rounded(roc(digits, scores).area) });
    console.log(JSON.stringify(measured.at(-1)));
  };
  add('test digits', digits);
  add('test digits as photographs of them are prepared', await scoresOf(detector, await photographedTest(test)));
  const drawn = drawnOutliers({ seed: 1001, count: 6200 });
  for (const [kind, images] of outlierKinds.entries()) {
    const kept = Array.from(drawn.labels.keys()).filter((i) => drawn.labels[i] === kind);
    add(`drawn by code: ${images}`, await scoresOf(detector, onlySome(drawn, kept)));
  }
  const all = Array.from({ length: test.size }, (_, i) => i);
  for await (const { name: kind, images } of strangeImages(test, all, detector.classifier))
    add(kind, await scoresOf(detector, images));
  return measured;
};

const cardModule = ({ files, ...card }) => `// Written by tools/make/pretrain.
import type { NoveltyDetectorCard } from '../novelty-detector-card.js';

/** The card of the novelty detector that ships. */
export const noveltyDetectorCard: NoveltyDetectorCard = {
  ${JSON.stringify(card).slice(1, -1)},
  files: [{ ${JSON.stringify(files[0]).slice(1, -1)}, url: new URL('../../weights/${name}/${files[0].name}', import.meta.url).href }],
};
`;

const cardMarkdown = (card) => `# \`${name}\`

${card.description} ${card.parameters.toLocaleString('en')} parameters over inner values of \`${card.network}\`.

## How well it does

The threshold refuses ${100 * card.rate} % of training digits that nothing was fitted to and that were photographed, moved and turned, so that it refuses less of plain digits and of photographs. None of the images below was used for it.

| images | number | refused | area under the ROC curve |
| --- | --- | --- | --- |
${card.measured.map(({ images, n, rejected, area }) => `| ${images} | ${n} | ${(100 * rejected).toFixed(1)} % | ${area.toFixed(3)} |`).join('\n')}

Letters, which nothing was fitted to either: [experts and novelty](https://github.com/interp-js/interp/blob/main/docs/guides/experts-and-novelty.md).

## How it was made

- Data: ${card.data}. No image of MNIST, nor one made of its pixels, is in this package.
- Seed: ${card.seed}.
- Options: ${Object.entries(card.options)
  .map(([key, value]) => `${key} ${value}`)
  .join(', ')}.
- Again, in the repository: \`${card.command}\`, on the wasm backend. Everything random follows from the seed.

## What it is for

To say "no digit" where a network of digits is shown something else. It knows images in MNIST's format, prepared as MNIST was. Letters with the shape of
a digit, as O, I, S and Z, are digits for it.

## File

- \`${card.files[0].name}\`, ${card.files[0].bytes} bytes, SHA-256 \`${card.files[0].sha256}\`
`;

/** Writes the detector and its figures under packages/pretrained. */
export const shipNovelty = async (detector, { recipe, test }) => {
  const folder = join(home, 'weights', name);
  await mkdir(folder, { recursive: true });
  const bytes = noveltyToSafetensors(detector);
  await writeFile(join(folder, 'novelty.safetensors'), bytes);
  const { gaussians, head } = detector.parameters;
  const { seed, network, moved, heldOutMoved, ...numbers } = recipe;
  const listed = (far) =>
    Object.entries(far)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const options = { ...numbers, moved: listed(moved), heldOutMoved: listed(heldOutMoved) };
  const card = {
    name,
    description: "Tells MNIST's digits from what is none.",
    network,
    parameters:
      gaussians.whitening.length + gaussians.means.length + head.arrays.reduce((sum, { length }) => sum + length, 0),
    data: `MNIST's training digits (LeCun, Cortes, Burges), ${detector.parameters.known.distance.length} of them for thresholds only, photographed, moved and turned, which the network was not trained on either, and ${recipe.drawnDigits} drawn by code; ${recipe.drawn} outliers of all kinds and the strokes among ${recipe.strokes + recipe.strokesByAnyPen} more, drawn by code, and ${recipe.spoilt + recipe.marred} made of training digits; the digits, ${recipe.photographedOutliers} of the outliers and all those strokes once more, as they are prepared from photographs; no letters, and no pictures of anything`,
    seed,
    options,
    command: 'node tools/make/pretrain/novelty-detector.mjs',
    rate,
    measured: await measure(detector, test),
    files: [
      { name: 'novelty.safetensors', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    ],
  };
  await write(join(home, 'src', 'cards', `${name}.ts`), cardModule(card));
  await write(join(folder, 'MODEL_CARD.md'), cardMarkdown(card));
};
