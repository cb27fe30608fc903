import { isInterpError } from '@interp/core';
import { plainText, type WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from '../attributes.js';
import type { Graph, GraphInput, GraphNode } from '../graph.js';
import { imageAxes, imageOrder } from '../operations/images.js';
import { operationOf } from '../operations/operations.js';
import { asFunction } from './as-function.js';
import { expanded } from './expansions.js';
import type { OpenShape } from './expand-einsum.js';
import { type Builder, newBuilder, siteOf } from './site.js';
import { inOrder, isStatic, type Live, NotPerImage, numbersOf, openShape, type Static, type Value } from './value.js';

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

/** The number of images that all inputs fix, where they do. */
const fixedBatchOf = ({ inputs }: Graph): number | undefined => {
  const [first, ...others] = inputs.map(({ shape }) => shape[0] ?? undefined);
  return others.every((size) => size === first) ? first : undefined;
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

const shapeOf = (value: Value | undefined): OpenShape => {
  if (!value) return [];
  if (!isStatic(value)) return openShape(value);
  const [two, three] = value.two;
  return two.shape.map((size, axis) => (size === three.shape[axis] ? size : null));
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
}

/** The values of a graph as its operations make them, in a `tf.tidy`. */
const valuesOf = (graph: Graph, nodes: readonly GraphNode[], builder: Builder): ReadonlyMap<string, Value> => {
  const values = new Map<string, Value>();
  for (const [name, tensor] of graph.constants) values.set(name, { name, two: [tensor, tensor], isOfGraph: true });
  for (const input of graph.inputs) {
    const live = liveInput(input, nodes, isPicture(input, nodes));
    values.set(input.name, live);
    builder.shapes.set(input.name, [null, ...live.stored]);
  }
  const valueOf = (name: string): Value | undefined => {
    if (name === '' || values.has(name)) return values.get(name);
    const maker = nodes.find(({ outputs }) => outputs.includes(name))!;
    throw attributesOf(maker).refusal(`does not give its output ${maker.outputs.indexOf(name)} here, which another operation takes; expected the first ones alone`); // prettier-ignore
  };
  const lower = (node: GraphNode): void => {
    const given = node.inputs.map(valueOf);
    const isKnown = given.every((value) => !value || isStatic(value));
    const parts = isKnown ? undefined : expanded(node, given.map(shapeOf));
    if (parts) {
      parts.forEach(lower);
      return;
    }
    const made = orRefusal(node, () => (isKnown ? folded(node, given) : stepsOf(node, given, builder)));
    node.outputs.forEach((name, i) => {
      if (name !== '' && made[i]) values.set(name, made[i]);
    });
  };
  nodes.forEach(lower);
  return values;
};

/**
 * The numbers of a graph's only output where they follow from the shapes of its inputs, whatever the number of images is; in a `tf.tidy`.
 *
 * @param graph - its inputs' shapes are known but for the batch
 * @param nodes - its nodes, in order
 * @param cache - keeps variants of weights
 */
export const knownIn = (graph: Graph, nodes: readonly GraphNode[], cache: WeightCache): readonly number[] | undefined => {
  try {
    const value = valuesOf(graph, nodes, newBuilder(cache, fixedBatchOf(graph))).get(graph.outputs[0].name);
    if (!value || !isStatic(value)) return undefined;
    const [two, three] = value.two.map(numbersOf);
    return two.length === three.length && two.every((number, i) => number === three[i]) ? two : undefined;
  } catch (reason) {
    if (reason instanceof NotPerImage) return undefined;
    throw reason;
  }
}; // prettier-ignore

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
  const builder = newBuilder(cache, fixedBatchOf(graph));
  let lowered!: LoweredGraph;
  tf.tidy(() => {
    const values = valuesOf(graph, nodes, builder);
    const liveOf = (name: string): Live => {
      const value = values.get(name);
      if (value && !isStatic(value)) return value;
      throw new NotPerImage(`the output "${name}" does not depend on the input`);
    };
    const [inputs, outputs] = [graph.inputs, graph.outputs].map((list) => list.map(({ name }) => liveOf(name)));
    lowered = { ...builder, inputs, outputs };
  });
  return lowered;
};
