#!/usr/bin/env node
// Remakes a generator that ships: node tools/make/pretrain/gan.mjs [generator|generator-conv] [--data FOLDER] [--checkpoint FILE] [--train-only]
// It goes on from the checkpoint where there is one, and writes weights, card and figures under packages/pretrained.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { writeFileAtomic } from '@interp/core/node';
import { trainGan } from '@interp/gan';
import { findMnist, loadMnist } from '@interp/mnist/node';
import { ganRecipes } from './gan-recipes.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, checkpoint: { type: 'string' }, 'train-only': { type: 'boolean' } },
});
const name = positionals[0] ?? 'generator';
const recipe = ganRecipes[name];
if (!recipe) throw new Error(`no recipe ${name}; there are ${Object.keys(ganRecipes).join(', ')}`);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const checkpoint = values.checkpoint ?? join(root, 'out', `${name}.checkpoint.safetensors`);
const folder = values.data ?? (await findMnist());
await mkdir(dirname(checkpoint), { recursive: true });
await startBackend('wasm');
const mnist = await loadMnist(folder);
const [generator, discriminator] = recipe.networks();
const { history, snapshots, diagnoses } = await trainGan(generator, discriminator, mnist.train, {
  ...recipe.training,
  ...(existsSync(checkpoint) && { resume: readFileSync(checkpoint) }),
  onCheckpoint: (bytes) => writeFileAtomic(checkpoint, bytes),
  onStep: ({ value: { record } }) => {
    if (record) console.log(JSON.stringify(record));
  },
});
for (const { message } of diagnoses) console.log(message);
if (!values['train-only']) {
  const { shipGenerator } = await import('./ship-gan.mjs');
  await shipGenerator(name, generator, { recipe, history, snapshots, mnist });
  await rm(checkpoint, { force: true });
}
