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
  const files = new Set();
  /** Options of one part of the training: it goes on from its checkpoint where there is one, keeps it, and prints each epoch's record. */
  const optionsOf = (part) => {
    const file = part === 1 ? checkpoint : `${checkpoint}.${part}`;
    files.add(file);
    return {
      resume: existsSync(file) ? readFileSync(file) : undefined,
      onCheckpoint: (bytes) => writeFileAtomic(file, bytes),
      onStep: ({ value }) => {
        if (value.record) console.log(JSON.stringify(value.record));
      },
    };
  };
  return {
    name,
    recipe,
    mnist: await loadMnist(folder),
    options: optionsOf(1),
    optionsOf,
    /** Writes what ships, unless the training was all that was asked for, and removes the checkpoints. */
    ship: async (write) => {
      if (values['train-only']) return;
      await write();
      for (const file of files) await rm(file, { force: true });
    },
  };
};
