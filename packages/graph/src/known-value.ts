import { checkFields } from '@interp/checks';
import { WeightCache } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { boundInputs } from './bound-inputs.js';
import type { Graph } from './graph.js';
import { knownIn } from './lowering/lower-graph.js';
import type { KnownValue } from './lowering/value.js';
import { sortedNodes } from './sorted-nodes.js';

/**
 * A value that follows from the shapes of a graph's inputs and its constants alone: one that conditions and sizes are computed of.
 *
 * @param graph - the graph, whose only output is the value; sizes of inputs are known but for the batch
 * @returns the value; undefined where it depends on what is given, or on how many images are
 * @throws InterpError as {@link graphNetwork}
 */
export const knownValue = (graph: Graph): KnownValue | undefined => {
  checkFields('the graph', graph, { nodes: 'list', inputs: 'list', outputs: 'list' });
  const bound: Graph = { ...graph, inputs: boundInputs(graph) };
  const cache = new WeightCache();
  try {
    let known: KnownValue | undefined;
    tf.tidy(() => {
      known = knownIn(bound, sortedNodes(bound), cache);
    });
    return known;
  } finally {
    cache.dispose();
  }
};
