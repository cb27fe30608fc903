import * as tf from '@tensorflow/tfjs-core';
import type { Case } from './cases.js';
import type { GraphParts } from './graph-parts.js';

/** What attention is given beside queries, keys and values. */
type More = 'mask' | 'boolean mask' | 'past' | 'lengths';

/** Queries, keys and values of `[batch, places, values]`, made of x. */
const attention = (
  name: string,
  attributes: Readonly<Record<string, number>>,
  [heads, keyHeads]: readonly [number, number],
  more?: More,
): Case => [
  `Attention, ${name}`,
  [null, 3, 4],
  ({ node, normal, constant }) => {
    const [q, k, v] = [4, (4 / heads) * keyHeads, 2 * keyHeads].map((units) =>
      node('MatMul', ['x', normal([4, units])]),
    );
    const rows = (x: string): string =>
      node('Transpose', [node('Reshape', [x], { shape: [0, 0, keyHeads, -1] })], { perm: [0, 2, 1, 3] });
    /** 2 for each image. */
    const lengths = (): string => {
      const isLarge = node('Greater', [node('ReduceSum', ['x'], { axes: [1], keepdims: 0 }), constant(tf.scalar(1e9))]);
      const none = node('Gather', [node('Cast', [isLarge], { to: 1 }), constant(tf.scalar(0, 'int32'))], { axis: 1 });
      return node('Add', [none, constant(tf.scalar(2))]);
    };
    const others: Readonly<Record<More, () => readonly string[]>> = {
      mask: () => [normal([3, 3])],
      'boolean mask': () => [constant(tf.tensor2d([1, 0, 1, 0, 0, 0, 1, 1, 0], [3, 3], 'bool'))],
      past: () => ['', rows(node('Tanh', [k])), rows(node('Tanh', [v]))],
      lengths: () => ['', '', '', lengths()],
    };
    return node('Attention', [q, k, v, ...(more ? others[more]() : [])], {
      q_num_heads: heads,
      kv_num_heads: keyHeads,
      ...attributes,
      ...(more === 'boolean mask' && { mask: 'boolean' }),
    });
  },
];

const linear = (rule: string): Case => [
  `LinearAttention, ${rule}`,
  [null, 3, 4],
  ({ node, normal }) => {
    const [q, k, v, decay, rate] = [4, 2, 3, 1, 1].map((units) =>
      node('Tanh', [node('MatMul', ['x', normal([4, units])])]),
    );
    return node('LinearAttention', [q, k, v, '', decay, node('Sigmoid', [rate])], {
      q_num_heads: 2,
      kv_num_heads: 1,
      update_rule: rule,
    });
  },
];

/** Places of a grid that lie well between those of the image, for the derivative jumps there. */
const grid = (n: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: n * 3 * 2 * 2 }, (_, i) => ((i * 7) % 12) / 5 - 1.13),
    [n, 3, 2, 2],
  );

const sampled = (attributes: Readonly<Record<string, string | number>>): Case => [
  `GridSample, ${Object.values(attributes).join(', ')}`,
  [null, 2, 4, 5],
  ({ node, constant }) => {
    const first = node('Slice', ['x'], { starts: [0], ends: [1], axes: [1] });
    const rows = node('Mul', [
      node('Reshape', [node('Slice', [first], { starts: [0, 0], ends: [3, 4], axes: [2, 3] })], {
        shape: [0, 3, 2, 2],
      }),
      constant(tf.scalar(0.003)),
    ]);
    return node('GridSample', ['x', node('Add', [rows, constant(grid(1))])], attributes);
  },
];

/** The number of images, as a list. */
const images = (node: GraphParts['node']): string => node('Slice', [node('Shape', ['x'])], { starts: [0], ends: [1] });

const signal = [null, 6, 1] as const;

