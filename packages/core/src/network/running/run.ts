import { InterpError, shownName, shownNames } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import { soleUsers } from './sole-users.js';
import type { Step, StepGraph } from '../steps.js';

/** The values of a run by name. */
export type Values = Map<string, tf.Tensor>;

/** Runs steps and adds their outputs, which belong to the caller, to the values. Their inputs must be among the values. */
export const runSteps = (steps: readonly Step[], values: Values): Values => {
  for (const { operator, inputs, outputs } of steps) {
    const made = operator.forward(inputs.map((name) => values.get(name)!));
    outputs.forEach((name, i) => values.set(name, made[i]));
  }
  return values;
};

/** A batch as steps and models take it, which refuse whole numbers or divide them without a rest: `x` itself if it is float32, else a copy. */
export const asFloat = (x: tf.Tensor): tf.Tensor => (x.dtype === 'float32' ? x : tf.cast(x, 'float32'));

/**
 * The batches that a network is given, in the order of its inputs.
 *
 * @param names - of its inputs
 * @param given - a batch for each input, by name, or the batch of the only one
 * @throws InterpError `bad-shape` where one is missing
 */
export const batchesOf = (
  names: readonly string[],
  given: tf.Tensor | Readonly<Record<string, tf.Tensor>>,
): readonly tf.Tensor[] => {
  const batches = names.map((name, i) => (given instanceof tf.Tensor ? (i === 0 ? given : undefined) : given[name]));
  const missing = batches.findIndex((x: unknown) => !(x instanceof tf.Tensor));
  if (missing < 0) return batches as tf.Tensor[];
  throw new InterpError(
    'bad-shape',
    `the input ${shownName(names[missing])} has no batch; expected one for each of ${shownNames(names)}`,
  );
};

/** For each step whose kernel can apply an activation: the activation, if it is the only user of the step's output. */
const fusions = memoised(
  (graph: StepGraph): ReadonlyMap<Step, Step> =>
    new Map(
      [...soleUsers(graph)].filter(
        ([{ operator }, user]) => operator.kind === 'linear' && operator.map?.fused && user.operator.fused,
      ),
    ),
);

/** Runs steps forward, some with the activation after them in one; gives its value `between` as well. */
const runAll = (
  graph: StepGraph,
  x: tf.Tensor,
  isFused: (step: Step) => boolean,
  between: (name: string, y: tf.Tensor) => void,
  values: Values = new Map(),
): Values => {
  values.set(graph.input, asFloat(x));
  const pairs = fusions(graph);
  for (const step of graph.steps) {
    if (values.has(step.outputs[0])) continue;
    const follower = pairs.get(step);
    if (follower && isFused(step)) {
      const { map, bias } = step.operator;
      const y = map!.fused!(values.get(step.inputs[0])!, bias?.read(), follower.operator.fused!);
      values.set(follower.outputs[0], y);
      between(step.outputs[0], y);
    } else runSteps([step], values);
  }
  return values;
};

/**
 * Runs steps forward and keeps every value, owned by the caller; the first is `x` itself where that is float32. Of steps for which `isFused` says that nobody
 * looks at their values, only at their shapes, those after their activation are in their place. Adds to `values`, if given, one after the other.
 */
export const runForward = (
  graph: StepGraph,
  x: tf.Tensor,
  isFused: (step: Step) => boolean = () => false,
  values: Values = new Map(),
): Values => runAll(graph, x, isFused, (name, y) => values.set(name, y), values);

/** Runs steps forward with activations fused into the steps before them, between which values are missing. */
export const runFused = (graph: StepGraph, x: tf.Tensor): Values =>
  runAll(
    graph,
    x,
    () => true,
    () => undefined,
  );
