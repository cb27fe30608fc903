import type * as tf from '@tensorflow/tfjs-core';
import { loopsAreFree } from './host.js';
import { canWalk, type Network, walkOf } from './network.js';
import { poolingFirst } from './pooling-first.js';
import type { Step, StepGraph } from './steps.js';
import { type Trace, traceGraph } from './trace.js';

/**
 * A network in two: its first steps up to the first that is not affine, and the rest. What is affine turns a straight way of inputs into
 * a straight way, and hands a sum of gradients down as the sum of what it hands down, so that it need not run for every point of the way.
 */
export interface AffineBeginning {
  /**
   * Runs the affine steps; none, where the model begins with another.
   *
   * @param x - a batch; borrowed
   * @returns their trace; dispose of it
   */
  first(x: tf.Tensor): Trace;
  /**
   * Runs the steps after them. Its first weighted layer counts as `isFirst`.
   *
   * @param h - what the affine steps return, for any number of inputs; borrowed
   * @returns their trace, whose output are the logits; dispose of it
   */
  rest(h: tf.Tensor): Trace;
  /**
   * Where max-pooling comes next, right away or after an activation that never falls and may as well come after it: runs the steps after
   * the pooling, that activation first.
   *
   * @param p - what pooling makes of what the affine steps return, for any number of inputs; borrowed
   * @returns their trace, whose output are the logits; dispose of it
   */
  readonly pooled?: (p: tf.Tensor) => Trace;
}

const isAffine = ({ operator }: Step): boolean => operator.kind === 'linear' || operator.kind === 'reshaping';

/** The chain of affine steps from the input on, each of them the only one that takes what the one before returns. */
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

/** What follows max-pooling at the beginning of some steps, an increasing activation before it put after it. */
const afterPooling = (rest: StepGraph): StepGraph | undefined => {
  const { steps, input, output } = poolingFirst(rest);
  const [next, ...others] = steps.filter(({ inputs }) => inputs.includes(input));
  if (next?.operator.kind !== 'pooling' || others.length > 0 || input === output) return undefined;
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
 * Takes a network apart after its affine beginning: paddings, convolutions, dense layers, normalisations, reshapings.
 *
 * @param network - the network
 * @returns both parts; undefined for a network that no walk goes through, and on a backend that walks are slow on
 */
export const affineBeginning = (network: Network): AffineBeginning | undefined => {
  if (!loopsAreFree() || !canWalk(network)) return undefined;
  const whole = walkOf(network);
  const parts = made.get(whole) ?? partsOf(whole);
  made.set(whole, parts);
  const { first, rest, pooled } = parts;
  return {
    first: (x) => traceGraph(first, x),
    rest: (h) => traceGraph(rest, h),
    pooled: pooled && ((p: tf.Tensor) => traceGraph(pooled, p)),
  };
};
