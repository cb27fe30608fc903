import * as tf from '@tensorflow/tfjs-core';

/**
 * Expects numbers to have the bits of others on `wasm` and `cpu`, which promise that; elsewhere, where a batch of another size is added up in
 * another order, to agree within the published tolerance.
 *
 * @param found - the numbers
 * @param expected - those that they are to be
 * @param tolerance - that of docs/parity.md, as a share of the largest number. Default that of what takes many steps
 */
export const expectSameNumbers = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-3): void => {
  if (['wasm', 'cpu'].includes(tf.getBackend())) expect(found).toEqual(expected);
  expect(found.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(found[i] - expected[i])).toBeLessThanOrEqual(tolerance * largest);
};

/**
 * A number of steps, images or draws, fewer where tests are run on WebGPU, whose every step takes a processor that plays a graphics card a tenth of a second.
 *
 * @param usual - on all other backends
 * @param fewer - so many that the test still says what it is there for
 * @returns one of them
 */
export const unlessSlow = <T>(usual: T, fewer: T): T =>
  process.env['INTERP_TEST_BACKEND'] === 'webgpu' ? fewer : usual;
