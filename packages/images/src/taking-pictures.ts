import { boolean, InterpError, optionsTable } from '@interp/checks';
import { canWalk, type Classifier, type Network } from '@interp/core';
import {
  asFloat,
  checkClassifier,
  computedWeight,
  reshaping,
  scaling,
  scoresOfSteps,
  sizeOfShape,
  type Step,
  WeightCache,
} from '@interp/core/internal';
import type { Picture } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { checkPictureShape } from './fitting/fit-picture.js';
import { borderOf, checkPicture, isInverted, opaquePicture } from './fitting/opaque-picture.js';
import { hasBorder } from './fitting/resized-axis.js';
import { resizing } from './fitting/resizing.js';
import type { PictureClassifier } from './picture-classifier.js';
import { type PictureTensorOptions, pictureTensorOptions } from './picture-tensor.js';

/** Options of {@link takingPictures}. */
export interface TakingPicturesOptions extends PictureTensorOptions {
  /** Whether bright and dark change places. Default: where the border of the picture is bright and the model takes one channel. */
  readonly invert?: boolean;
}

/** Checks and defaults of {@link TakingPicturesOptions}. */
const takingPicturesOptions = optionsTable<TakingPicturesOptions>()({
  ...pictureTensorOptions.rules,
  invert: boolean(),
});

/** A classifier of pictures of one size, which fits and preprocesses them itself. */
export interface ClassifierOfPictures extends Classifier {
  /**
   * Inputs of the classifier behind it.
   *
   * @param x - pictures, `[n, height, width, 3]`; borrowed
   * @returns `[n, ...inputShape]` of that classifier, which belongs to the caller; the tape records it
   */
  readonly toInputs: (x: tf.Tensor) => tf.Tensor;
}

const caches = new FinalizationRegistry<WeightCache>((cache) => cache.dispose());

/** The steps from pictures to inputs, the last of which gives the value that is called `to`. */
type StepsTo = (from: string, to: string) => readonly [Step, Step];

/** A network with steps before its own, over pictures of a shape. */
const withStepsBefore = (
  network: Network,
  stepsTo: StepsTo,
  shape: readonly number[],
  inputShape: readonly number[],
  toInputs: ClassifierOfPictures['toInputs'],
): Network => {
  const [{ name, picture }] = network.inputs;
  const used = new Set([name, ...network.steps.flatMap(({ outputs }) => outputs)]);
  let own = 'picture';
  while (used.has(own)) own = `${own}'`;
  const before = stepsTo(own, name);
  const made: Network = {
    ...network,
    model: undefined,
    inputs: [{ name: own, shape: [null, ...shape], dtype: 'float32' }],
    run: (given) => {
      const x = given instanceof tf.Tensor ? given : given[own];
      if (!(x instanceof tf.Tensor))
        throw new InterpError('bad-shape', `the input "${own}" has no batch; expected one`);
      return tf.tidy(() => {
        const y = toInputs(x);
        return network.run(picture ? tf.transpose(y, [0, 3, 1, 2]) : y);
      });
    },
    scores: (x, mode) => (canWalk(made) ? scoresOfSteps(made)(x) : tf.tidy(() => network.scores(toInputs(x), mode))),
    layers: [...before.map(({ layer }) => layer), ...network.layers],
    lowered: { ...network.lowered, steps: [...before, ...network.lowered.steps], inputs: [own] },
    steps: [...before, ...network.steps],
    valuesPerImage: () => 2 * sizeOfShape(shape) + network.valuesPerImage(inputShape),
  };
  return made;
};