/** Operations of newer opsets, samplings and transforms. */
export const newerCases: readonly Case[] = [
  attention('plain', {}, [2, 2]),
  attention('grouped heads, causal', { is_causal: 1 }, [2, 1]),
  attention('a mask that is added, a soft cap', { softcap: 1.5 }, [2, 2], 'mask'),
  attention('a boolean mask', { scale: 0.7 }, [2, 2], 'boolean mask'),
  attention('a window', { left_window_size: 1, right_window_size: 0 }, [1, 1]),
  attention('a past', { is_causal: 1 }, [2, 2], 'past'),
  attention('lengths', {}, [2, 2], 'lengths'),
  ['RotaryEmbedding', [null, 2, 3, 4], ({ node, normal }) => node('RotaryEmbedding', ['x', normal([1, 3, 2]), normal([1, 3, 2])])],
  ['RotaryEmbedding of pairs, of some values', [null, 3, 12], ({ node, normal, constant }) => node('RotaryEmbedding', ['x', normal([5, 2]), normal([5, 2]), constant(tf.tensor2d([[4, 0, 2]], undefined, 'int32'))], { num_heads: 2, interleaved: 1, rotary_embedding_dim: 4 })],
  ...['linear', 'gated', 'delta', 'gated_delta'].map(linear),
  ['CausalConvWithState', [null, 2, 5], ({ node, normal }) => node('CausalConvWithState', ['x', normal([2, 1, 3]), normal([2])], { activation: 'silu' })],
  ['ConvLSTM', [null, 3, 4, 2], ({ node, normal }) => node('ConvLSTM', ['x', normal([2, 2, 8]), normal([2, 2, 8]), normal([8])], { strides: [2], dilations: [1], auto_pad: 'SAME_UPPER', reverse: 1 })],
  ['TensorScatter', [null, 2, 4, 3], ({ node, constant }) => node('TensorScatter', ['x', node('Tanh', [node('Slice', ['x'], { starts: [0], ends: [2], axes: [2] })]), node('Expand', [constant(tf.tensor1d([1], 'int32')), images(node)])])],
  sampled({ align_corners: 1 }),
  sampled({ padding_mode: 'border' }),
  sampled({ padding_mode: 'reflection', align_corners: 1, mode: 'cubic' }),
  ['GridSample at constant places', [null, 2, 4, 5], ({ node, constant }) => node('GridSample', ['x', node('Expand', [constant(grid(1)), node('Concat', [images(node), node('Constant', [], { value_ints: [3, 2, 2] })], { axis: 0 })])], { mode: 'nearest' })],
  ['AffineGrid', [null, 2, 3], ({ node, whole }) => node('AffineGrid', ['x', node('Concat', [images(node), whole([1, 4, 3])], { axis: 0 })])],
  ['DFT', [null, 4, 5, 2], ({ node, constant }) => node('DFT', ['x', '', constant(tf.scalar(1, 'int32'))])],
  ['DFT of half, of more places', signal, ({ node, constant }) => node('DFT', ['x', constant(tf.scalar(8, 'int32')), constant(tf.scalar(-2, 'int32'))], { onesided: 1 })],
  ['DFT back', [null, 4, 2], ({ node, constant }) => node('DFT', ['x', '', constant(tf.scalar(1, 'int32'))], { inverse: 1, onesided: 1 })],
  ['STFT', signal, ({ node, constant, normal }) => node('STFT', ['x', constant(tf.scalar(2, 'int32')), normal([4])])],
  ['CumProd', [null, 3, 4], ({ node, constant }) => node('CumProd', ['x', constant(tf.scalar(1, 'int32'))], { exclusive: 1, reverse: 1 }), 'no rule'],
  ['FakeQuantize', [null, 3, 4], ({ node, constant }) => node('FakeQuantize', ['x', constant(tf.tensor1d([0.1, 0.2, 0.3])), constant(tf.tensor1d([0, 1, -1], 'int32'))], { axis: 1, lowest: -4, highest: 3 }), 'steps'],
]; // prettier-ignore
