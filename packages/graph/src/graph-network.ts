import { InterpError, type Network } from '@interp/core';
import type { Graph } from './graph.js';

/** Options of {@link graphNetwork}. */
export interface GraphNetworkOptions {
  /** Shapes of inputs by name, batch first, for those that the graph leaves open; null stays open, which only the batch may. */
  readonly shapes?: Readonly<Record<string, readonly (number | null)[]>>;
}

/**
 * The network of a graph of operations.
 *
 * @param graph - the graph; borrowed
 * @param options - shapes that the graph leaves open
 * @returns the network
 * @throws InterpError `unsupported-layer`, naming the operation and its type, where one is not supported
 */
export const graphNetwork = (graph: Graph, options: GraphNetworkOptions = {}): Network => {
  const [unknown] = graph.nodes;
  throw new InterpError(
    'unsupported-layer',
    `the operation "${unknown?.name ?? ''}" of type ${unknown?.type ?? ''} is not supported, with ${Object.keys(options).length} options`,
  );
};
