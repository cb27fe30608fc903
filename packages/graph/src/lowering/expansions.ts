import { attributesOf } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { expandedAttention, expandedRotary } from './expand-attention.js';
import { expandedEinsum } from './expand-einsum.js';
import { expandedCausalConvolution, expandedConvLstm, expandedLinearAttention } from './expand-recurrences.js';
import type { Part } from './part.js';
import { unrolled } from './unroll.js';
import type { OpenShape } from './value.js';

/** How an operation stands for several others, and how many inputs it has at least. */
interface Expansion {
  readonly inputs: number;
  readonly expand: (node: GraphNode, shapes: readonly OpenShape[]) => readonly Part[];
}

const recurrent: Expansion = { inputs: 3, expand: unrolled };

/** Operations that stand for several others, by the shapes of their inputs. */
export const expansions: Readonly<Record<string, Expansion>> = {
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
  Einsum: { inputs: 1, expand: expandedEinsum },
  Attention: { inputs: 3, expand: expandedAttention },
  RotaryEmbedding: { inputs: 3, expand: expandedRotary },
  LinearAttention: { inputs: 3, expand: expandedLinearAttention },
  ConvLSTM: { inputs: 3, expand: expandedConvLstm },
  CausalConvWithState: { inputs: 2, expand: expandedCausalConvolution },
};

/** The operations that one stands for; undefined where it stands for itself. */
export const expanded = (node: GraphNode, shapes: readonly OpenShape[]): readonly GraphNode[] | undefined => {
  if (!Object.hasOwn(expansions, node.operation)) return undefined;
  const { inputs, expand } = expansions[node.operation];
  const given = node.inputs.slice(0, inputs).filter((name) => name !== '').length;
  if (given < inputs || node.outputs.every((name) => name === ''))
    throw attributesOf(node).refusal(`has ${given} of its first ${inputs} inputs, or no output; expected all of them`);
  return expand(node, shapes).map((part) => ({ ...node, ...part }));
};
