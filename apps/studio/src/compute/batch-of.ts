import type { Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** An input of 784 bytes as a batch of one image in the range of a network's pixels, `[1, 28, 28, 1]`; it belongs to the caller. */
export const batchOf = (pixels: Uint8Array, { bounds: [low, high] }: Pick<Classifier, 'bounds'>): tf.Tensor4D =>
  tf.tensor4d(
    Float32Array.from(pixels, (grey) => low + ((high - low) * grey) / 255),
    [1, 28, 28, 1],
  );
