import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { drawnDigits } from '../src/index.js';
import { idxFile } from './idx-file.js';

/** Four IDX files of drawn digits: 30 to train on, 20 to test on. */
export const fakeFiles = (): Readonly<Record<string, Uint8Array>> => {
  const [train, test] = [drawnDigits({ seed: 1, count: 30 }), drawnDigits({ seed: 2, count: 20 })];
  return {
    'train-images-idx3-ubyte': idxFile([30, 28, 28], train.pixels),
    'train-labels-idx1-ubyte': idxFile([30], train.labels),
    't10k-images-idx3-ubyte': idxFile([20, 28, 28], test.pixels),
    't10k-labels-idx1-ubyte': idxFile([20], test.labels),
  };
};

/** The ways in which people have the files. */
export const namings: readonly (readonly [string, (name: string) => string])[] = [
  ['compressed', (name) => `${name}.gz`],
  ['uncompressed', (name) => name],
  ['compressed, with a dot', (name) => `${name.replace('-idx', '.idx')}.gz`],
  ['uncompressed, with a dot', (name) => name.replace('-idx', '.idx')],
];

/** Writes files into a folder, compressed where the name says so. */
export const writeFiles = async (
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
  nameOf = namings[0][1],
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    const target = nameOf(name);
    await writeFile(join(folder, target), target.endsWith('.gz') ? gzipSync(bytes) : bytes);
  }
};
