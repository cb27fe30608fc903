#!/usr/bin/env node
// Remakes the novelty detector that ships: node tools/make/pretrain/novelty-detector.mjs [--data FOLDER]
// Fitted to `lenet-relu` and MNIST's training digits, with outliers drawn by code or made of training digits; no letters and no pictures of
// anything. It writes the file and its card. Everything random follows from the seeds.
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { findMnist, loadMnist } from '@interp/mnist/node';
import { fitNovelty } from '@interp/novelty';
import { pretrained } from '@interp/pretrained';
import { parseArgs } from 'node:util';
import { hardDigits, knownDigits, neverTwiceAlike, outliersOf } from './novelty-data.mjs';
import { shipNovelty } from './ship-novelty.mjs';

const recipe = {
  network: /** @type {const} */ ('lenet-relu'),
  drawnDigits: 12_000,
  drawn: 40_000,
  spoilt: 30_000,
  photographedOutliers: 28_000,
  strokes: 36_000,
  strokesByAnyPen: 72_000,
  marred: 10_000,
  moved: { share: 0.7, shift: 1.2, rotate: 7.5, scale: 0.06, shear: 0.1 },
  heldOutMoved: { share: 1, shift: 1.2, rotate: 15, scale: 0.06, shear: 0.1 },
  epochs: 6,
  hidden: 256,
  dropout: 0.2,
  distanceWeight: 0.3,
  shift: 1,
  seed: 1,
};

const { values } = parseArgs({ options: { data: { type: 'string' } } });
await startBackend('wasm');
const { train, test } = await loadMnist(values.data ?? (await findMnist()));
const network = classifier(await pretrained(recipe.network));
const [known, heldOut, outliers] = [
  await knownDigits(train, recipe),
  await hardDigits(train, recipe),
  await outliersOf(train, recipe),
];

const losses = [];
const detector = await fitNovelty(network, neverTwiceAlike(known, { ...recipe.moved, seed: recipe.seed + 60 }), {
  outliers: neverTwiceAlike(outliers, { ...recipe.moved, seed: recipe.seed + 61 }),
  heldOut,
  epochs: recipe.epochs,
  hidden: recipe.hidden,
  dropout: recipe.dropout,
  distanceWeight: recipe.distanceWeight,
  shift: recipe.shift,
  seed: recipe.seed,
  onStep: ({ step, total, seconds, value }) => {
    if (value.loss !== undefined) losses.push(value.loss);
    if (step % 200 === 0) {
      const last = losses.slice(-200);
      const loss = last.length > 0 ? last.reduce((a, b) => a + b, 0) / last.length : NaN;
      console.log(`${step} of ${total}: ${value.phase}, loss ${loss.toFixed(4)}, ${seconds.toFixed(0)} s`);
    }
  },
});
await shipNovelty(detector, { recipe, test });
