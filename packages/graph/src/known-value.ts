import { WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { boundInputs } from './bound-inputs.js';
import type { Graph } from './graph.js';
import { knownIn } from './lowering/lower-graph.js';
import { sortedNodes } from './sorted-nodes.js';

/**
 * The numbers of a value that follows from the shapes of a graph's inputs and its constants alone: those that conditions and sizes are computed of.
 *
 * @param graph - the graph, whose only output is the value; sizes of inputs are known but for the batch
 * @returns the numbers; undefined where they depend on what is given, or on how many images are
 * @throws InterpError as {@link graphNetwork}
 */
export const knownValue = (graph: Graph): readonly number[] | undefined => {
  const bound: Graph = { ...graph, inputs: boundInputs(graph) };
  const cache = new WeightCache();
  try {
    let numbers: readonly number[] | undefined;
    tf.tidy(() => {
      numbers = knownIn(bound, sortedNodes(bound), cache);
    });
    return numbers;
  } finally {
    cache.dispose();
  }
};
