import { canWalk, type Network, type Trace } from '@interp/core';
import {
  loopsAreFree,
  maxPoolingFirst,
  traceGraph,
  stepGraphOf,
  type Step,
  type StepGraph,
} from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A network split in two: its leading affine steps, and the rest. Affine steps map a straight path to a straight path, and
 * their backward pass is linear, so along a path they run only at both ends, and backwards once for the sum of the gradients.
 */
export interface AffineBeginning {
  /**
   * Runs the affine steps; there may be none.
   *
   * @param x - a batch; borrowed
   * @returns their trace; dispose of it
   */
  first(x: tf.Tensor): Trace;
  /**
   * Runs the remaining steps. The first weighted layer among them counts as `isFirst`.
   *
   * @param h - output of the affine steps, for any number of inputs; borrowed
   * @returns their trace, whose output is the logits; dispose of it
   */
  rest(h: tf.Tensor): Trace;
  /**
   * If max-pooling comes next, directly or after an increasing activation (which commutes with it): runs the steps after
   * the pooling, that activation first.
   *
   * @param p - the pooled output of the affine steps, for any number of inputs; borrowed
   * @returns their trace, whose output is the logits; dispose of it
   */
  readonly pooled?: (p: tf.Tensor) => Trace;
}

const isAffine = ({ operator }: Step): boolean => operator.kind === 'linear' || operator.kind === 'reshaping';

/** The chain of affine steps from the input on, each the only user of the output before it. */
const chain = ({ steps, input, output }: StepGraph): readonly Step[] => {
  const found: Step[] = [];
  for (let name = input; name !== output; [name] = found[found.length - 1].outputs) {
    const users = steps.filter(({ inputs }) => inputs.includes(name));
    if (users.length !== 1 || !isAffine(users[0])) break;
    found.push(users[0]);
  }
  return found;
};

interface Parts {
  readonly first: StepGraph;
  readonly rest: StepGraph;
  readonly pooled?: StepGraph;
}

/** The steps after a leading max-pooling, with an increasing activation before it moved after it. */
const afterPooling = (rest: StepGraph): StepGraph | undefined => {
  const { steps, input, output } = maxPoolingFirst(rest);
  const [next, ...others] = steps.filter(({ inputs }) => inputs.includes(input));
  if (next?.operator.kind !== 'max-pooling' || others.length > 0 || input === output) return undefined;
  return { steps: steps.filter((step) => step !== next), input: next.outputs[0], output };
};

const partsOf = (whole: StepGraph): Parts => {
  const { input, output } = whole;
  const steps = chain(whole);
  const cut = steps.at(-1)?.outputs[0] ?? input;
  const rest = { steps: whole.steps.filter((step) => !steps.includes(step)), input: cut, output };
  return { first: { steps, input, output: cut }, rest, pooled: afterPooling(rest) };
};

const made = new WeakMap<StepGraph, Parts>();

/**
 * Splits a network after its leading affine steps: paddings, convolutions, dense layers, normalisations, reshapings.
 *
 * @param network - the network
 * @returns both parts; undefined for a network that {@link trace} does not support, and on backends where traces are slow
 */
export const affineBeginning = (network: Network): AffineBeginning | undefined => {
  if (!loopsAreFree() || !canWalk(network)) return undefined;
  const whole = stepGraphOf(network);
  const parts = made.get(whole) ?? partsOf(whole);
  made.set(whole, parts);
  const { first, rest, pooled } = parts;
  return {
    first: (x) => traceGraph(first, x),
    rest: (h) => traceGraph(rest, h),
    pooled: pooled && ((p: tf.Tensor) => traceGraph(pooled, p)),
  };
};
