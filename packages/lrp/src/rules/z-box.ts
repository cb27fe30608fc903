import { InterpError, number, optionsTable } from '@interp/checks';
import { finiteBounds } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LrpLayer, LrpRule } from './rule.js';
import { identified } from '../identity.js';
import { onWeightedSums } from './on-weighted-sums.js';
import { addEven, divide, times } from './divide.js';

/** Options of {@link zBox}. */
export interface ZBoxOptions {
  /** Lowest value of the layer's input. Default the classifier's lower bound at a first layer, else the minimum of the layer's input. */
  readonly low?: number;
  /** Highest value of the layer's input. Default the classifier's upper bound at a first layer, else the maximum of the layer's input. */
  readonly high?: number;
}

/** Checks of {@link ZBoxOptions}. */
export const zBoxOptions = optionsTable<ZBoxOptions>()({ low: number(), high: number() });

const boxOf = (layer: LrpLayer, input: tf.Tensor, { low, high }: ZBoxOptions): readonly [tf.Tensor, tf.Tensor] => {
  const known = low === undefined || high === undefined ? layer.inputBounds(...layer.bounds) : undefined;
  if (known) finiteBounds(layer, 'give low and high to the rule');
  const axes = input.shape.map((_, axis) => axis).slice(1);
  const one = (given: number | undefined, bound: tf.Tensor | undefined, seen: typeof tf.min): tf.Tensor =>
    given === undefined ? (bound ?? seen(input, axes, true)) : tf.fill([1, ...input.shape.slice(1)], given);
  return [one(low, known?.[0], tf.min), one(high, known?.[1], tf.max)];
};

/**
 * The zᴮ rule for inputs in a box, low ≤ x ≤ high: R_i = Σ_j (x_i w_ij - low w_ij⁺ - high w_ij⁻) / Σ_i(…) R_j. It ignores the bias.
 * For the first layer of a model. Montavon et al. 2017.
 *
 * @param options - the box
 * @returns the rule
 * @throws InterpError `bad-option` unless low < high
 */
export const zBox = (options: ZBoxOptions = {}): LrpRule => {
  const { low, high } = zBoxOptions.withDefaults(options);
  if (low !== undefined && high !== undefined && low >= high) {
    throw new InterpError('bad-option', `the box is from ${low} to ${high}; expected low below high`);
  }
  return identified(
    `z-box ${low} ${high}`,
    onWeightedSums((layer, input, relevance) => {
      const [lowest, highest] = boxOf(layer, input, { low, high });
      const [above, below] = [tf.sub(input, lowest), tf.sub(input, highest)];
      const sums = tf.add(layer.map(above, 'positive'), layer.map(below, 'negative'));
      const { quotients, even } = divide(layer, sums, relevance);
      const fromAbove = times(above, layer.transpose(quotients, 'positive'));
      return addEven(layer, tf.add(fromAbove, times(below, layer.transpose(quotients, 'negative'))), even);
    }),
  );
};
