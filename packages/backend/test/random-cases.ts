import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { loadKernelTable, unloadKernelTable } from '../src/compiled/kernel-table.js';
import type { WasmBackend } from '../src/wasm-backend.js';

/** How two tensors of an operation's results may differ: relative to the largest value, float32 sums in another order. */
const tolerance = 2e-5;

/** What an operation under test returns, in plain numbers. */
interface Result {
  readonly shape: number[];
  readonly values: Float32Array;
}

const run = async (operation: () => tf.Tensor): Promise<Result> => {
  const result = tf.tidy(operation);
  const values = Float32Array.from(await result.data());
  const { shape } = result;
  result.dispose();
  return { shape, values };
};

const compare = (actual: Result, expected: Result, where: string): void => {
  expect(actual.shape).toEqual(expected.shape);
  const largest = expected.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  actual.values.forEach((value, i) => {
    if (!(Math.abs(value - expected.values[i]) <= tolerance * largest)) {
      throw new Error(`value ${i} is ${value} on ${where} and ${expected.values[i]} on the cpu`);
    }
  });
};

/**
 * Runs an operation on the cpu and on the wasm backend, there with the compiled kernels, with those without relaxed SIMD and with none, and
 * compares. No tensor may be left.
 */
export const sameOnBoth = async (operation: () => tf.Tensor): Promise<void> => {
  await startBackend('cpu');
  const expected = await run(operation);
  await startBackend('wasm');
  const before = [tf.memory().numTensors, tf.memory().numDataBuffers];
  compare(await run(operation), expected, 'wasm');
  const backend = tf.backend() as unknown as WasmBackend;
  unloadKernelTable(backend);
  compare(await run(operation), expected, 'wasm without compiled kernels');
  await loadKernelTable(backend, { relaxed: false });
  compare(await run(operation), expected, 'wasm without relaxed SIMD');
  unloadKernelTable(backend);
  await loadKernelTable(backend);
  expect([tf.memory().numTensors, tf.memory().numDataBuffers]).toEqual(before);
};

/** Values of a random tensor: on a coarse grid, so that ties are frequent, or fine. */
export const valuesOf = (shape: readonly number[], seed: number, coarse = false): tf.Tensor => {
  const size = shape.reduce((product, length) => product * length, 1);
  let state = seed >>> 0;
  const values = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const uniform = (state / 2 ** 32) * 2 - 1;
    return coarse ? Math.round(uniform * 2) / 2 : uniform;
  });
  return tf.tensor(values, [...shape]);
};

/** Checks a property of random cases, with a fixed seed. */
export const forRandom = <T>(
  cases: fc.Arbitrary<T>,
  property: (value: T) => Promise<void>,
  numRuns = 40,
): Promise<void> => fc.assert(fc.asyncProperty(cases, property), { numRuns, seed: 20190, endOnFailure: true });
