import { InterpError, shownValue } from '@interp/checks';
import type { Network } from '@interp/core';
import { batchesOf, type LayerUse, type Step } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkedInputs } from './checked-inputs.js';
import type { Graph, GraphNode } from './graph.js';
import { layerList } from './layer-list.js';
import { liveInput } from './lowering/live-input.js';
import { isInOrder, toLogical } from './lowering/stored.js';
import { plainRun } from './plain-run.js';

const sized = (shape: readonly (number | null)[]): number[] => shape.map((size) => size ?? 1);

/** Batches of zeros, of as many images as a graph is made for. */
const zeros = ({ inputs }: Graph): tf.Tensor[] =>
  inputs.map(({ shape, dtype }) => tf.zeros(sized(shape), dtype as 'float32'));

/** What a run of a graph on zeros shows. */
export interface PlainTrial {
  /** Runs the graph as its operations say. */
  readonly run: ReturnType<typeof plainRun>;
  /** Whether it runs on zeros, over as many images as it is made for. */
  readonly runs: boolean;
  /** Shapes of its outputs; empty ones where it does not run on zeros. */
  readonly shapes: readonly (readonly (number | null)[])[];
  /** Its layers, with their shapes as far as it runs. */
  readonly layers: readonly LayerUse[];
}

/**
 * Runs a graph on zeros, operation by operation.
 *
 * @param graph - the graph
 * @param nodes - its nodes, in order
 * @returns what is seen
 */
export const tryPlainly = (graph: Graph, nodes: readonly GraphNode[]): PlainTrial => {
  const run = plainRun(graph, nodes);
  const seen = new Map<string, readonly number[]>(graph.inputs.map(({ name, shape }) => [name, sized(shape)]));
  let outputs: readonly number[][] | undefined;
  try {
    tf.tidy(() => {
      const see = ({ outputs: [name] }: GraphNode, [first]: readonly tf.Tensor[]): void => {
        if (first) seen.set(name, first.shape);
      };
      outputs = run(zeros(graph), see).map((y) => y.shape);
    });
  } catch {
    // It may want other values than zeros; what was seen is kept.
  }
  const layers = layerList(graph.inputs);
  const live = new Set(graph.inputs.map(({ name }) => name));
  for (const node of nodes) {
    if (!node.inputs.some((name) => live.has(name))) continue;
    for (const name of node.outputs) if (name !== '') live.add(name);
    const [first, second] = node.inputs;
    layers.add(node, {
      output: seen.get(node.outputs[0])?.slice(1) ?? [],
      input: seen.get(first)?.slice(1),
      weight: (graph.constants.get(first) ?? graph.constants.get(second))?.shape,
      channelsFirst: /Conv/.test(node.operation) && node.attributes['channelsLast'] !== true,
    });
  }
  return { run, runs: outputs !== undefined, shapes: outputs ?? graph.outputs.map(() => []), layers: layers.all() };
};

/**
 * The network of a graph that cannot be told apart by images: it runs, and the tape differentiates it.
 *
 * @param graph - the graph
 * @param nodes - its nodes, in order
 * @param trial - a run of it on zeros
 * @param reason - why it cannot be told apart, a clause about an operation
 * @returns the network
 */
export const plainNetwork = (
  graph: Graph,
  nodes: readonly GraphNode[],
  { run, shapes, layers }: PlainTrial,
  reason: string,
): Network => {
  const stored = graph.inputs.map((input) => (input.shape.length < 3 ? undefined : liveInput(input, nodes)));
  const isPicture = stored.map((input) => input !== undefined && !isInOrder(input));
  const ofPictures = (given: readonly tf.Tensor[]): tf.Tensor[] =>
    run(given.map((x, i) => (isPicture[i] ? toLogical(stored[i]!, x) : x)));
  const names = graph.outputs.map(({ name }) => name);
  const layer = { name: graph.name, type: 'Graph' };
  const step: Step = {
    operator: {
      kind: 'opaque',
      forward: (given) => tf.tidy(() => ofPictures(given)),
      refusal: `the graph ${shownValue(graph.name)} has no backward pass here: ${reason}; use a method that needs no layers, or a model that is exported for one image`,
    },
    inputs: graph.inputs.map(({ name }) => name),
    outputs: names,
    layer,
  };
  return {
    inputs: graph.inputs.map((input, i) => ({
      ...input,
      ...(isPicture[i] && { picture: [input.shape[0], ...stored[i]!.stored] }),
    })),
    outputs: names.map((name, i) => ({
      name,
      shape: shapes[i],
      scores: 'identity',
      probabilities: shapes[i].length === 2 && shapes[i][1] !== 1 ? 'softmax' : 'none',
    })),
    run: (inputs) =>
      Object.fromEntries(run(checkedInputs(graph.inputs, batchesOf(step.inputs, inputs))).map((y, i) => [names[i], y])),
    scores: (x) => {
      if (graph.inputs.length > 1)
        throw new InterpError('unsupported-model', `the graph ${shownValue(graph.name)} has ${graph.inputs.length} inputs; expected one`); // prettier-ignore
      return tf.tidy(() => ofPictures([x])[0]);
    },
    layers,
    lowered: {
      steps: [step],
      calls: [],
      valueOf: (name) => name,
      inputs: step.inputs,
      outputs: names,
      isMended: false,
    },
    steps: [step],
    ends: names,
    valuesPerImage: () => 1,
    toOutputs: names.map(() => []),
  };
};
