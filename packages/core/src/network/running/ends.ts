import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import type { Step, StepGraph } from '../steps.js';

/** The dense and convolutional steps at both ends of a network. */
interface FirstAndLast {
  /** Those with no other between them and the input. */
  readonly first: ReadonlySet<Step>;
  /** Those with no other between them and the output. */
  readonly last: ReadonlySet<Step>;
}

/** Dense layers and convolutions: not pooling, nor normalisation. */
const isWeighted = ({ operator }: Step): boolean => operator.withScale !== undefined;

/** The weighted steps that no other one lies before, in an order from one end of a network to the other. */
const foremost = (
  steps: readonly Step[],
  before: (step: Step) => readonly string[],
  after: (step: Step) => readonly string[],
): ReadonlySet<Step> => {
  const passed = new Set<string>();
  const found = new Set<Step>();
  for (const step of steps) {
    const isBehind = before(step).some((name) => passed.has(name));
    if (isWeighted(step) && !isBehind) found.add(step);
    if (isBehind || isWeighted(step)) for (const name of after(step)) passed.add(name);
  }
  return found;
};

const inputsOf = ({ inputs }: Step): readonly string[] => inputs;
const outputsOf = ({ outputs }: Step): readonly string[] => outputs;

/** The first and the last dense and convolutional steps of a network. */
export const firstAndLast = memoised(({ steps }: StepGraph): FirstAndLast => ({
  first: foremost(steps, inputsOf, outputsOf),
  last: foremost(steps.toReversed(), outputsOf, inputsOf),
}));

type Bounds = readonly [low: tf.Tensor, high: tf.Tensor];

/**
 * The bounds of a value that is separated from the input only by normalisation and reshaping.
 *
 * @param graph - the steps
 * @param name - the value's name
 * @param inputShape - shape of the input, with the batch
 * @param low - lowest value of the input
 * @param high - its highest value
 * @returns the lower and the upper bounds, `[1, ...]` each; undefined if there are other steps in between
 */
export const inputBounds = (
  graph: StepGraph,
  name: string,
  inputShape: readonly number[],
  low: number,
  high: number,
): Bounds | undefined => {
  const makers = new Map(graph.steps.flatMap((step) => step.outputs.map((made) => [made, step] as const)));
  const path: Step[] = [];
  for (let at = name; at !== graph.input; [at] = path.at(-1)!.inputs) {
    const step = makers.get(at);
    if (step?.inputs.length !== 1 || !(step.operator.kind === 'reshaping' || step.operator.scale)) return undefined;
    path.push(step);
  }
  const shape = [1, ...inputShape.slice(1)];
  let bounds: Bounds = [tf.fill(shape, low), tf.fill(shape, high)];
  for (const { operator } of path.toReversed()) {
    const { kind, map, bias, forward } = operator;
    const [a, b] = bounds.map((bound) => {
      if (kind === 'reshaping') return forward([bound])[0];
      const scaled = map!.apply(bound);
      return bias ? tf.add(scaled, bias.read()) : scaled;
    });
    bounds = [tf.minimum(a, b), tf.maximum(a, b)];
  }
  return bounds;
};
