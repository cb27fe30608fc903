// What the three trainings of networks that ship have in common: their command line, MNIST, and a checkpoint to go on from.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { writeFileAtomic } from '@interp/files/node';
import { findMnist, loadMnist } from '@interp/mnist/node';
import { root } from '../../lib/workspace.mjs';

/**
 * Reads the command line, loads MNIST and starts the backend.
 *
 * @template Recipe
 * @param {Readonly<Record<string, Recipe>>} recipes - by the names of the networks
 * @param {string} usual - the network that is trained where none is named
 * @returns the network's name and recipe, MNIST, options of the training, and what ends it
 */
export const trainingRun = async (recipes, usual) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, checkpoint: { type: 'string' }, 'train-only': { type: 'boolean' } },
  });
  const name = positionals[0] ?? usual;
  const recipe = recipes[name];
  if (!recipe) throw new Error(`no recipe ${name}; there are ${Object.keys(recipes).join(', ')}`);
  const checkpoint = values.checkpoint ?? join(root, 'out', `${name}.checkpoint.safetensors`);
  const folder = values.data ?? (await findMnist());
  await mkdir(dirname(checkpoint), { recursive: true });
  await startBackend('wasm');
  return {
    name,
    recipe,
    mnist: await loadMnist(folder),
    /** Goes on from the checkpoint where there is one, keeps it, and prints each epoch's record. */
    options: {
      resume: existsSync(checkpoint) ? readFileSync(checkpoint) : undefined,
      onCheckpoint: (bytes) => writeFileAtomic(checkpoint, bytes),
      onStep: ({ value }) => {
        if (value.record) console.log(JSON.stringify(value.record));
      },
    },
    /** Writes what ships, unless the training was all that was asked for, and removes the checkpoint. */
    ship: async (write) => {
      if (values['train-only']) return;
      await write();
      await rm(checkpoint, { force: true });
    },
  };
};
