import { isInterpError, plainText } from '@interp/checks';
import type { WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from '../attributes.js';
import type { Graph, GraphNode } from '../graph.js';
import { operationOf } from '../operations/operations.js';
import { asFunction, asFunctionOfOne } from './as-function.js';
import { type LayerList, layerList } from '../layer-list.js';
import { notGiven } from '../not-given.js';
import { expanded } from './expansions.js';
import { liveInput } from './live-input.js';
import { imagesFirst, ofOneImage } from './one-image.js';
import { type Builder, newBuilder, type Site, siteOf } from './site.js';
import {
  batchAxis,
  isStatic,
  type KnownValue,
  type Live,
  NotPerImage,
  numbersOf,
  type OpenShape,
  openShape,
  type Static,
  type Value,
} from './value.js';

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

/** How a value is prepared for an operation. */
type Prepare = (site: Site, value: Live) => Live;

const asGiven: Prepare = (_, value) => value;

/**
 * What an operation makes of a node; one that has no steps for what it is given runs as a function, where that gives one value for each image. In a graph
 * that is made for one image, an operation that does something else with the axis of the images is done to each image by itself.
 */
const stepsOf = (node: GraphNode, given: readonly (Value | undefined)[], builder: Builder): readonly Value[] => {
  const isForOne = builder.fixedBatch === 1;
  const operation = operationOf(node.operation)!;
  const asSteps = (site: Site): readonly Value[] => operation.lower!(site);
  const run = (site: Site): readonly Value[] => asFunction(site, operation);
  const prepared = isForOne ? [asGiven, ofOneImage, imagesFirst] : [asGiven];
  const ways = [
    ...(operation.lower ? prepared.map((prepare) => [asSteps, prepare] as const) : []),
    [run, asGiven] as const,
    ...(isForOne
      ? [[run, imagesFirst] as const, [(site: Site) => asFunctionOfOne(site, operation), asGiven] as const]
      : []),
  ];
  const reasons: unknown[] = [];
  for (const [work, prepare] of ways) {
    const [steps, arranged] = [builder.steps.length, builder.arranged.size];
    const inputs = [...given];
    const site = siteOf(attributesOf(node), inputs, builder);
    try {
      given.forEach((value, i) => value && !isStatic(value) && (inputs[i] = prepare(site, value)));
      return work(site);
    } catch (reason) {
      reasons.push(reason);
      const isExpected = isInterpError(reason) || (isForOne && reason instanceof NotPerImage);
      if (reasons.length === 1 && !isExpected) throw reason;
      for (const { outputs } of builder.steps.splice(steps)) builder.makers.delete(outputs[0]);
      for (const key of [...builder.arranged.keys()].slice(arranged)) builder.arranged.delete(key);
    }
  }
  throw reasons.find((reason) => reason instanceof NotPerImage) ?? reasons[0];
};

/** The shape of a value for people, without the batch: in its own order, but that of images and volumes with their channels last. */
const shownShape = (value: Value | undefined): readonly number[] | undefined => {
  if (!value || isStatic(value)) return undefined;
  const { stored, axes } = value;
  const [batch, ...order] = axes.map((parts) => (parts.length === 1 ? parts[0] : -1));
  const isImage = order.length > 2 && order.every((axis, i) => axis === (i === 0 ? order.length : i));
  return batch !== 0 || isImage || order.includes(-1) ? stored : order.map((axis) => stored[axis - 1]);
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

/** An output with the images on its first axis: that of length 1 for one image, or else one before all others. */
const outputOf = (value: Live, builder: Builder): Live => {
  const { name, type } = builder.makers.get(value.name)?.layer ?? { name: value.name, type: 'Identity' };
  const node = { name, type, operation: 'Identity', inputs: [value.name], outputs: [`${value.name}:output`], attributes: {} }; // prettier-ignore
  try {
    return imagesFirst(siteOf(attributesOf(node), [value], builder), value);
  } catch (reason) {
    if (!(reason instanceof NotPerImage) || batchAxis(value) >= 0) throw reason;
    return { ...value, axes: [[0], ...value.axes] };
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

/** The values of a graph as its operations make them, in a `tf.tidy`. */
const valuesOf = (
  graph: Graph,
  nodes: readonly GraphNode[],
  builder: Builder,
): { readonly values: ReadonlyMap<string, Value>; readonly layers: LayerList } => {
  const values = new Map<string, Value>();
  for (const [name, tensor] of graph.constants) values.set(name, { name, two: [tensor, tensor], isOfGraph: true });
  const inputs = graph.inputs.map((input) => liveInput(input, nodes));
  for (const input of inputs) {
    values.set(input.name, input);
    builder.shapes.set(input.name, [null, ...input.stored]);
  }
  const layers = layerList(inputs);
  const valueOf = (name: string): Value | undefined => {
    if (name === '' || values.has(name)) return values.get(name);
    throw notGiven(nodes, name);
  };
  const lower = (node: GraphNode): void => {
    const given = node.inputs.map(valueOf);
    const isKnown = given.every((value) => !value || isStatic(value));
    const parts = isKnown ? undefined : expanded(node, given.map(shapeOf));
    if (parts) {
      parts.forEach(lower);
      const output = values.get(node.outputs.find((name) => name !== '')!);
      layers.add({ ...node, inputs: [] }, { output: storedOf(output), shown: shownShape(output), input: undefined, weight: undefined, channelsFirst: false }); // prettier-ignore
      return;
    }
    const steps = builder.steps.length;
    const made = orRefusal(node, () => (isKnown ? folded(node, given) : stepsOf(node, given, builder)));
    if (!isKnown) {
      const live = made.map((value) => value && !isStatic(value));
      const outputs = node.outputs.filter((_, i) => live[i]);
      const first = made[live.indexOf(true)];
      const output = builder.steps.length > steps ? storedOf(first) : undefined;
      const weight = (given[0] && weightOf(given[0])) ?? (given[1] && weightOf(given[1]));
      layers.add({ ...node, outputs }, { output, shown: shownShape(first), input: storedOf(given[0]), weight, channelsFirst: false }); // prettier-ignore
    }
    node.outputs.forEach((name, i) => {
      if (name !== '' && made[i]) values.set(name, made[i]);
    });
  };
  nodes.forEach(lower);
  return { values, layers };
};

/**
 * The value of a graph's only output where it follows from the shapes of its inputs, whatever the number of images is; in a `tf.tidy`.
 *
 * @param graph - its inputs' shapes are known but for the batch
 * @param nodes - its nodes, in order
 * @param cache - keeps variants of weights
 */
export const knownIn = (graph: Graph, nodes: readonly GraphNode[], cache: WeightCache): KnownValue | undefined => {
  try {
    const value = valuesOf(graph, nodes, newBuilder(cache, fixedBatchOf(graph))).values.get(graph.outputs[0].name);
    if (!value || !isStatic(value)) return undefined;
    const [two, three] = value.two.map(numbersOf);
    const [{ shape, dtype }] = value.two;
    const isSame = two.length === three.length && two.every((number, i) => Object.is(number, three[i]));
    return isSame && shape.join() === value.two[1].shape.join() ? { shape, dtype: dtype as 'int32', values: two } : undefined;
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
    const { values, layers } = valuesOf(graph, nodes, builder);
    const liveOf = (name: string): Live => {
      const value = values.get(name);
      if (value && !isStatic(value)) return value;
      if (!value) throw notGiven(nodes, name);
      throw new NotPerImage(`the output "${name}" does not depend on the input`);
    };
    const inputs = graph.inputs.map(({ name }) => liveOf(name));
    const outputs = graph.outputs.map(({ name }) => builder.fixedBatch === 1 ? outputOf(liveOf(name), builder) : liveOf(name)); // prettier-ignore
    lowered = { ...builder, inputs, outputs, layers: layers.all() };
  });
  return lowered;
};
