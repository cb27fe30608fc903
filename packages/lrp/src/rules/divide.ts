import { InterpError } from '@interp/checks';
import {
  apartFromRecording,
  constant,
  hostTensor,
  hostValues,
  isRecording,
  partIf,
  sizeOfShape,
  withPart,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { BiasPolicy, LrpLayer } from './rule.js';

/** Sums smaller than this are empty: dividing by them leaves the range of float32. */
export const TINY = 1e-30;

/** The relevance of each unit, divided for distribution to its inputs. */
export interface Shares {
  /** Relevance divided by the sum of contributions, to be multiplied by each contribution. */
  readonly quotients: tf.Tensor;
  /** Relevance to spread evenly over all inputs of a unit, if any. */
  readonly even: tf.Tensor | undefined;
}

/** What keeps divisors from 0. */
export interface Stabiliser {
  /** Added to the sum with its sign, sign(0) = +1. */
  readonly epsilon?: number;
  /** Whether ε is added as it is, to negative sums as well, as LXT does. Default false. */
  readonly isUnsigned?: boolean;
}

/** Stabiliser and bias of a division. */
export interface Division extends Stabiliser {
  /** What biases contribute to the sums, one number per channel, for the ledger; borrowed. */
  readonly bias?: tf.Tensor | undefined;
}

/**
 * The biases of a layer that take a share of relevance.
 *
 * @param layer - the layer, whose policy is the caller's
 * @param usual - the policy of the rule where the caller has none
 * @returns the biases; undefined where there are none or they are left out
 */
export const sharingBias = (layer: LrpLayer, usual: BiasPolicy): tf.Tensor | undefined =>
  (layer.biasPolicy ?? usual) === 'keep' ? layer.bias : undefined;

/** Relevance to spread evenly, of units that a loop comes upon. */
export interface EvenShares {
  /** Begins the loop. */
  readonly begin: () => void;
  /** Adds that of a unit. */
  readonly add: (unit: number, amount: number) => void;
  /** All of it after the loop, for {@link addEven}; undefined if there is none. */
  readonly tensor: () => tf.Tensor | undefined;
}

/**
 * Relevance to spread evenly, for which memory is taken on first use.
 *
 * @param shape - of the relevance
 * @returns functions for a loop, which may be recorded
 */
export const evenShares = (shape: readonly number[]): EvenShares => {
  let amounts: Float32Array | undefined;
  const isThere = (): boolean => amounts !== undefined;
  return {
    begin: () => (amounts = undefined),
    add: (unit, amount) => {
      amounts ??= new Float32Array(tf.util.sizeFromShape([...shape]));
      amounts[unit] = amount;
    },
    tensor: () => {
      if (!isThere() && !isRecording()) return undefined;
      const fill = (out: Float32Array): void => {
        if (amounts) out.set(amounts);
        else out.fill(0);
      };
      return partIf(hostTensor(shape, fill), isThere);
    },
  };
};

/**
 * Divides the relevance of each unit by the sum of its contributions, and records what biases and stabiliser absorb.
 *
 * @param layer - the layer
 * @param sums - the sum of all contributions to each unit, that of its bias among them if it has a share, `[n, ...]` or `[1, ...]`; borrowed
 * @param relevance - of each unit, `[n, ...]`; borrowed
 * @param division - stabiliser and biases
 * @returns the shares
 */
export const divide = (
  layer: LrpLayer,
  sums: tf.Tensor,
  relevance: tf.Tensor,
  { epsilon = 0, isUnsigned = false, bias }: Division = {},
): Shares => {
  const { losses, emptyBranch } = layer;
  const even = evenShares(relevance.shape);
  const whereNegative = isUnsigned ? epsilon : -epsilon;
  const quotients = hostTensor(relevance.shape, (out) => {
    const [z, r] = [hostValues(sums), hostValues(relevance)];
    const b = bias && hostValues(bias);
    const each = out.length / relevance.shape[0];
    even.begin();
    for (let i = 0; i < out.length; i++) {
      out[i] = 0;
      if (r[i] === 0) continue;
      const image = Math.floor(i / each);
      const absorbed = b ? b[i % b.length] : 0;
      const sum = z[i % z.length];
      const divisor = sum + (sum < 0 ? whereNegative : epsilon);
      const isEmpty = Math.abs(sum) < TINY || Math.abs(divisor) < TINY;
      if (isEmpty && emptyBranch === 'conserve') {
        even.add(i, r[i]);
        continue;
      }
      const quotient = Math.abs(divisor) < TINY ? 0 : r[i] / divisor;
      out[i] = quotient;
      losses.bias[image] += absorbed * quotient;
      if (isEmpty) losses.empty[image] += r[i];
      else losses.stabiliser[image] += (divisor - sum) * quotient;
    }
  });
  return { quotients, even: even.tensor() };
};

/**
 * Elementwise product.
 *
 * @param a - borrowed
 * @param b - of the same shape; borrowed
 * @returns of that shape
 */
export const times = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  hostTensor(a.shape, (out) => {
    const [x, y] = [hostValues(a), hostValues(b)];
    for (let i = 0; i < out.length; i++) out[i] = x[i] * y[i];
  });

/**
 * Adds the evenly spread relevance to the inputs in each unit's window. That of units with no inputs at all, such as those beyond the reach of a
 * transposed convolution or of windows on padding alone, goes evenly to all inputs.
 *
 * @param layer - the layer
 * @param relevance - of its input so far, used by nothing else
 * @param even - of its units, to be spread; borrowed
 * @returns the relevance of its input
 */
export const addEven = (layer: LrpLayer, relevance: tf.Tensor, even: tf.Tensor | undefined): tf.Tensor => {
  if (!even) return relevance;
  const [n, ...shape] = relevance.shape;
  const count = (): tf.Tensor => layer.map(tf.fill([1, ...shape], 1), 'one');
  const reachesAll = apartFromRecording(() => tf.tidy(() => tf.min(count()).dataSync<'float32'>()[0] > 0));
  if (reachesAll) {
    const inputs = constant(count);
    return withPart(relevance, even, (part) => layer.transpose(tf.div(part, inputs), 'one'));
  }
  const beyond = constant(() => tf.cast(tf.equal(count(), 0), 'float32'));
  const inputs = constant(() => tf.maximum(count(), 1));
  return withPart(relevance, even, (part) => {
    const stray = tf.sum(tf.reshape(tf.mul(part, beyond), [n, -1]), 1);
    const each = tf.reshape(tf.div(stray, sizeOfShape(shape)), [n, ...shape.map(() => 1)]);
    return tf.add(layer.transpose(tf.div(part, inputs), 'one'), each);
  });
};

/**
 * Shares relevance among inputs as their gradients times their values say, in units of the output. What arrives where the output is 0 is lost, and
 * recorded as empty: there is nothing to divide it by.
 *
 * @param layer - the layer
 * @param input - its input; borrowed
 * @param relevance - of its output; borrowed
 * @param stabiliser - ε, 0 or more, in units of the output, and how it is added
 * @param derivative - the vector-Jacobian product
 * @returns the relevance of its input
 */
export const shareByDerivative = (
  layer: LrpLayer,
  input: tf.Tensor,
  relevance: tf.Tensor,
  stabiliser: Stabiliser,
  derivative: (dy: tf.Tensor) => tf.Tensor,
): tf.Tensor => {
  const bias = sharingBias(layer, 'drop');
  const sums = layer.bias && !bias ? tf.sub(layer.output, layer.bias) : layer.output;
  const lossy: LrpLayer = Object.assign(Object.create(layer) as LrpLayer, { emptyBranch: 'paper' });
  return times(input, derivative(divide(lossy, sums, relevance, { ...stabiliser, bias }).quotients));
};

/** The error for a layer of a kind that has no rule. */
export const noRule = ({ name, type }: LrpLayer): InterpError =>
  new InterpError(
    'unsupported-layer',
    `the layer "${name}" of type ${type} has no rule of relevance; give it one in rules, or take gradients or occlusion`,
  );

/** Half of the relevance of each product to each of its factors. */
export const shareHalf = (layer: LrpLayer, input: tf.Tensor, relevance: tf.Tensor, stabiliser: Stabiliser): tf.Tensor =>
  shareByDerivative(layer, input, relevance, stabiliser, (dy) => tf.mul(layer.vjp(dy), 0.5));
