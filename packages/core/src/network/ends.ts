import * as tf from '@tensorflow/tfjs-core';
import type { Step, StepGraph } from './steps.js';

/** Whether a step is the first or last weighted layer. */
export interface Ends {
  /** No other weighted layer lies between it and the input. */
  readonly isFirst: boolean;
  /** No other weighted layer lies between it and the output. */
  readonly isLast: boolean;
}

/** Dense layers and convolutions: not pooling, nor normalisation. */
const isWeighted = ({ operator }: Step): boolean => operator.withScale !== undefined;

const found = new WeakMap<StepGraph, Map<Step, Ends>>();

const compute = ({ steps, input, output }: StepGraph): Map<Step, Ends> => {
  const weightedBelow = new Set<string>();
  const weightedAbove = new Set<string>();
  const firsts = new Set<Step>();
  for (const step of steps) {
    const [made] = step.outputs;
    const below = step.inputs.some((name) => name !== input && weightedBelow.has(name));
    if (isWeighted(step) && !below) firsts.add(step);
    if (below || isWeighted(step)) weightedBelow.add(made);
  }
  const ends = new Map<Step, Ends>();
  for (const step of steps.toReversed()) {
    const [made] = step.outputs;
    const above = made !== output && weightedAbove.has(made);
    if (isWeighted(step)) ends.set(step, { isFirst: firsts.has(step), isLast: !above });
    if (above || isWeighted(step)) for (const name of step.inputs) weightedAbove.add(name);
  }
  return ends;
};

/** For each dense or convolutional step whether it is the first or the last of a network. */
export const firstAndLast = (graph: StepGraph): Map<Step, Ends> => {
  const ends = found.get(graph) ?? compute(graph);
  found.set(graph, ends);
  return ends;
};

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
