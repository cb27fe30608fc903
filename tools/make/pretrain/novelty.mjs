#!/usr/bin/env node
// Sets the thresholds of what is no digit, and measures them: node tools/make/pretrain/novelty.mjs [--data FOLDER]
// Writes packages/pretrained/src/cards/novelty.ts. Everything random follows from the seeds.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { loadMnistSplit, findMnist } from '@interp/mnist/node';
import { pretrained, pretrainedNames, pretrainedRbm } from '@interp/pretrained';
import { density, densityScore, energyScore, roc, typicalityScore } from '@interp/rbm';
import { format } from 'prettier';
import { scored, strangeImages } from './strange-images.mjs';

/** Parts of the held-out digits beyond each end of the expert's log-density, and above the energy. */
const tooUnlikely = 0.02;
const tooLikely = 0.005;
const tooEnergetic = 0.025;
const expert = 'rbm-100';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
await startBackend('wasm');
const test = await loadMnistSplit(values.data ?? (await findMnist()), 'test');
const half = (first) => Array.from({ length: test.size / 2 }, (_, i) => 2 * i + first);
const quantile = (scores, part) => scores.slice().sort()[Math.ceil(part * scores.length) - 1];

const rbm = await pretrainedRbm(expert);
const known = density(rbm);
const heldOut = await scored(test, half(0), densityScore(known));
const [lowest, highest] = [-quantile(heldOut, 1 - tooUnlikely), -quantile(heldOut, tooLikely)];
const usual = (lowest + highest) / 2;
const threshold = (highest - lowest) / 2;

const networks = {};
for (const name of pretrainedNames) {
  const network = classifier(await pretrained(name));
  const score = energyScore(network);
  const level = quantile(await scored(test, half(0), score), 1 - tooEnergetic);
  networks[name] = { network, score, threshold: level };
}

const scores = { density: densityScore(known), typicality: typicalityScore(known, usual) };
for (const [name, { score }] of Object.entries(networks)) scores[name] = score;
const levels = async (images) => {
  const found = {};
  for (const [name, score] of Object.entries(scores)) found[name] = await scored(images, undefined, score);
  return found;
};
const rejectedPart = (found, name) =>
  found[name].filter((energy, i) => energy > networks[name].threshold || found.typicality[i] > threshold).length /
  found[name].length;

const rounded = (value) => Number(value.toFixed(4));
const digits = await levels({
  size: test.size / 2,
  images: (indices) => test.images(Array.from(indices, (i) => half(1)[i])),
});
const measured = [];
const measure = (images, found) => {
  measured.push({
    images,
    n: found.density.length,
    rejected: Object.fromEntries(pretrainedNames.map((name) => [name, rounded(rejectedPart(found, name))])),
    area: Object.fromEntries(Object.keys(scores).map((name) => [name, rounded(roc(digits[name], found[name]).area)])),
  });
  console.log(JSON.stringify(measured.at(-1)));
};
measure('test digits', digits);
for await (const { name, images } of strangeImages(test, half(1), networks.lenet.network))
  measure(name, await levels(images));

const card = {
  expert,
  data: 'MNIST: thresholds set on the 5000 test digits of even position, measured with the 5000 of odd position',
  command: 'node tools/make/pretrain/novelty.mjs',
  typicality: { usual, threshold, kept: 1 - tooUnlikely - tooLikely },
  energy: Object.fromEntries(
    Object.entries(networks).map(([name, { threshold: level }]) => [
      name,
      { threshold: level, kept: 1 - tooEnergetic },
    ]),
  ),
  measured,
};
const path = fileURLToPath(new URL('../../../packages/pretrained/src/cards/novelty.ts', import.meta.url));
const text = `// Written by tools/make/pretrain.
import type { NoveltyCard } from '../novelty-card.js';

/** The thresholds of what is no digit, and how well they do. */
export const noveltyCard: NoveltyCard = ${JSON.stringify(card)};
`;
await writeFile(path, await format(text, { singleQuote: true, printWidth: 120, filepath: path }));
