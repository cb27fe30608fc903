import { InterpError, type Network } from '@interp/core';
import { shownValue, type Step } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { givenInputs } from './given-inputs.js';
import type { Graph, GraphNode } from './graph.js';
import { liveInput } from './lowering/live-input.js';
import { isInOrder, toLogical } from './lowering/stored.js';
import { plainRun } from './plain-run.js';

const shapesOf = (graph: Graph, run: (given: readonly tf.Tensor[]) => tf.Tensor[]): (number | null)[][] => {
  try {
    return tf
      .tidy(() => {
        const given = graph.inputs.map(({ shape, dtype }) =>
          tf.zeros(
            shape.map((size) => size ?? 1),
            dtype as 'float32',
          ),
        );
        return run(given).map((y) => ({ shape: y.shape }));
      })
      .map(({ shape }) => shape);
  } catch {
    return graph.outputs.map(() => []);
  }
};

/**
 * The network of a graph that cannot be told apart by images: it runs, and the tape differentiates it.
 *
 * @param graph - the graph
 * @param nodes - its nodes, in order
 * @param reason - why, a clause about an operation
 * @returns the network
 */
export const plainNetwork = (graph: Graph, nodes: readonly GraphNode[], reason: string): Network => {
  const run = plainRun(graph, nodes);
  const stored = graph.inputs.map((input) => (input.shape.length < 3 ? undefined : liveInput(input, nodes)));
  const isPicture = stored.map((input) => input !== undefined && !isInOrder(input));
  const ofPictures = (given: readonly tf.Tensor[]): tf.Tensor[] =>
    run(given.map((x, i) => (isPicture[i] ? toLogical(stored[i]!, x) : x)));
  const shapes = shapesOf(graph, run);
  const names = graph.outputs.map(({ name }) => name);
  const layer = { name: graph.name, type: 'Graph' };
  const step: Step = {
    operator: {
      kind: 'opaque',
      forward: (given) => tf.tidy(() => ofPictures(given)),
      refusal: `the graph ${shownValue(graph.name)} has no backward pass here: ${reason}; use a method that needs no layers`,
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
    run: (inputs) => Object.fromEntries(run(givenInputs(graph.inputs, inputs)).map((y, i) => [names[i], y])),
    scores: (x) => {
      if (graph.inputs.length > 1)
        throw new InterpError('unsupported-model', `the graph ${shownValue(graph.name)} has ${graph.inputs.length} inputs; expected one`); // prettier-ignore
      return tf.tidy(() => ofPictures([x])[0]);
    },
    layers: nodes.map(({ name, type }) => ({ name, type })),
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
    toOutputs: names.map(() => []),
  };
};
