import { checkFields, optionsTable } from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { fitPicture, fitPictureOptions } from './fitting/fit-picture.js';
import { checkPicture, opaquePicture } from './fitting/opaque-picture.js';
import type { PictureClassifier } from './picture-classifier.js';
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

/** Options of {@link inputTensor}. */
export interface InputTensorOptions {
  /** Whether bright and dark change places. Default: where the border is bright and there is one channel. */
  readonly invert?: boolean;
}

const inputTensorOptions = optionsTable<InputTensorOptions>()({ invert: fitPictureOptions.rules.invert });

/**
 * A picture as a classifier takes it: fitted to its inputs, with its pixels in the range and its channels in the order that they have there. The same in
 * Node.js, in a page and on the command line.
 *
 * @param net - the classifier, with its preprocessing
 * @param picture - as `pictureFrom` gives it in a page, `decodePicture` of `@interp/images/node` in Node.js
 * @param options - whether bright and dark change places
 * @returns an input, `[1, ...inputShape]`, which belongs to the caller
 * @throws InterpError `bad-shape` for a picture that is none, `bad-option` for a classifier of other inputs, `no-backend`
 *
 * @example
 * ```ts
 * import { inputTensor, pictureClassifier } from '@interp/images';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const pooling = layers.globalAveragePooling2d({ inputShape: [8, 8, 3], dataFormat: 'channelsLast' });
 * const net = pictureClassifier(sequential({ layers: [pooling, layers.dense({ units: 2 })] }), { fit: 'cover' });
 * const photo = { data: new Uint8Array(4 * 40 * 30).fill(255), width: 40, height: 30 }; // ImageData of a canvas, say
 * console.log(inputTensor(net, photo).shape); // [ 1, 8, 8, 3 ]
 * ```
 */
export const inputTensor = (
  net: Pick<PictureClassifier, 'inputShape' | 'preprocessing'>,
  picture: Picture,
  options: InputTensorOptions = {},
): tf.Tensor4D => {
  checkFields('the classifier', net, { inputShape: 'list', preprocessing: 'object' });
  const { inputShape, preprocessing } = net;
  const { invert } = inputTensorOptions.withDefaults(options);
  const pixels = fitPicture(picture, { inputShape, invert, fit: preprocessing.fit });
  checkBackend();
  const [height, width, channels] = inputShape;
  return tf.tensor4d(preprocessing.toModel(pixels), [1, height, width, channels]);
};
