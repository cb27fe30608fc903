import {
  checkedBy,
  checkFields,
  checkList,
  checkObject,
  InterpError,
  isInterpError,
  optionsTable,
  shownNames,
  shownValue,
} from '@interp/checks';
import type { Network } from '@interp/core';
import {
  asFloat,
  maxPoolingFirst,
  networkOfSteps,
  runFused,
  runSteps,
  stepGraphOf,
  WeightCache,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { boundInputs } from './bound-inputs.js';
import { checkedInputs } from './checked-inputs.js';
import type { Graph, GraphNode } from './graph.js';
import { lowerGraph, type LoweredGraph } from './lowering/lower-graph.js';
import { isInOrder, orderOf, toLogical, toStored } from './lowering/stored.js';
import { NotPerImage, openShape } from './lowering/value.js';
import { operationOf } from './operations/operations.js';
import { plainNetwork, tryPlainly } from './plain-network.js';
import { sortedNodes } from './sorted-nodes.js';

/** Options of {@link graphNetwork}. */
export interface GraphNetworkOptions {
  /**
   * Shapes of inputs by name, the batch first, for those that the graph leaves open. Sizes that the graph fixes must be the same; null leaves one
   * open, which only the batch may be.
   */
  readonly shapes?: Readonly<Record<string, readonly (number | null)[]>>;
  /** Names of the values that the network gives: some of the graph's outputs, or any values within it. Default the graph's outputs. */
  readonly outputs?: readonly string[];
}

/** Checks of {@link GraphNetworkOptions}. */
const graphNetworkOptions = optionsTable<GraphNetworkOptions>()({
  shapes: checkedBy<NonNullable<GraphNetworkOptions['shapes']>>((name, value) => {
    checkObject(name, value);
    const isShape = (shape: unknown): boolean =>
      Array.isArray(shape) && shape.every((size) => size === null || (Number.isInteger(size) && (size as number) > 0));
    const wrong = Object.entries(value as object).find(([, shape]) => !isShape(shape));
    if (wrong) throw new InterpError('bad-option', `${name} gives the input ${shownValue(wrong[0])} ${shownValue(wrong[1])}; expected a list of sizes, such as [null, 3, 224, 224]`); // prettier-ignore
  }),
  outputs: checkedBy<readonly string[]>((name, value) => {
    checkList(name, value);
    const all = Array.from(value as ArrayLike<unknown>);
    if (all.length === 0 || !all.every((one) => typeof one === 'string') || new Set(all).size < all.length)
      throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected names of values, each once`);
  }),
});

/** The graph with other values as its outputs. */
const withOutputs = (graph: Graph, names: readonly string[] | undefined): Graph => {
  if (!names) return graph;
  const known = new Set([...graph.outputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return { ...graph, outputs: names.map((name) => ({ name })) };
  throw new InterpError(
    'bad-option',
    `outputs names ${shownValue(unknown)}, which is no value of the graph; expected some of ${shownNames(graph.outputs.map(({ name }) => name))}, or values within it`,
  );
};

const checkKnown = (nodes: readonly GraphNode[]): void => {
  const unknown = nodes.filter(({ operation }) => !operationOf(operation));
  if (unknown.length === 0) return;
  const [{ name }] = unknown;
  const types = [...new Set(unknown.map(({ type }) => type))].slice(0, 5).join(', ');
  throw new InterpError(
    'unsupported-layer',
    `the graph has operations that are not known here: ${types}, as at ${shownValue(name)}; leave them out when exporting, or give a function that runs the model`,
  );
};

const ofLowered = (graph: Graph, lowered: LoweredGraph): Network => {
  const { inputs, outputs, shapes, layers, steps } = lowered;
  const isAlone = inputs.length === 1 && outputs.length === 1;
  const runAll = (given: readonly tf.Tensor[], made: Network): readonly tf.Tensor[] => {
    const batches = checkedInputs(graph.inputs, given);
    const stored = inputs.map((input, i) => asFloat(isInOrder(input) ? batches[i] : toStored(input, batches[i])));
    const values = isAlone
      ? runFused(maxPoolingFirst(stepGraphOf(made)), stored[0])
      : runSteps(made.steps, new Map(inputs.map(({ name }, i) => [name, stored[i]])));
    for (const after of made.toOutputs) runSteps(after, values);
    return outputs.map((output) => tf.clone(toLogical(output, values.get(output.name)!)));
  };
  const before = {
    steps,
    calls: [],
    shapes,
    valueOf: (name: string) => name,
    inputs: inputs.map(({ name }) => name),
    outputs: outputs.map(({ name }) => name),
    isMended: false,
  };
  const network: Network = networkOfSteps(before, {
    inputs: graph.inputs.map((input, i) => ({
      ...input,
      shape: [null, ...input.shape.slice(1)],
      ...(!isInOrder(inputs[i]) && { picture: [null, ...inputs[i].stored] }),
    })),
    outputs: outputs.map((output, i) => ({
      name: graph.outputs[i].name,
      shape: openShape(output),
      ...orderOf(output),
    })),
    layers,
    valuesPerImage: () => numbers,
    runAll,
  });
  const numbers = network.steps.reduce((sum, { outputs: [name] }) => sum + valuesIn(shapes.get(name)), 0);
  caches.register(network, lowered.cache);
  return network;
};

const caches = new FinalizationRegistry<WeightCache>((cache) => cache.dispose());

const valuesIn = (shape: readonly (number | null)[] = []): number =>
  shape.reduce<number>((all, size) => all * (size ?? 1), 1);

/**
 * The network of a graph of operations, for everything that takes one: classifiers, relevance, gradients, attacks, prototypes.
 *
 * What does not depend on the input is computed once. Images are stored with their channels last whatever the graph has, so a classifier of a graph over
 * NCHW images takes NHWC images; `run` takes and gives the graph's own order. A graph that cannot be told apart by images, because it sums over the
 * batch, for example, can run, and the tape differentiates it; `canWalk` is false of it.
 *
 * @param graph - the graph; its constants are borrowed as long as the network is used, and not changed
 * @param options - shapes that the graph leaves open, and which values are wanted
 * @returns the network
 * @throws InterpError `unsupported-layer`, naming the operation and its type, where one is not known or has attributes that are not supported;
 *   `unsupported-model` for a circle, a value that nothing makes, or no output; `bad-option` where a size but the batch stays open
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { graphNetwork } from '@interp/graph';
 *
 * const network = graphNetwork({
 *   name: 'two units',
 *   inputs: [{ name: 'x', shape: [null, 3], dtype: 'float32' }],
 *   outputs: [{ name: 'y' }],
 *   nodes: [{ name: 'dense', type: 'MatMul', operation: 'MatMul', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
 *   constants: new Map([['w', tf.ones([3, 2])]]),
 * });
 * console.log(network.run(tf.ones([1, 3])).y.dataSync()); // Float32Array(2) [ 3, 3 ]
 * ```
 */
export const graphNetwork = (graph: Graph, options: GraphNetworkOptions = {}): Network => {
  checkFields('the graph', graph, { nodes: 'list', inputs: 'list', outputs: 'list' });
  const { shapes, outputs } = graphNetworkOptions.withDefaults(options);
  const wanted = withOutputs(graph, outputs);
  const nodes = sortedNodes(wanted);
  checkKnown(nodes);
  const bound: Graph = { ...wanted, inputs: boundInputs(wanted, shapes) };
  const cache = new WeightCache();
  try {
    return ofLowered(bound, lowerGraph(bound, nodes, cache));
  } catch (reason) {
    cache.dispose();
    const isMixed = reason instanceof NotPerImage;
    // What a graph does to as many images as it is made for may be impossible for others.
    const isForSome = isInterpError(reason) && bound.inputs.every(({ shape }) => shape[0] !== null);
    if (!isMixed && !isForSome) throw reason;
    const trial = tryPlainly(bound, nodes);
    if (!isMixed && !trial.runs) throw reason;
    return plainNetwork(bound, nodes, trial, reason.message);
  }
};
