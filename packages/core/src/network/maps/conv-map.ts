import * as tf from '@tensorflow/tfjs-core';
import { kernel as run, kernelIfThere } from '@interp/tape/internal';
import { channelSums, repeatedEach } from './channel-sums.js';
import { type ExplicitPadding, padAttribute, transposedPadding, type Window } from './conv-geometry.js';
import { kernelVariant, type Layout } from './kernel-change.js';
import type { FusedActivation, LinearMap } from './linear-map.js';
import { overlapAdd } from './overlap-add.js';
import { mixedSigns, partedBySign, signs, timesShares } from './signed-sums.js';
import { signedProducts } from './signed-products.js';
import type { WeightCache, Weight } from './weights.js';

/** Up to so many channels of the input, adding up windows is faster than a convolution with the flipped filter. */
const FEW_CHANNELS = 8;

const unchanged = (filter: tf.Tensor): tf.Tensor => filter;

const flipped = (name: string, make: (filter: tf.Tensor) => tf.Tensor): Layout => ({
  name: `${name} flipped`,
  make: (filter) => tf.transpose(tf.reverse(make(filter), [0, 1]), [0, 1, 3, 2]),
});

/** One row of weights for each filter. */
const rows = (name: string, make: (filter: tf.Tensor) => tf.Tensor): Layout => ({
  name: `${name} rows`,
  make: (filter) => {
    const made = make(filter);
    return tf.transpose(tf.reshape(made, [-1, made.shape[3]!]));
  },
});

/** The arrangements of a filter: as it is run forward, flipped and transposed, one row for each filter. */
interface Layouts {
  readonly forward: Layout | undefined;
  readonly flipped: Layout;
  readonly rows: Layout;
}

const layouts = (name: string, make: (filter: tf.Tensor) => tf.Tensor): Layouts => ({
  forward: { name, make },
  flipped: flipped(name, make),
  rows: rows(name, make),
});

/** The forward layout of the filter as it is: none. */
const plain = { ...layouts('', unchanged), forward: undefined };
const signed = layouts('signed', (filter) => signs(filter));
const mixed = layouts('mixed', (filter) => mixedSigns(filter));

const convolve = (
  x: tf.Tensor,
  filter: tf.Tensor,
  pad: 'same' | 'valid' | ExplicitPadding,
  { strides, dilations }: Pick<Window, 'strides' | 'dilations'>,
  bias?: tf.Tensor,
  activation: FusedActivation = 'linear',
): tf.Tensor =>
  run(
    'FusedConv2D',
    { x, filter, ...(bias && { bias }) },
    { strides: [...strides], dilations: [...dilations], pad, dataFormat: 'NHWC', activation },
  );

/** The map of a 2-D convolution over NHWC images: the filter is `[height, width, channels, filters]`. */
export const convMap = (
  cache: WeightCache,
  weight: Weight,
  window: Window,
  size: readonly [number, number],
): LinearMap => {
  const pad = padAttribute(window.padding);
  const attributes = { strides: window.strides, dilations: window.dilations, pad, dataFormat: 'NHWC' };
  const isDense = window.strides[0] === 1 && window.strides[1] === 1;
  const isPlane = isDense && window.dilations[0] === 1 && window.dilations[1] === 1;

  const back = (
    y: tf.Tensor,
    inputShape: readonly number[],
    variant: (layout?: Layout) => tf.Tensor,
    { forward, flipped: flippedLayout, rows: rowLayout }: Layouts,
  ): tf.Tensor => {
    if (isPlane && inputShape[3] === 1 && tf.getKernel('PlaneGradient', tf.getBackend())) {
      return run(
        'PlaneGradient',
        { dy: y, filter: variant(forward) },
        { strides: [1, 1], pad, dataFormat: 'NHWC', inputShape },
      );
    }
    if (isDense && inputShape[3] > FEW_CHANNELS) {
      const around = transposedPadding(inputShape, size, window);
      return convolve(y, variant(flippedLayout), around, { strides: [1, 1], dilations: window.dilations });
    }
    const a = tf.reshape(y, [-1, y.shape[3]!]);
    const windows = run('BatchMatMul', { a, b: variant(rowLayout) }, { transposeA: false, transposeB: false });
    return overlapAdd(windows, inputShape, size, window);
  };

  /** All weights one: each place of the output gives the sum of its channels to every cell of its window. */
  const spread = (y: tf.Tensor, inputShape: readonly number[]): tf.Tensor => {
    const sums = channelSums(y, y.shape[3]!);
    const cells = size[0] * size[1];
    const windows = repeatedEach(sums, cells, [sums.size, cells]);
    const channels = inputShape[3];
    return repeatedEach(overlapAdd(windows, [...inputShape.slice(0, 3), 1], size, window), channels, inputShape);
  };

  const variant = (layout?: Layout): tf.Tensor => kernelVariant(cache, weight, undefined, layout);

  /** A filter of one pixel is a matrix, which acts on each pixel; flipped, it is that matrix transposed. */
  const isPointwise =
    isPlane && size[0] * size[1] === 1 && (typeof pad === 'string' || pad.flat().every((cells) => cells === 0));
  const compiled = isPointwise ? signedProducts(cache, weight, plain.flipped) : undefined;

  return {
    kernel: () => weight.read(),
    apply: (x, change) => convolve(x, kernelVariant(cache, weight, change), pad, window),
    transpose: (y, inputShape, change) =>
      change === 'one'
        ? spread(y, inputShape)
        : back(y, inputShape, (layout) => kernelVariant(cache, weight, change, layout), plain),
    fused: (x, bias, activation) => convolve(x, weight.read(), pad, window, bias, activation),
    signedSums: (x, isMixed) => {
      const found =
        compiled?.signedSums(x, isMixed) ?? kernelIfThere('SignedConv2D', { x, filter: weight.read() }, attributes);
      if (found) return found;
      const y = convolve(isMixed() ? partedBySign(x) : x, variant((isMixed() ? mixed : signed).forward), pad, window);
      return tf.reshape(y, [...y.shape.slice(0, 3), 2, y.shape[3]! / 2]);
    },
    distribute: (x, shares, isMixed) => {
      const found =
        compiled?.distribute(x, shares, isMixed) ??
        kernelIfThere('SignedConv2DShares', { shares, filter: weight.read(), x }, attributes);
      if (found) return found;
      const joined = tf.reshape(shares, [...shares.shape.slice(0, 3), 2 * shares.shape[4]!]);
      const doubled = [...x.shape.slice(0, 3), (isMixed() ? 2 : 1) * x.shape[3]!];
      return timesShares(x, back(joined, doubled, variant, isMixed() ? mixed : signed), isMixed());
    },
    ...(compiled && { shareBySign: compiled.shareBySign }),
  };
};
