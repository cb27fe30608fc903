import { InterpError, type Network } from '@interp/core';
import { shownValue, type Step } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { givenInputs } from './given-inputs.js';
import type { Graph, GraphNode } from './graph.js';
import { plainRun } from './plain-run.js';

/** What a graph gives for zeros, in a `tf.tidy`. */
const ofZeros = (graph: Graph, run: (given: readonly tf.Tensor[]) => tf.Tensor[]): tf.Tensor[] =>
  run(graph.inputs.map(({ shape, dtype }) => tf.zeros(shape.map((size) => size ?? 1), dtype as 'float32'))); // prettier-ignore

/** Whether a graph runs as its operations say, over as many images as it is made for. */
export const canRun = (graph: Graph, nodes: readonly GraphNode[]): boolean => {
  try {
    tf.tidy(() => {
      ofZeros(graph, plainRun(graph, nodes));
    });
    return true;
  } catch {
    return false;
  }
};

const shapesOf = (graph: Graph, run: (given: readonly tf.Tensor[]) => tf.Tensor[]): (number | null)[][] => {
  try {
    return tf
      .tidy(() => {
        return ofZeros(graph, run).map((y) => ({ shape: y.shape }));
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
  const shapes = shapesOf(graph, run);
  const names = graph.outputs.map(({ name }) => name);
  const layer = { name: graph.name, type: 'Graph' };
  const step: Step = {
    operator: {
      kind: 'opaque',
      forward: run,
      refusal: `the graph ${shownValue(graph.name)} has no backward pass here: ${reason}; use a method that needs no layers`,
    },
    inputs: graph.inputs.map(({ name }) => name),
    outputs: names,
    layer,
  };
  return {
    inputs: graph.inputs,
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
      return tf.tidy(() => run([x])[0]);
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
