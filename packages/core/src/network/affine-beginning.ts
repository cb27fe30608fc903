import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { canWalk } from './can-walk.js';
import { loopsAreFree } from './host.js';
import { poolingFirst } from './pooling-first.js';
import { program, type Program, type Step } from './lower.js';
import { traceProgram, type Trace } from './trace.js';

/**
 * A model in two: its first steps up to the first that is not affine, and the rest. What is affine turns a straight way of inputs into
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
const chain = ({ steps, input, output }: Program): readonly Step[] => {
  const found: Step[] = [];
  for (let place = input; place !== output; place = found[found.length - 1].output) {
    const users = steps.filter(({ inputs }) => inputs.includes(place));
    if (users.length !== 1 || !isAffine(users[0])) break;
    found.push(users[0]);
  }
  return found;
};

interface Parts {
  readonly first: Program;
  readonly rest: Program;
  readonly pooled?: Program;
}

/** The steps from a place on, which becomes place 0: there every program has its input. */
const from = (whole: Program, steps: readonly Step[], cut: number): Program => {
  const moved = (place: number): number => (place === cut ? whole.input : place);
  return {
    ...whole,
    steps: steps.map((step) => ({ ...step, inputs: step.inputs.map(moved) })),
    output: moved(whole.output),
  };
};

/** What follows max-pooling at the beginning of some steps, an increasing activation before it put after it. */
const afterPooling = (rest: Program): Program | undefined => {
  const { steps, input, output } = poolingFirst(rest);
  const [next, ...others] = steps.filter(({ inputs }) => inputs.includes(input));
  if (next?.operator.kind !== 'pooling' || others.length > 0 || input === output) return undefined;
  return from(
    rest,
    steps.filter((step) => step !== next),
    next.output,
  );
};

const partsOf = (whole: Program): Parts => {
  const steps = chain(whole);
  const cut = steps.at(-1)?.output ?? whole.input;
  const rest = from(
    whole,
    whole.steps.filter((step) => !steps.includes(step)),
    cut,
  );
  const pooled = afterPooling(rest);
  return { first: { ...whole, steps, output: cut }, rest, ...(pooled && { pooled }) };
};

const made = new WeakMap<Program, Parts>();

/**
 * Takes a model apart after its affine beginning: paddings, convolutions, dense layers, normalisations, reshapings.
 *
 * @param model - a built model with one input and one output; borrowed
 * @returns both parts; undefined for a model that the walk does not know every layer of, and on a backend that it is slow on
 */
export const affineBeginning = (model: LayersModel): AffineBeginning | undefined => {
  if (!loopsAreFree() || !canWalk(model)) return undefined;
  const whole = program(model);
  const parts = made.get(whole) ?? partsOf(whole);
  made.set(whole, parts);
  const { first, rest, pooled } = parts;
  return {
    first: (x) => traceProgram(first, x),
    rest: (h) => traceProgram(rest, h),
    ...(pooled && { pooled: (p: tf.Tensor) => traceProgram(pooled, p) }),
  };
};
