import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs-core';
import { unzipSync, zipSync, strFromU8, strToU8 } from 'fflate';

/** What `tools/make/keras_files.py` wrote. */
const folder = join(import.meta.dirname, 'fixtures');

/** The bytes of a file of Keras; those of HDF5 are kept packed. */
export const fileNamed = (name: string): Uint8Array => {
  if (name.endsWith('.keras')) return new Uint8Array(readFileSync(join(folder, name)));
  return new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.gz`))));
};

/** The shapes of two pictures for each of the models. */
const shapes = {
  branches: [2, 8, 8, 2],
  squeezes: [2, 8, 8, 3],
  medley: [2, 5, 4],
  sequences: [2, 3, 5, 4, 2],
  kernels: [2, 6, 5, 2],
};

/** What Keras answers to two pictures. */
export interface Answers {
  /** The pictures. */
  readonly pictures: tf.Tensor;
  /** What it gives, `[2, 3]`. */
  readonly outputs: readonly number[];
}

/** What Keras 2 or 3 answers as one of the models. */
export const answersOf = (version: string, model: keyof typeof shapes): Answers => {
  const all = JSON.parse(readFileSync(join(folder, `answers-${version}.json`), 'utf8')) as Record<
    string,
    { readonly pictures: number[]; readonly outputs: number[] }
  >;
  const { pictures, outputs } = all[model];
  return { pictures: tf.tensor(pictures, shapes[model]), outputs };
};

/** How far numbers are from those of Keras, as a part of the largest one. */
export const apart = (found: tf.Tensor, expected: readonly number[]): number => {
  const values = found.dataSync();
  expect(values).toHaveLength(expected.length);
  return Math.max(...expected.map((value, i) => Math.abs(value - values[i]))) / Math.max(...expected.map(Math.abs));
};

/** The parts of a `.keras` file that a test may change. */
export interface KerasParts {
  /** What `config.json` holds. */
  config: unknown;
  /** `model.weights.h5`. */
  weights: Uint8Array;
}

/** A `.keras` file with something changed, as a whole archive. */
export const changedKeras = (name: string, change: (parts: KerasParts) => void, level: 0 | 6 = 0): Uint8Array => {
  const entries = unzipSync(fileNamed(name));
  const parts: KerasParts = {
    config: JSON.parse(strFromU8(entries['config.json'])),
    weights: entries['model.weights.h5'],
  };
  change(parts);
  return zipSync(
    { ...entries, 'config.json': strToU8(JSON.stringify(parts.config)), 'model.weights.h5': parts.weights },
    { level },
  );
};
