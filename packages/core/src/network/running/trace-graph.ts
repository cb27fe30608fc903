import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { firstAndLast, inputBounds } from './ends.js';
import type { LinearMap } from '../maps/linear-map.js';
import type { TracedLayer } from './rules.js';
import { runForward, type Values } from './run.js';
import { distribute, shareBySign, signedSums } from '../maps/signed-sums.js';
import type { ForwardValues, Step, StepGraph } from '../steps.js';

/** A forward pass of a model over a batch, with the inputs and outputs of every step. */
export interface Trace {
  /** The batch, float32; borrowed unless it had to be cast. */
  readonly input: tf.Tensor;
  /** The model's output, before any final softmax. Disposed with the trace. */
  readonly output: tf.Tensor;
  /**
   * The steps that ran.
   *
   * @internal
   */
  readonly graph: StepGraph;
  /** The steps in the order in which they ran. */
  readonly layers: readonly TracedLayer[];
  /** Disposes of the kept values. Not needed inside `tf.tidy`. */
  dispose(): void;
}

const linearMap = ({ operator: { map, kind }, layer }: Step): LinearMap => {
  if (map) return map;
  throw new InterpError(
    'bad-option',
    `the layer "${layer.name}" is no linear map where it is of kind ${kind}; a rule for it can use vjp, or pass`,
  );
};

const traced = (graph: StepGraph, step: Step, values: Values): TracedLayer => {
  const { operator, inputs, outputs, layer } = step;
  const taken = (): tf.Tensor[] => inputs.map((name) => values.get(name)!);
  const output = (): tf.Tensor => values.get(outputs[0])!;
  const { merge } = operator;
  const mergedInput = (): tf.Tensor => (merge ? merge.join(taken()) : taken()[0]);
  const inputShapes = (): number[][] => taken().map(({ shape }) => shape);
  const inputShape = (): readonly number[] => (merge ? merge.shape(output().shape, inputs.length) : inputShapes()[0]);
  const one = (batch: number): number[] => [batch, ...inputShape().slice(1)];
  const { first, last } = firstAndLast(graph);
  const seen = (): ForwardValues => ({
    x: operator.map ? taken()[0] : mergedInput(),
    y: output(),
    inputShape: inputShape(),
  });
  return {
    name: layer.name,
    type: layer.type,
    kind: operator.kind as TracedLayer['kind'],
    isFirst: first.has(step),
    isLast: last.has(step),
    isScale: operator.scale !== undefined,
    activation: operator.activation,
    get output() {
      return output();
    },
    get kernel() {
      return operator.map?.kernel?.(inputShape());
    },
    get bias() {
      return operator.bias?.read();
    },
    map: (x, change) => linearMap(step).apply(x, change),
    transpose: (y, change) => linearMap(step).transpose(y, one(y.shape[0]), change),
    signedSums: (x) => signedSums(linearMap(step), x),
    distribute: (x, shares) => distribute(linearMap(step), x, shares),
    shareBySign: (x, relevance, factors) => shareBySign(linearMap(step), x, relevance, factors),
    vjp: (dy) => operator.vjp!(dy, seen()),
    signal: operator.signal && ((dy) => operator.signal!(dy, seen())),
    inputBounds: (low, high) => inputBounds(graph, inputs[0], values.get(graph.input)!.shape, low, high),
    inputs,
    outputs,
    get inputShapes() {
      return inputShapes();
    },
    mergedInput,
    splitInput: (whole) => (merge ? merge.split(whole, inputShapes()) : [whole]),
  };
};

/**
 * Runs a graph of steps over a batch and keeps the inputs and outputs of each step.
 *
 * @param graph - the steps
 * @param x - a batch; borrowed
 * @param isUnseen - given a step that is about to run: whether nobody will look at the values of its output, only at their shape. Those after its activation may then
 *   be in their place. Default: somebody may
 * @returns the steps and their values; dispose of it
 */
export const traceGraph = (
  graph: StepGraph,
  x: tf.Tensor,
  isUnseen: (layer: TracedLayer) => boolean = () => false,
): Trace => {
  const values: Values = new Map();
  const layers = new Map(graph.steps.map((step) => [step, traced(graph, step, values)]));
  tf.tidy(() => [...runForward(graph, x, (step) => isUnseen(layers.get(step)!), values).values()]);
  return {
    graph,
    input: values.get(graph.input)!,
    output: values.get(graph.output)!,
    layers: [...layers.values()],
    dispose: () => tf.dispose([...values.values()].filter((value) => value !== x)),
  };
};
