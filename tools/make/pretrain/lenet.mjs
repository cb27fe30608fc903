#!/usr/bin/env node
// Remakes a network that ships: node tools/make/pretrain/lenet.mjs [lenet|lenet-relu] [--data FOLDER] [--checkpoint FILE]
// It goes on from the checkpoint where there is one, and writes the weights and their figures under packages/pretrained/weights.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { writeFileAtomic } from '@interp/core/node';
import { lenet, train } from '@interp/lenet';
import { findMnist, loadMnist } from '@interp/mnist/node';
import { recipes } from './lenet-recipes.mjs';
import { ship } from './ship-lenet.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, checkpoint: { type: 'string' } },
});
const name = positionals[0] ?? 'lenet';
const recipe = recipes[name];
if (!recipe) throw new Error(`no recipe ${name}; there are ${Object.keys(recipes).join(', ')}`);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const checkpoint = values.checkpoint ?? join(root, 'out', `${name}.checkpoint.safetensors`);
const folder = values.data ?? (await findMnist());
await mkdir(dirname(checkpoint), { recursive: true });
await startBackend('wasm');
const mnist = await loadMnist(folder);
const model = lenet(recipe.network);
const { history } = await train(model, mnist.train, {
  ...recipe.training,
  ...(existsSync(checkpoint) && { resume: readFileSync(checkpoint) }),
  onCheckpoint: (bytes) => writeFileAtomic(checkpoint, bytes),
  onStep: ({ value: { record } }) => {
    if (record) console.log(JSON.stringify(record));
  },
});
await ship(name, model, { recipe, history, mnist });
await rm(checkpoint, { force: true });
