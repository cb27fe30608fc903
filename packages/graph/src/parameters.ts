import { checkFields } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';
import type { Graph } from './graph.js';

/**
 * How many weights each layer of a graph has, which is an operation where nothing else is said of it: the numbers of the constants that it takes, but for whole ones and single ones without a shape, as the 2 of a square. One that several take counts where it
 * is taken first.
 *
 * @param graph - its operations and constants
 * @returns numbers of weights by the names of layers; those without any are left out
 */
export const parametersOf = (graph: Pick<Graph, 'nodes' | 'constants'>): ReadonlyMap<string, number> => {
  checkFields('the graph', graph, { nodes: 'list', constants: 'object' });
  const { nodes, constants } = graph;
  const counted = new Set<tf.Tensor>();
  const counts = new Map<string, number>();
  for (const { name, layer = name, inputs } of nodes)
    for (const input of inputs) {
      const tensor = constants.get(input);
      if (!tensor || counted.has(tensor) || tensor.dtype !== 'float32' || tensor.rank === 0) continue;
      counted.add(tensor);
      counts.set(layer, (counts.get(layer) ?? 0) + tensor.size);
    }
  return counts;
};
