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
  if (name === graph.input) {
    const shape = [1, ...inputShape.slice(1)];
    return [tf.fill(shape, low), tf.fill(shape, high)];
  }
  const step = graph.steps.find(({ outputs }) => outputs.includes(name));
  const below = step?.inputs.length === 1 ? inputBounds(graph, step.inputs[0], inputShape, low, high) : undefined;
  if (!step || !below) return undefined;
  const { kind, scale, map, bias, forward } = step.operator;
  if (kind === 'reshaping') return [forward([below[0]])[0], forward([below[1]])[0]];
  if (!scale) return undefined;
  const [a, b] = below.map((bound) => {
    const scaled = map!.apply(bound);
    return bias ? tf.add(scaled, bias.read()) : scaled;
  });
  return [tf.minimum(a, b), tf.maximum(a, b)];
};
