import { isInterpError } from '@interp/core';
import { plainText, type WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from '../attributes.js';
import type { Graph, GraphInput, GraphNode } from '../graph.js';
import { imageAxes, imageOrder } from '../operations/images.js';
import { operationOf } from '../operations/operations.js';
import { asFunction } from './as-function.js';
import { type LayerList, layerList } from '../layer-list.js';
import { type Builder, newBuilder, siteOf } from './site.js';
import { isRecurrent, unrolled } from './unroll.js';
import { inOrder, isStatic, type Live, NotPerImage, shapeFor, type Static, type Value } from './value.js';

/** Operations over images, by which an input is recognised as one. */
const overImages = new Set(['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalMaxPool', 'GlobalAveragePool', 'BatchNormalization', 'InstanceNormalization', 'GroupNormalization', 'LRN', 'Resize', 'Upsample', 'DepthToSpace', 'SpaceToDepth']); // prettier-ignore

/** Operations that keep an image an image. */
const keepsImages = new Set(['Add', 'Sub', 'Mul', 'Div', 'Cast', 'Clip', 'Identity', 'Pad', 'Concat', 'Slice', 'Relu', 'Neg', 'Sigmoid', 'Tanh', 'Pow', 'Sqrt', 'Dropout', 'Gather', 'Split']); // prettier-ignore

/** Whether an input goes into operations over images with channels first. */
const isPicture = (input: GraphInput, nodes: readonly GraphNode[]): boolean => {
  if (input.shape.length < 3) return false;
  const reached = new Set([input.name]);
  for (const { operation, inputs, outputs, attributes } of nodes) {
    const [first] = inputs;
    if (overImages.has(operation) && reached.has(first)) return attributes['channelsLast'] !== true;
    if (keepsImages.has(operation) && inputs.some((name) => reached.has(name)))
      for (const name of outputs) reached.add(name);
  }
  return false;
};

/** What is taken of the network's input. */
const liveInput = ({ name, shape }: GraphInput, nodes: readonly GraphNode[], channelsFirst: boolean): Live => {
  if (shape.length === 0) throw new NotPerImage(`the input "${name}" is one number for all images`);
  const sizes = shape.slice(1) as number[];
  if (!channelsFirst) return { name, stored: sizes, axes: inOrder(shape.length) };
  const order = imageOrder(shape.length, false);
  return { name, stored: order.slice(1).map((axis) => sizes[axis - 1]), axes: imageAxes(shape.length, false) };
};

const folded = (node: GraphNode, inputs: readonly (Static | undefined)[]): Static[] => {
  const operation = operationOf(node.operation)!;
  const at = attributesOf(node);
  const run = (which: 0 | 1): readonly tf.Tensor[] =>
    operation.evaluate(inputs.map((value) => value?.two[which]) as tf.Tensor[], at);
  const first = run(0);
  const isSame = inputs.every((value) => !value || value.two[0] === value.two[1]);
  const second = isSame ? first : run(1);
  return first.map((tensor, i) => ({ name: node.outputs[i], two: [tensor, second[i]], isOfGraph: false }));
};

/** What an operation makes of a node; one that has no steps for what it is given runs as a function, where that gives one value for each image. */
const stepsOf = (node: GraphNode, given: readonly (Value | undefined)[], builder: Builder): readonly Value[] => {
  const operation = operationOf(node.operation)!;
  const site = siteOf(attributesOf(node), given, builder);
  if (!operation.lower) return asFunction(site, operation);
  const [steps, arranged] = [builder.steps.length, builder.arranged.size];
  try {
    return operation.lower(site);
  } catch (reason) {
    if (!isInterpError(reason)) throw reason;
    for (const { outputs } of builder.steps.splice(steps)) builder.makers.delete(outputs[0]);
    for (const key of [...builder.arranged.keys()].slice(arranged)) builder.arranged.delete(key);
    try {
      return asFunction(siteOf(attributesOf(node), given, builder), operation);
    } catch (other) {
      throw other instanceof NotPerImage ? other : reason;
    }
  }
};

const storedOf = (value: Value | undefined): readonly number[] | undefined =>
  value && !isStatic(value) ? value.stored : undefined;

const weightOf = (value: Value): readonly number[] | undefined => (isStatic(value) ? value.two[0].shape : undefined);

/** Does something with a node; what TensorFlow.js' kernels throw of values that do not go together is said of the node. */
const orRefusal = <Result>(node: GraphNode, work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof NotPerImage || isInterpError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw attributesOf(node).refusal(`does not go with what it is given: ${plainText(reason, 120)}`);
  }
};

/** A graph as steps. */
export interface LoweredGraph extends Builder {
  /** The inputs. */
  readonly inputs: readonly Live[];
  /** The outputs. */
  readonly outputs: readonly Live[];
  /** The layers that its steps belong to. */
  readonly layers: ReturnType<LayerList['all']>;
}

/**
 * Makes steps of a graph: what does not depend on the input is computed, and every other operation becomes steps, over values that are stored with
 * the images first and the channels last, whatever the order of the graph's axes is.
 *
 * @param graph - its inputs' shapes are known but for the batch
 * @param nodes - its nodes, in order
 * @param cache - keeps variants of weights
 * @returns the steps
 * @throws NotPerImage where the graph cannot be told apart by images; InterpError `unsupported-layer`
 */
export const lowerGraph = (graph: Graph, nodes: readonly GraphNode[], cache: WeightCache): LoweredGraph => {
  const builder = newBuilder(cache);
  let lowered!: LoweredGraph;
  tf.tidy(() => {
    const values = new Map<string, Value>();
    for (const [name, tensor] of graph.constants) values.set(name, { name, two: [tensor, tensor], isOfGraph: true });
    const inputs = graph.inputs.map((input) => liveInput(input, nodes, isPicture(input, nodes)));
    for (const input of inputs) {
      values.set(input.name, input);
      builder.shapes.set(input.name, [null, ...input.stored]);
    }
    const layers = layerList(inputs);
    const lower = (node: GraphNode): void => {
      const given = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
      const isKnown = given.every((value) => !value || isStatic(value));
      const [first] = given;
      if (isRecurrent(node) && first && !isStatic(first)) {
        for (const inner of unrolled(node, shapeFor(first, 1)[0])) lower(inner);
        const output = values.get(node.outputs.find((name) => name !== '')!);
        layers.add({ ...node, inputs: [] }, { output: storedOf(output), input: undefined, weight: undefined, channelsFirst: false }); // prettier-ignore
        return;
      }
      const steps = builder.steps.length;
      const made = orRefusal(node, () => (isKnown ? folded(node, given) : stepsOf(node, given, builder)));
      if (!isKnown) {
        const live = made.map((value) => value && !isStatic(value));
        const outputs = node.outputs.filter((_, i) => live[i]);
        const output = builder.steps.length > steps ? storedOf(made[live.indexOf(true)]) : undefined;
        const weight = (given[0] && weightOf(given[0])) ?? (given[1] && weightOf(given[1]));
        layers.add({ ...node, outputs }, { output, input: storedOf(given[0]), weight, channelsFirst: false });
      }
      node.outputs.forEach((name, i) => {
        if (name !== '' && made[i]) values.set(name, made[i]);
      });
    };
    nodes.forEach(lower);
    const outputs = graph.outputs.map(({ name }): Live => {
      const value = values.get(name);
      if (value && !isStatic(value)) return value;
      throw new NotPerImage(`the output "${name}" does not depend on the input`);
    });
    lowered = { ...builder, inputs, outputs, layers: layers.all() };
  });
  return lowered;
};
