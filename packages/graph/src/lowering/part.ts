import type { GraphNode } from '../graph.js';

/** One of the operations that another one stands for, whose name, type and layer it has. */
export type Part = Pick<GraphNode, 'operation' | 'inputs' | 'outputs' | 'attributes'>;
