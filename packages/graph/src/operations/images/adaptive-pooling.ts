import { linear } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import type { Operation, Operations } from '../operation.js';
import { asStoredImage, fromChannelsLast, imageAxes, toChannelsLast } from './images.js';
import { averageOf, maximumOf, type Windows } from './window-cells.js';

type Span = readonly [start: number, end: number];

/** As many windows along each axis as places are asked for, which cover it: they differ in length by 1 at most, and may share a place at their ends. */
const spansOf = (attributes: Attributes, lengths: readonly number[]): readonly (readonly Span[])[] => {
  const sizes = attributes.numbers('output_size') ?? [];
  if (sizes.length !== lengths.length || !sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 2 ** 16))
    throw attributes.refusal(
      `has the output_size ${sizes.join(' × ')} over ${lengths.length} axes; expected a whole number for each`,
    );
  return lengths.map((length, axis) => {
    const size = sizes[axis];
    return Array.from({ length: size }, (_, i): Span => [
      Math.floor((i * length) / size),
      Math.ceil(((i + 1) * length) / size),
    ]);
  });
};

const windowsOf = (spans: readonly (readonly Span[])[]): Windows => ({
  size: spans.map((along) => Math.max(...along.map(([start, end]) => end - start))),
  outputs: spans.map(({ length }) => length),
  at: (axis, place, cell) => {
    const [start, end] = spans[axis][place];
    return start + cell < end ? start + cell : undefined;
  },
});

const pooled = (x: tf.Tensor, axis: number, spans: readonly Span[], reduce: typeof tf.max): tf.Tensor => {
  const parts = spans.map(([start, end]) => {
    const begin = x.shape.map((_, i) => (i === axis ? start : 0));
    return reduce(tf.slice(x, begin, x.shape.map((n, i) => (i === axis ? end - start : n))), [axis], true); // prettier-ignore
  });
  return tf.concat(parts, axis);
};

const adaptive = (kind: 'max' | 'average'): Operation => ({
  evaluate: ([x], attributes) => {
    const channelsLast = attributes.flag('channelsLast');
    const image = toChannelsLast(x, channelsLast);
    const reduce = kind === 'max' ? tf.max : tf.mean;
    const spans = spansOf(attributes, image.shape.slice(1, -1));
    return [
      fromChannelsLast(
        spans.reduce((y, along, i) => pooled(y, i + 1, along, reduce), image),
        channelsLast,
      ),
    ];
  },
  lower: (site) => {
    const { x, channelsLast, rank } = asStoredImage(site, site.live(0));
    const lengths = x.stored.slice(0, -1);
    const windows = windowsOf(spansOf(site, lengths));
    const operator = kind === 'max' ? maximumOf(windows) : linear(averageOf(windows, lengths));
    return [site.add(operator, [x], [...windows.outputs, x.stored.at(-1)!], imageAxes(rank, channelsLast))];
  },
});

/** Pooling to a size of the output, `output_size`, as PyTorch and Keras have it: window i of n covers the places from ⌊i·length/n⌋ to ⌈(i+1)·length/n⌉. No operators of ONNX. */
export const adaptivePoolings: Operations = {
  AdaptiveMaxPool: adaptive('max'),
  AdaptiveAveragePool: adaptive('average'),
};
