import type { Window } from './maps/conv-geometry.js';
import type { Weight } from './maps/weights.js';

/**
 * How a step is computed in double precision, for who decides on which side of a kink a value lies: a weighted sum over a window of an
 * NHWC image or, without a window, over a vector; the maximum of a window, the first of equal ones; an activation; the same values in
 * another shape.
 */
export type Float64Form =
  | {
      readonly kind: 'weighted-sum';
      /** `[inputs, units]`, or `[height, width, channels, filters]`. */
      readonly kernel: Weight;
      /** One number per unit or filter. */
      readonly bias?: Weight;
      /** How the filter moves. Missing for a dense layer. */
      readonly window?: Window;
    }
  | {
      readonly kind: 'maximum';
      /** Rows and columns of a window, given the NHWC shape of the images. */
      readonly size: (inputShape: readonly number[]) => readonly [rows: number, columns: number];
      /** How it moves. */
      readonly window: Window;
    }
  | {
      readonly kind: 'copy';
      /** The shape of its output, given that of its input, both with the batch. */
      readonly shape: (inputShape: readonly number[]) => readonly number[];
    }
  | { readonly kind: 'relu' | 'sigmoid' | 'tanh' };
