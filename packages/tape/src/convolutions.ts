import * as tf from '@tensorflow/tfjs-core';
import { padAxis, reverseAxes, spreadAxis, sumTo, thinAxis } from './along-axis.js';
import { type Pad, type Sizes, windowAxes } from './windows.js';
import { correct, type Correction, runKernel, stockGradient } from './correction.js';

interface Attributes {
  readonly strides: Sizes;
  readonly pad: Pad;
  readonly dilations?: Sizes | null;
  readonly dataFormat?: string;
  readonly dimRoundingMode?: string;
}

const each = (sizes: Sizes, axes: number): readonly number[] =>
  typeof sizes === 'number' ? Array<number>(axes).fill(sizes) : sizes;

/** A dilated filter as one with zeros between its cells, whose convolution needs no dilation; the first axes are those of space. */
const widened = (filter: tf.Tensor, rates: readonly number[]): tf.Tensor =>
  rates.reduce((wide, rate, axis) => spreadAxis(wide, axis, rate), filter);

const narrowed = (wide: tf.Tensor, rates: readonly number[]): tf.Tensor =>
  rates.reduce((filter, rate, axis) => thinAxis(filter, axis, rate), wide);

const isDilated = ({ dilations }: Pick<Attributes, 'dilations'>): boolean =>
  each(dilations ?? 1, 1).some((rate) => rate !== 1);

interface Ways {
  readonly input: () => tf.Tensor;
  readonly filter: () => tf.Tensor;
}

/** The gradients of a dilated convolution over images, by those of one that is not, of a filter with zeros between its cells. */
const undilated =
  (toInput: string, toFilter: string) =>
  (dy: tf.Tensor, x: tf.Tensor, filter: tf.Tensor, attributes: Attributes): Ways => {
    const rates = each(attributes.dilations ?? 1, 2);
    const wide = widened(filter, rates);
    const plain = { ...attributes, dilations: [1, 1] };
    return {
      input: () => runKernel(toInput, { dy, filter: wide }, { ...plain, inputShape: x.shape }),
      filter: () => narrowed(runKernel(toFilter, { x, dy }, { ...plain, filterShape: wide.shape }), rates),
    };
  };

const ofImages = {
  Conv2D: undilated('Conv2DBackpropInput', 'Conv2DBackpropFilter'),
  DepthwiseConv2dNative: undilated('DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'),
};

const overImages = (kernelName: keyof typeof ofImages): Correction => {
  const gradients = ofImages[kernelName];
  return {
    kernelName,
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes) => {
      if (!isDilated(attributes)) return stockGradient(kernelName)(dy, saved, attributes);
      const [x, filter] = saved;
      const ways = gradients(dy as tf.Tensor, x, filter, attributes as unknown as Attributes);
      return { x: ways.input, filter: ways.filter };
    },
  };
};

/** The transpose of a convolution over volumes, as a convolution: the kernel for it is wrong on wasm. */
const transposed = (dy: tf.Tensor, wide: tf.Tensor, inputShape: number[], { strides, pad }: Attributes): tf.Tensor => {
  const axes = windowAxes(inputShape, dy.shape, wide.shape, strides, pad);
  const around = axes.reduce((y, { axis, stride, size, before, length }) => {
    const spread = spreadAxis(y, axis, stride);
    return padAxis(spread, axis, [size - 1 - before, length + before - spread.shape[axis]]);
  }, dy);
  const turned = tf.transpose(reverseAxes(wide, [0, 1, 2]), [0, 1, 2, 4, 3]);
  return tf.conv3d(around as tf.Tensor5D, turned as tf.Tensor5D, 1, 'valid');
};

const filterOfVolumes = (x: tf.Tensor, dy: tf.Tensor, filterShape: number[], { strides, pad }: Attributes): tf.Tensor =>
  runKernel('Conv3DBackpropFilterV2', { x, dy }, { strides, pad, filterShape });

/** Gradients of convolutions: dilated ones have none, and those over volumes are wrong on wasm. */
export const convolutions: readonly Correction[] = [
  overImages('Conv2D'),
  overImages('DepthwiseConv2dNative'),
  correct('Conv3D', ['x', 'filter'], (dy, [x, filter], attributes: Attributes) => {
    const rates = each(attributes.dilations ?? 1, 3);
    const wide = widened(filter, rates);
    return {
      x: () => transposed(dy, wide, x.shape, attributes),
      filter: () => narrowed(filterOfVolumes(x, dy, wide.shape, attributes), rates),
    };
  }),
  correct('Conv3DBackpropInputV2', ['dy', 'filter'], (ddx, [dy, filter], attributes: Attributes) => ({
    dy: () => runKernel('Conv3D', { x: ddx, filter }, { ...attributes, dataFormat: 'NDHWC', dilations: [1, 1, 1] }),
    filter: () => filterOfVolumes(ddx, dy, filter.shape, attributes),
  })),
];

/** A fused and dilated convolution that the engine runs: its name and attributes. */
export interface FusedConvolution {
  /** The name of the kernel. */
  readonly name: string;
  /** What it was given beside tensors. */
  readonly attributes: object;
}

const fusedNames: Readonly<Record<string, keyof typeof ofImages>> = {
  FusedConv2D: 'Conv2D',
  FusedDepthwiseConv2D: 'DepthwiseConv2dNative',
};

/** Whether a kernel is a fused and dilated convolution, whose gradient in TensorFlow.js throws. */
export const isFusedAndDilated = (name: string, attributes: object | undefined): boolean =>
  name in fusedNames && isDilated(attributes ?? {});

/**
 * The gradients of a fused and dilated convolution without an activation, in the order in which TensorFlow.js returns them.
 *
 * @param fused - the kernel that ran
 * @param dy - the derivative with respect to its output
 * @param saved - filter, input, output and, where there is one, bias
 * @returns the derivatives with respect to input, filter and bias
 */
export const fusedGradients = (
  { name, attributes }: FusedConvolution,
  dy: tf.Tensor,
  [filter, x, , bias]: readonly tf.Tensor[],
): tf.Tensor[] => {
  const ways = ofImages[fusedNames[name]](dy, x, filter, attributes as Attributes);
  return [ways.input(), ways.filter(), ...((bias as tf.Tensor | undefined) ? [sumTo(dy, bias.shape)] : [])];
};
