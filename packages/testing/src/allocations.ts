import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs work while what the wasm backend allocates is counted.
 *
 * @param work - given a function that says how many allocations there were since it was called last
 */
export const countingAllocations = async (work: (allocated: () => number) => unknown): Promise<void> => {
  const { wasm } = tf.backend() as unknown as { readonly wasm: { _malloc: (bytes: number) => number } };
  const malloc = wasm._malloc;
  let count = 0;
  wasm._malloc = (bytes) => {
    count++;
    return malloc(bytes);
  };
  try {
    await work(() => {
      const since = count;
      count = 0;
      return since;
    });
  } finally {
    wasm._malloc = malloc;
  }
};
