#!/usr/bin/env node
// Remakes an RBM that ships: node tools/make/pretrain/rbm.mjs [rbm-100|rbm-8|rbm-binary] [--data FOLDER] [--checkpoint FILE]
// It goes on from the checkpoint where there is one, and writes the weights and what they reach under packages/pretrained/weights.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { writeFileAtomic } from '@interp/core/node';
import { findMnist, loadMnist } from '@interp/mnist/node';
import { binarised, initialRbm, trainRbm } from '@interp/rbm';
import { rbmRecipes } from './rbm-recipes.mjs';
import { shipRbm } from './ship-rbm.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, checkpoint: { type: 'string' } },
});
const name = positionals[0] ?? 'rbm-100';
const recipe = rbmRecipes[name];
if (!recipe) throw new Error(`no recipe ${name}; there are ${Object.keys(rbmRecipes).join(', ')}`);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const checkpoint = values.checkpoint ?? join(root, 'out', `${name}.checkpoint.safetensors`);
const folder = values.data ?? (await findMnist());
await mkdir(dirname(checkpoint), { recursive: true });
await startBackend('wasm');
const mnist = await loadMnist(folder);
const images = recipe.network.variant.continuous
  ? mnist
  : { train: binarised(mnist.train), test: binarised(mnist.test) };
const start = await initialRbm(images.train, recipe.network);
const { rbm, history } = await trainRbm(start, images.train, {
  ...recipe.training,
  heldOut: images.test,
  ...(existsSync(checkpoint) && { resume: readFileSync(checkpoint) }),
  onCheckpoint: (bytes) => writeFileAtomic(checkpoint, bytes),
  onStep: ({ value: { record } }) => {
    if (record) console.log(JSON.stringify(record));
  },
});
await shipRbm(name, rbm, { recipe, history, images });
await rm(checkpoint, { force: true });
