import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from './layer-reading.js';

/** What TensorFlow.js passes to a layer. */
type Inputs = tf.Tensor | tf.Tensor[];

/** The methods of a layer that are written anew; both are called with the layer as `this`. */
interface Mend {
  readonly call: (this: Layer, inputs: Inputs, kwargs: object) => Inputs;
  readonly computeOutputShape?: (this: Layer, inputShape: Shapes) => Shape;
}

type Shape = (number | null)[];
type Shapes = Shape | Shape[];

/** The same layer with some fields of its own. */
const withFields = (layer: Layer, fields: object): Layer => Object.assign(Object.create(layer) as Layer, fields);

const first = (inputs: Inputs): tf.Tensor => [inputs].flat()[0];

/** The method that a layer's class has, whatever stands before it. */
const classCall = (layer: Layer): Layer['call'] =>
  (tf.serialization.SerializationMap.getMap().classNameMap[layer.getClassName()][0] as unknown as { prototype: Layer })
    .prototype.call;

interface Convolution {
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
}

/** A convolution of each place and those before it. TensorFlow.js can build it, takes it to give fewer places, and cannot run it. */
const causalConvolution: Mend = {
  computeOutputShape(inputShape) {
    const { strides, filters } = this as unknown as Convolution;
    const [n, width] = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    return [n, width === null ? null : Math.ceil(width / strides[0]), filters];
  },
  call(inputs, kwargs) {
    const { kernelSize, dilationRate } = this as unknown as Convolution;
    return tf.tidy(() => {
      const padded = tf.pad(first(inputs), [[0, 0], [dilationRate[0] * (kernelSize[0] - 1), 0], [0, 0]]); // prettier-ignore
      return classCall(this).call(withFields(this, { padding: 'valid' }), padded, kwargs);
    });
  },
};

/** Batch normalisation of volumes, which TensorFlow.js can build and has for up to four axes: here as rows, its axis the last. */
const normalisationOfVolumes: Mend = {
  call(inputs, kwargs) {
    return tf.tidy(() => {
      const x = first(inputs);
      const [given] = [(this as unknown as { axis: number | [number] }).axis].flat();
      const axis = given < 0 ? given + x.rank : given;
      const order = [...Array(x.rank).keys()].filter((i) => i !== axis).concat(axis);
      const moved = tf.transpose(x, order);
      const rows = tf.reshape(moved, [-1, x.shape[axis]]);
      const normalised = classCall(this).call(withFields(this, { axis: -1 }), rows, kwargs) as tf.Tensor;
      return tf.transpose(tf.reshape(normalised, moved.shape), tf.backend_util.getUndoAxesPermutation(order));
    });
  },
};

interface Volumes extends Convolution {
  readonly dataFormat: string;
}

/** Cells around volumes for the padding `same` as Keras has it: [0, 0] where windows are farther apart than they are long, as `isApart` says. */
const around = ({ kernelSize, strides, dilationRate, dataFormat }: Volumes, shape: readonly number[]) => {
  const from = dataFormat === 'channelsFirst' ? 2 : 1;
  let isApart = false;
  const sides = shape.map((length, axis): [number, number] => {
    const i = axis - from;
    if (i < 0 || i > 2) return [0, 0];
    const reach = (kernelSize[i] - 1) * dilationRate[i] + 1;
    const total = (Math.ceil(length / strides[i]) - 1) * strides[i] + reach - length;
    isApart ||= total < 0;
    const before = Math.floor(Math.max(0, total) / 2);
    return [before, Math.max(0, total) - before];
  });
  return { sides, isApart };
};

/** A convolution over volumes, whose windows TensorFlow.js puts elsewhere than Keras where they are padded and farther apart than they are long. */
const paddedConvolution: Mend = {
  call(inputs, kwargs) {
    return tf.tidy(() => {
      const x = first(inputs);
      const { sides, isApart } = around(this as unknown as Volumes, x.shape);
      if (!isApart) return classCall(this).call(this, inputs, kwargs);
      return classCall(this).call(withFields(this, { padding: 'valid' }), tf.pad(x, sides), kwargs);
    });
  },
};

const isPaddedOverVolumes = (layer: Layer): boolean =>
  layer.getClassName() === 'Conv3D' && layer.getConfig()['padding'] === 'same';

const isCausal = (layer: Layer): boolean =>
  layer.getClassName() === 'Conv1D' && layer.getConfig()['padding'] === 'causal';

const mendOf = (layer: Layer, rank: number): Mend | undefined => {
  if (isCausal(layer)) return causalConvolution;
  return layer.getClassName() === 'BatchNormalization' && rank > 4 ? normalisationOfVolumes : undefined;
};

/** Whether a layer runs by a method that is put right. */
export const isMended = (layer: Layer): boolean =>
  [causalConvolution, normalisationOfVolumes, paddedConvolution].some(({ call }) => layer.call === call);

/**
 * A layer that TensorFlow.js can build and cannot run, as one that runs, with the same weights.
 *
 * @param layer - not changed
 * @param rank - number of axes of its input, with the batch
 * @returns the layer itself where there is nothing to put right
 */
export const runnable = (layer: Layer, rank: number): Layer => {
  const mend = isMended(layer) ? undefined : mendOf(layer, rank);
  return mend ? withFields(layer, mend) : layer;
};

/**
 * Puts a layer right in place, before it is called: only for layers that nobody else has.
 *
 * @param layer - changed where TensorFlow.js gives it a wrong shape or other values than Keras; a layer that it wraps too
 */
export const mendInPlace = (layer: Layer): void => {
  const { layer: inner } = layer as { readonly layer?: Layer };
  if (inner) mendInPlace(inner);
  if (isCausal(layer)) Object.assign(layer, causalConvolution);
  if (isPaddedOverVolumes(layer)) Object.assign(layer, paddedConvolution);
};
