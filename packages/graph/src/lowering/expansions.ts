import type { GraphNode } from '../graph.js';
import { expandedEinsum } from './expand-einsum.js';
import type { Part } from './part.js';
import { unrolled } from './unroll.js';
import type { OpenShape } from './value.js';

const recurrent = (node: GraphNode, [sequence]: readonly OpenShape[]): readonly Part[] =>
  unrolled(node, sequence[0] ?? 0);

/** Operations that stand for several others, by the shapes of their inputs. */
export const expansions: Readonly<Record<string, (node: GraphNode, shapes: readonly OpenShape[]) => readonly Part[]>> =
  {
    LSTM: recurrent,
    GRU: recurrent,
    RNN: recurrent,
    Einsum: expandedEinsum,
  };

/** The operations that one stands for; undefined where it stands for itself. */
export const expanded = (node: GraphNode, shapes: readonly OpenShape[]): readonly GraphNode[] | undefined =>
  Object.hasOwn(expansions, node.operation)
    ? expansions[node.operation](node, shapes).map((part) => ({ ...node, ...part }))
    : undefined;
