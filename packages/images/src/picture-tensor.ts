import { checkBackend, optionsTable } from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { checkPicture, opaquePicture } from './fitting/opaque-picture.js';
import { preprocessingOptions } from './preprocessing.js';

/** Options of {@link pictureTensor}. */
export interface PictureTensorOptions {
  /** What black and white pixels are, the lower number first. Default [0, 1]. */
  readonly bounds?: readonly [low: number, high: number];
}

/** Checks and defaults of {@link PictureTensorOptions}. */
export const pictureTensorOptions = optionsTable<PictureTensorOptions>()({
  bounds: { ...preprocessingOptions.rules.bounds, default: [0, 1] as const },
});

/**
 * A picture as a tensor.
 *
 * @param picture - as `ImageData` of a canvas or `decodePicture` of `@interp/images/node` has it; transparent parts become white or black
 * @param options - what black and white are
 * @returns its colours, `[1, height, width, 3]`, which belongs to the caller
 * @throws InterpError `bad-shape` for a picture that is none, `bad-option`, `no-backend`
 */
export const pictureTensor = (picture: Picture, options: PictureTensorOptions = {}): tf.Tensor4D => {
  const { bounds: [low, high] } = pictureTensorOptions.withDefaults(options); // prettier-ignore
  checkPicture(picture);
  checkBackend();
  const { data, width, height } = opaquePicture(picture);
  const scale = (high - low) / 255;
  const values = new Float32Array(3 * width * height);
  for (let at = 0, to = 0; at < data.length; at += 4)
    for (let c = 0; c < 3; c++) values[to++] = low + scale * data[at + c];
  return tf.tensor4d(values, [1, height, width, 3]);
};
