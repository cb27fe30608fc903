import type { PixelData, Pixels } from './image-batch.js';

/** As much of a TensorFlow.js tensor as is needed to read it. */
export interface TensorLike {
  /** Its shape. */
  readonly shape: readonly number[];
  /**
   * Reads its values.
   *
   * @returns the values, row-major
   */
  data(): Promise<PixelData>;
}

/**
 * Reads a TensorFlow.js tensor so that it can be drawn. The tensor is borrowed.
 *
 * @param tensor - `[n, height, width, channels]`
 * @returns its values and shape; add a `range` where images do not lie in [-1, 1]
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-backend-cpu';
 * import { imageGrid, pixelsOf } from '@interp/viz';
 *
 * const grey = tf.zeros([4, 28, 28, 1]);
 * const svg = imageGrid({ ...(await pixelsOf(grey)), range: [-1, 1] });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export const pixelsOf = async (tensor: TensorLike): Promise<Pixels> => ({
  data: await tensor.data(),
  shape: [...tensor.shape],
});
