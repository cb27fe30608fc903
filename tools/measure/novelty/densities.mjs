#!/usr/bin/env node
// How well a density and an energy tell digits from what is none: node tools/measure/novelty/densities.mjs [--data FOLDER]
// Thresholds are set on the test digits of even position and measured with those of odd position. It prints them, and a table.
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { loadMnistSplit, findMnist } from '@interp/mnist/node';
import { pretrained, pretrainedNames, pretrainedRbm } from '@interp/pretrained';
import { density, densityScore, energyScore, roc, typicalityScore } from '@interp/rbm';
import { markdownTable } from '../../lib/markdown-table.mjs';
import { scored, strangeImages } from '../../make/pretrain/strange-images.mjs';

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

const digits = await levels({
  size: test.size / 2,
  images: (indices) => test.images(Array.from(indices, (i) => half(1)[i])),
});
const rows = [];
const measure = (images, found) =>
  rows.push([
    images,
    ...Object.keys(scores).map((name) => roc(digits[name], found[name]).area.toFixed(3)),
    ...pretrainedNames.map((name) => `${(100 * rejectedPart(found, name)).toFixed(1)} %`),
  ]);
measure('test digits (in error)', digits);
for await (const { name, images } of strangeImages(test, half(1), networks.lenet.network))
  measure(name, await levels(images));

console.log(JSON.stringify({ usual, typicality: threshold }));
for (const [name, { threshold: level }] of Object.entries(networks))
  console.log(JSON.stringify({ name, energy: level }));
const areas = Object.keys(scores).map((name) => `area, ${name}`);
console.log(markdownTable(['images', ...areas, ...pretrainedNames.map((name) => `rejected, ${name}`)], rows));
