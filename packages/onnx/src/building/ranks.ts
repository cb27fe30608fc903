import type { GraphNode } from '@interp/graph';
import type { GraphBuilder } from './graph-builder.js';

type RankRule = (node: GraphNode, builder: GraphBuilder) => number | undefined;

const highest: RankRule = ({ inputs }, { rankOf }) => {
  const ranks = inputs.filter((input) => input !== '').map(rankOf);
  return ranks.includes(undefined) ? undefined : Math.max(...(ranks as number[]));
};

const fixed =
  (rank: number): RankRule =>
  () =>
    rank;

const lengthOf =
  (input: number): RankRule =>
  ({ inputs }, { constantOf }) =>
    constantOf(inputs[input])?.shape[0];

const afterReduce: RankRule = ({ inputs, attributes }, { rankOf, constantOf }) => {
  const rank = rankOf(inputs[0]);
  if (attributes['keepdims'] !== 0 || rank === undefined) return rank;
  const axes = constantOf(inputs[1] ?? '');
  return axes ? rank - (axes.shape[0] ?? 1) : 0;
};

const changedBy =
  (sign: 1 | -1): RankRule =>
  ({ inputs }, { rankOf, constantOf }) => {
    const rank = rankOf(inputs[0]);
    const axes = constantOf(inputs[1] ?? '');
    return rank === undefined || !axes ? undefined : rank + sign * (axes.shape[0] ?? 1);
  };

const ofMatMul: RankRule = ({ inputs }, { rankOf }) => {
  const [a, b] = [rankOf(inputs[0]), rankOf(inputs[1])];
  if (a === undefined || b === undefined) return undefined;
  return Math.max(a, b, 2) - (a === 1 ? 1 : 0) - (b === 1 ? 1 : 0);
};

const ofGather: RankRule = ({ inputs }, { rankOf }) => {
  const [of, by] = [rankOf(inputs[0]), rankOf(inputs[1])];
  return of === undefined || by === undefined ? undefined : of + by - 1;
};

const ofExpand: RankRule = (node, builder) => {
  const [own, asked] = [builder.rankOf(node.inputs[0]), lengthOf(1)(node, builder)];
  return own === undefined || asked === undefined ? undefined : Math.max(own, asked);
};

const rules: Readonly<Partial<Record<string, RankRule>>> = {
  ...Object.fromEntries(
    [
      'Add',
      'Sub',
      'Mul',
      'Div',
      'Pow',
      'Sum',
      'Mean',
      'Max',
      'Min',
      'Where',
      'Equal',
      'Less',
      'Greater',
      'Mod',
      'And',
      'Or',
    ].map((name) => [name, highest]),
  ),
  ...Object.fromEntries(
    ['Sum', 'Mean', 'Max', 'Min', 'Prod', 'L1', 'L2', 'LogSum', 'LogSumExp', 'SumSquare'].map((name) => [
      `Reduce${name}`,
      afterReduce,
    ]),
  ),
  ArgMax: (node, { rankOf }) => {
    const rank = rankOf(node.inputs[0]);
    return rank !== undefined && node.attributes['keepdims'] === 0 ? rank - 1 : rank;
  },
  Flatten: fixed(2),
  Gemm: fixed(2),
  Shape: fixed(1),
  Size: fixed(0),
  Range: fixed(1),
  MatMul: ofMatMul,
  Reshape: lengthOf(1),
  ConstantOfShape: lengthOf(0),
  Expand: ofExpand,
  Squeeze: changedBy(-1),
  Unsqueeze: changedBy(1),
  Gather: ofGather,
  Concat: highest,
  LSTM: fixed(4),
  GRU: fixed(4),
  RNN: fixed(4),
  NonZero: fixed(2),
  Einsum: () => undefined,
  OneHot: () => undefined,
  GatherND: () => undefined,
};

/**
 * How many axes the first output of an operation has, where that follows from what is known of its inputs. Old operators depend on it: axes that were counted
 * otherwise, softmax over several axes at once.
 */
export const rankAfter = (node: GraphNode, builder: GraphBuilder): number | undefined => {
  const rule = rules[node.operation];
  return rule ? rule(node, builder) : builder.rankOf(node.inputs[0]);
};