/**
 * A classifier of pictures as people have them, of any size: they are fitted, their colours ordered and their pixels scaled as the model wants it, and
 * all of that is differentiable. So gradients, relevance and attacks arrive at the pixels of the picture itself. The border of a picture that is fitted
 * whole has the grey that the given picture's border has, and is held constant.
 *
 * Relevance of an input's pixel goes to the pixels that it is a mean of, by their shares, so that the sum is kept; that of a border goes evenly to all
 * pixels, as relevance of padding does.
 *
 * @param net - a classifier of a model of pictures, with its preprocessing; borrowed
 * @param picture - a picture of the size, whose border tells the grey of what is left over; alpha is looked through as `fitPicture` does
 * @param options - what pixels are, whether bright and dark change places
 * @returns the classifier, of `[height, width, 3]`; its `network` is that of `net` with two steps before it
 * @throws InterpError `bad-shape` for a picture that is none, `unsupported-model` for a classifier of other inputs than pictures, `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { pictureClassifier, pictureTensor, takingPictures } from '@interp/images';
 *
 * const pooling = layers.globalAveragePooling2d({ inputShape: [8, 8, 3], dataFormat: 'channelsLast' });
 * const model = sequential({ layers: [pooling, layers.dense({ units: 2 })] });
 * const photo = { data: new Uint8Array(4 * 40 * 30).fill(200), width: 40, height: 30 }; // ImageData of a canvas, say
 * const net = takingPictures(pictureClassifier(model, { bounds: [0, 255], fit: 'cover' }), photo);
 * const { gradient } = net.gradient(pictureTensor(photo), (logits) => tf.onesLike(logits));
 * console.log(net.inputShape, gradient.shape); // [ 30, 40, 3 ] [ 1, 30, 40, 3 ]
 * ```
 */
export const takingPictures = (
  net: PictureClassifier,
  picture: Picture,
  options: TakingPicturesOptions = {},
): ClassifierOfPictures => {
  const { bounds, invert } = takingPicturesOptions.withDefaults(options);
  checkClassifier(net);
  const { inputShape, preprocessing, network } = net;
  checkPictureShape(inputShape);
  checkPicture(picture);
  const border = borderOf(opaquePicture(picture));
  const turned = invert ?? isInverted(border, inputShape[2]);
  const [low, high] = bounds;
  const shape = [picture.height, picture.width, 3];
  const { axes, apply, transpose, beside } = resizing(picture, inputShape, preprocessing);
  const isPadded = hasBorder(axes);
  const paper = low + (border / 255) * (high - low);
  const fitted = (x: tf.Tensor): tf.Tensor => (isPadded ? tf.add(apply(x), tf.mul(beside(), paper)) : apply(x));
  const { scales, offsets } = preprocessing;
  const factors = scales.map((scale) => (turned ? -scale : scale) / (high - low));
  const shifts = offsets.map((offset, c) => offset + (turned ? scales[c] : 0) - factors[c] * low);
  const toInputs = tf.customGrad((x) => ({
    value: tf.tidy(() => tf.add(tf.mul(fitted(asFloat(x as tf.Tensor)), factors), shifts)),
    gradFunc: (dy: tf.Tensor) => tf.tidy(() => transpose(tf.mul(dy, factors))),
  }));
  const cache = new WeightCache();
  const weight = (key: string, values: readonly number[]) =>
    computedWeight(cache, key, [], () => tf.tensor1d([...values]));
  const steps: StepsTo = (from, to) => [
    {
      operator: { ...reshaping(apply, transpose), forward: ([x]) => [fitted(x)] },
      inputs: [from],
      outputs: [`${from} fitted`],
      layer: { name: 'fit', type: isPadded ? 'ResizeAndPad' : 'Resize' },
    },
    {
      operator: scaling(cache, weight('factors', factors), weight('shifts', shifts)),
      inputs: [`${from} fitted`],
      outputs: [to],
      layer: { name: 'scale', type: 'Rescaling' },
    },
  ];
  const made: ClassifierOfPictures = {
    inputShape: shape,
    classes: net.classes,
    bounds,
    ...(net.probabilities && { probabilities: net.probabilities }),
    ...(network && { network: withStepsBefore(network, steps, shape, inputShape, toInputs) }),
    logits: (x) => tf.tidy(() => net.logits(toInputs(x))),
    gradient: (x, start) =>
      tf.tidy(() => {
        const { logits, gradient } = net.gradient(toInputs(x), start);
        return { logits, gradient: transpose(tf.mul(gradient, factors)) };
      }),
    toInputs: (x) => toInputs(x),
  };
  if (made.network) caches.register(made.network, cache);
  return made;
};
