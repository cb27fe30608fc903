import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

type Margin = [number, number];

/** A random convolution. */
export interface Convolution {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: 'same' | 'valid' | [Margin, Margin, Margin, Margin];
  readonly output: [number, number, number, number];
  readonly seed: number;
}

const size = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const margins = fc
  .tuple(size(0, 3), size(0, 3), size(0, 3), size(0, 3))
  .map(([top, bottom, left, right]): Convolution['pad'] => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);

const base = fc.record({
  x: fc.tuple(size(1, 3), size(1, 9), size(1, 9), size(1, 9)),
  window: fc.tuple(size(1, 4), size(1, 4)),
  features: size(1, 5),
  strides: fc.tuple(size(1, 3), size(1, 3)),
  dilations: fc.tuple(size(1, 2), size(1, 2)),
  pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), margins),
  seed: size(1, 1e6),
});

/**
 * Random convolutions, batch 1 among them, with every kind of padding.
 *
 * @param depthwise - whether each channel has its own `features` filters
 * @param dilated - whether with dilations
 */
export const convolutions = (depthwise: boolean, dilated: boolean): fc.Arbitrary<Convolution> =>
  base
    .map(({ x, window, features, strides, dilations, pad, seed }): Convolution => {
      const filter: Convolution['filter'] = [...window, x[3], features];
      const spacing: [number, number] = dilated ? dilations : [1, 1];
      const info = tf.backend_util.computeConv2DInfo(x, filter, strides, spacing, pad, undefined, depthwise);
      return { x, filter, strides, dilations: spacing, pad, output: info.outShape, seed };
    })
    .filter(({ output }) => output.every((length) => length > 0))
    .filter(({ strides, dilations }) => !depthwise || Math.max(...strides) === 1 || Math.max(...dilations) === 1);
