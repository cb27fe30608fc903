export type { Attribute, Graph, GraphInput, GraphNode } from './graph.js';
export { knownValue } from './known-value.js';
export type { KnownValue } from './lowering/value.js';
export { graphNetwork, type GraphNetworkOptions } from './graph-network.js';
export { graphModelNetwork, graphOfModel, type GraphModelSource } from './graph-model/graph-model-network.js';
export { parametersOf } from './parameters.js';
