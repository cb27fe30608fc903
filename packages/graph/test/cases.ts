import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { GraphParts } from './graph-parts.js';
import { newerCases } from './newer-cases.js';

/** Makes the value of an operation. */
export type Make = (parts: GraphParts) => string;
/** A name, the shape of `x`, what is made of it; whether its derivative is 0 but where it jumps; whether relevance does not pass it. */
export type Case = readonly [name: string, shape: readonly (number | null)[], make: Make, kind?: 'steps' | 'no rule'];

const unary = (operation: string, attributes = {}): Case => [operation, [null, 4, 3], ({ node }) => node(operation, ['x'], attributes)]; // prettier-ignore
/** Sides of images by a seed, which a longer run by hand sets. */
const sides = random(Number(process.env['INTERP_SHAPES'] ?? 1));
const [rows, columns, places] = [5, 5, 7].map((least) => least + Math.floor(sides.uniform() * 4));
const image = [null, 4, rows, columns] as const;
const last = [null, rows, columns, 4] as const;
const signal = [null, 4, places] as const;
/** Few values, for of many two may be nearer to each other than differences are long. */
const small = [null, 3, 2, 3] as const;

/** Values from 1 to 3, for roots and logarithms. */
const positive = (operation: string, attributes = {}): Case => [
  operation,
  [null, 4, 3],
  ({ node, constant }) => node(operation, [node('Add', [node('Sigmoid', ['x']), constant(tf.scalar(1))])], attributes),
];

const reduced = (operation: string): Case[] => [
  [`${operation} of channels`, small, ({ node, whole }) => node(operation, ['x', whole([1])], { keepdims: 0 })],
  [`${operation} of places`, small, ({ node, whole }) => node(operation, ['x', whole([2, 3])])],
  [`${operation} of the last axis`, [null, 3, 5], ({ node }) => node(operation, ['x'], { axes: [-1], keepdims: 0 })],
];

/** Sequences of three places, through a recurrent operation of three units. */
const recurrent = (operation: string, gates: number, attributes = {}, directions = 1): Case => [
  operation,
  [null, 3, 2],
  ({ node, normal }) => {
    const weights = [
      normal([directions, 3 * gates, 2]),
      normal([directions, 3 * gates, 3]),
      normal([directions, 6 * gates]),
    ];
    const states = node(operation, [node('Transpose', ['x'], { perm: [1, 0, 2] }), ...weights], {
      hidden_size: 3,
      ...attributes,
    });
    return node('Transpose', [states], { perm: [2, 0, 1, 3] });
  },
];

/** Each operation in small. */
export const cases: readonly Case[] = [
  ...newerCases,
  recurrent('LSTM', 4),
  recurrent('GRU', 3, { linear_before_reset: 1 }),
  recurrent('RNN', 1, { direction: 'bidirectional' }, 2),
  ...['Relu', 'Relu6', 'Sigmoid', 'Tanh', 'Softplus', 'Exp', 'Abs', 'Erf', 'Sin', 'Cos', 'Softsign', 'Mish', 'HardSwish', 'Gelu', 'Swish', 'HardSigmoid', 'Elu', 'Celu', 'Selu', 'ThresholdedRelu', 'LeakyRelu', 'Neg', 'Identity', 'Softmax', 'LogSoftmax', 'Flatten', 'Dropout'].map((operation) => unary(operation)), // prettier-ignore
  ...['Sign', 'Floor', 'Ceil', 'Round'].map((operation): Case => [...unary(operation), 'steps'] as unknown as Case),
  unary('Gelu', { approximate: 'tanh' }),
  unary('Swish', { alpha: 1.7 }),
  unary('Elu', { alpha: 0.5 }),
  unary('Softmax', { axis: 1 }),
  unary('LogSoftmax', { axis: 1 }),
  unary('Transpose', { perm: [0, 2, 1] }),
  ...['Log', 'Sqrt', 'Reciprocal'].map((operation) => positive(operation)),
  ['PRelu', image, ({ node, normal }) => node('PRelu', [node('Conv', ['x', normal([4, 4, 1, 1])]), normal([4, 1, 1])])],
  ['Clip', [null, 5], ({ node, constant }) => node('Clip', ['x', constant(tf.scalar(-0.5)), constant(tf.scalar(1))])],
  ...['Add', 'Sub', 'Mul', 'Div'].flatMap((operation): Case[] => [
    [`${operation} with a constant`, [null, 3, 5], ({ node, constant }) => node(operation, ['x', constant(tf.tensor1d([1, -2, 3, 4, 5]))])],
    [`constant ${operation}`, [null, 3, 5], ({ node, normal, constant }) => node(operation, [normal([3, 1]), node('Add', [node('Sigmoid', ['x']), constant(tf.scalar(1))])])],
    [`${operation} of two`, image, ({ node, normal, constant }) => node(operation, [node('Conv', ['x', normal([4, 4, 1, 1])]), node('Add', [node('Sigmoid', [node('GlobalAveragePool', ['x'])]), constant(tf.scalar(1))])])],
  ]), // prettier-ignore
  ['Pow', [null, 5], ({ node, constant }) => node('Pow', ['x', constant(tf.scalar(3))])],
  ['Max', [null, 5], ({ node, normal }) => node('Max', ['x', node('MatMul', ['x', normal([5, 5])])])],
  ['Min with a number', [null, 5], ({ node, constant }) => node('Min', ['x', constant(tf.scalar(0.3))])],
  ['Sum', [null, 5], ({ node, normal }) => node('Sum', ['x', node('Tanh', ['x']), normal([5])])],
  ['Mean', [null, 5], ({ node, normal }) => node('Mean', ['x', node('Tanh', ['x']), normal([5])])],
  ['x times its sigmoid', [null, 5], ({ node }) => node('Mul', ['x', node('Sigmoid', ['x'])])],
  ['Conv', image, ({ node, normal }) => node('Conv', ['x', normal([5, 4, 3, 2]), normal([5])], { pads: [1, 0, 2, 1], strides: [2, 1] })],
  ['Conv, dilated', image, ({ node, normal }) => node('Conv', ['x', normal([5, 4, 3, 3])], { dilations: [2, 2], auto_pad: 'SAME_UPPER' })],
  ['Conv in groups', image, ({ node, normal }) => node('Conv', ['x', normal([6, 2, 3, 3])], { group: 2, pads: [1, 1, 1, 1] })],
  ['Conv by depth', image, ({ node, normal }) => node('Conv', ['x', normal([8, 1, 3, 3])], { group: 4, strides: [2, 2] })],
  ['Conv, channels last', last, ({ node, normal }) => node('Conv', ['x', normal([3, 3, 4, 5])], { channelsLast: true })],
  ['Conv of a signal', signal, ({ node, normal }) => node('Conv', ['x', normal([5, 4, 3]), normal([5])], { pads: [1, 1] })],
  ['Conv of a volume', [null, 2, 4, 4, 4], ({ node, normal }) => node('Conv', ['x', normal([3, 2, 3, 3, 3])])],
  ['ConvTranspose', image, ({ node, normal }) => node('ConvTranspose', ['x', normal([4, 3, 3, 3]), normal([3])], { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 0] })],
  ['ConvTranspose in groups', image, ({ node, normal }) => node('ConvTranspose', ['x', normal([4, 3, 3, 2])], { group: 2, strides: [2, 3] })],
  ['ConvTranspose of a signal', signal, ({ node, normal }) => node('ConvTranspose', ['x', normal([4, 3, 3])], { strides: [2] })],
  ['MaxPool', image, ({ node }) => node('MaxPool', ['x'], { kernel_shape: [3, 2], strides: [2, 2], pads: [1, 0, 1, 0] })],
  ['MaxPool, rounded up', image, ({ node }) => node('MaxPool', ['x'], { kernel_shape: [2, 3], strides: [2, 2], ceil_mode: 1 })],
  ['MaxPool of a signal', signal, ({ node }) => node('MaxPool', ['x'], { kernel_shape: [3], strides: [2] })],
  ['AveragePool', image, ({ node }) => node('AveragePool', ['x'], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })],
  ['AveragePool, padding counted', image, ({ node }) => node('AveragePool', ['x'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 })],
  ['AveragePool, rounded up', image, ({ node }) => node('AveragePool', ['x'], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 })],
  ['AdaptiveMaxPool', image, ({ node }) => node('AdaptiveMaxPool', ['x'], { output_size: [3, 4] })],
  ['AdaptiveMaxPool to more places', last, ({ node }) => node('AdaptiveMaxPool', ['x'], { output_size: [13, 2], channelsLast: true })],
  ['AdaptiveAveragePool', image, ({ node }) => node('AdaptiveAveragePool', ['x'], { output_size: [4, 3] })],
  ['AdaptiveAveragePool of a signal', signal, ({ node }) => node('AdaptiveAveragePool', ['x'], { output_size: [5] })],
  ['AdaptiveAveragePool of a volume', [null, 4, 3, 5, 2], ({ node }) => node('AdaptiveAveragePool', ['x'], { output_size: [3, 2, 4], channelsLast: true })],
  ['GlobalMaxPool', image, ({ node }) => node('GlobalMaxPool', ['x'])],
  ['GlobalAveragePool', signal, ({ node }) => node('GlobalAveragePool', ['x'])],
  ['BatchNormalization', image, ({ node, normal, constant }) => node('BatchNormalization', ['x', normal([4]), normal([4]), normal([4]), constant(tf.tensor1d([1, 2, 3, 4]))])],
  ['LayerNormalization', [null, 3, 5], ({ node, normal }) => node('LayerNormalization', ['x', normal([5]), normal([5])])],
  ['LayerNormalization from the first axis', [null, 3, 5], ({ node, normal }) => node('LayerNormalization', ['x', normal([3, 5])], { axis: 1 })],
  ['InstanceNormalization', image, ({ node, normal }) => node('InstanceNormalization', ['x', normal([4]), normal([4])])],
  ['GroupNormalization', image, ({ node, normal }) => node('GroupNormalization', ['x', normal([4]), normal([4])], { num_groups: 2 })],
  ['GroupNormalization, channels last', last, ({ node, normal }) => node('GroupNormalization', ['x', normal([4]), normal([4])], { num_groups: 2, channelsLast: true })],
  ['LRN', image, ({ node }) => node('LRN', ['x'], { size: 3, alpha: 0.3, beta: 0.75, bias: 1 })],
  ...['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL1', 'ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp'].flatMap(reduced),
  ['ReduceLogSum', [null, 4], ({ node, whole }) => node('ReduceLogSum', [node('Exp', ['x']), whole([1])])],
  ['ReduceProd', [null, 4], ({ node, whole }) => node('ReduceProd', ['x', whole([1])]), 'no rule'],
  ['Gemm', [null, 5], ({ node, normal }) => node('Gemm', ['x', normal([3, 5]), normal([3])], { transB: 1, alpha: 0.5, beta: 2 })],
  ['MatMul', [null, 3, 5], ({ node, normal }) => node('MatMul', ['x', normal([5, 2])])],
  ['MatMul from the left', [null, 3, 5], ({ node, normal }) => node('MatMul', [normal([2, 3]), 'x'])],
  ['MatMul of two', [null, 2, 3, 4], ({ node }) => node('MatMul', ['x', node('Transpose', ['x'], { perm: [0, 1, 3, 2] })])],
  ['Reshape', image, ({ node, whole }) => node('Reshape', ['x', whole([0, 2, 2, -1])])],
  ['Reshape that splits and joins', [null, 6, 4], ({ node, whole }) => node('Transpose', [node('Reshape', ['x', whole([0, 2, 3, -1])])], { perm: [0, 2, 1, 3] })],
  ['Reshape with the images inside', [null, 6, 4], ({ node, whole }) => node('Transpose', [node('Reshape', [node('Reshape', [node('Transpose', ['x'], { perm: [1, 0, 2] }), whole([-1, 4])]), whole([6, -1, 4])])], { perm: [1, 0, 2] })],
  ['Squeeze', [null, 3, 1], ({ node, whole }) => node('Squeeze', ['x', whole([2])])],
  ['Unsqueeze', [null, 3], ({ node, whole }) => node('Unsqueeze', ['x', whole([1, -1])])],
  ['Expand', [null, 1, 3], ({ node, whole }) => node('Expand', ['x', whole([1, 4, 3])])],
  ['Tile', [null, 2, 3], ({ node, whole }) => node('Tile', ['x', whole([1, 2, 2])])],
  ['Cast', [null, 2, 3], ({ node }) => node('Cast', ['x'], { to: 1 })],
  ['Pad', image, ({ node, whole, constant }) => node('Pad', ['x', whole([0, 0, 1, 2, 0, 1, 0, -1]), constant(tf.scalar(2))])],
  ...['reflect', 'edge', 'wrap'].map((mode): Case => [`Pad by ${mode}`, image, ({ node, whole }) => node('Pad', ['x', whole([0, 0, 1, 2, 0, 0, 2, 1])], { mode })]),
  ['Slice', image, ({ node, whole }) => node('Slice', ['x', whole([1, 5]), whole([3, -9]), whole([1, 2]), whole([1, -2])])],
  ['Split', image, ({ node }) => { const first = node('Split', ['x'], { axis: 1 }, 2); return node('Concat', [`${first}:1`, first], { axis: 2 }); }],
  ['Concat with constants', [null, 2, 3], ({ node, normal, whole }) => node('Concat', [node('Expand', [normal([1, 1, 3]), node('Concat', [node('Slice', [node('Shape', ['x']), whole([0]), whole([1])]), whole([1, 3])], { axis: 0 })]), 'x'], { axis: 1 })],
  ['Gather', image, ({ node, whole }) => node('Gather', ['x', whole([2, 0, 2])], { axis: 1 })],
  ['Gather of one', image, ({ node, constant }) => node('Gather', ['x', constant(tf.scalar(1, 'int32'))], { axis: 1 })],
  ['Where', [null, 4], ({ node, constant, normal }) => node('Where', [constant(tf.tensor1d([1, 0, 1, 0], 'bool')), 'x', normal([4])])],
  ['Resize, nearest', image, ({ node, constant }) => node('Resize', ['x', '', constant(tf.tensor1d([1, 1, 2, 1.5]))], { mode: 'nearest' })],
  ['Resize, linear', image, ({ node, whole }) => node('Resize', ['x', '', '', whole([10, 4])], { mode: 'linear', axes: [2, 3] })],
  ['Resize, cubic', image, ({ node, whole }) => node('Resize', ['x', '', '', whole([9, 9])], { mode: 'cubic', axes: [2, 3], coordinate_transformation_mode: 'align_corners' })],
  ['Upsample', image, ({ node, constant }) => node('Upsample', ['x', constant(tf.tensor1d([1, 1, 2, 2]))], { mode: 'nearest' })],
  ['DepthToSpace', image, ({ node }) => node('DepthToSpace', ['x'], { blocksize: 2, mode: 'CRD' })],
  ['SpaceToDepth', [null, 3, 4, 6], ({ node }) => node('SpaceToDepth', ['x'], { blocksize: 2 })],
  ...['Atan', 'Sinh', 'Cosh', 'Asinh'].map((operation) => unary(operation)),
  ['Acosh', [null, 4], ({ node, constant }) => node('Acosh', [node('Add', [node('Sigmoid', ['x']), constant(tf.scalar(1.5))])])],
  ...['Asin', 'Acos', 'Atanh'].map((operation): Case => [operation, [null, 4], ({ node, constant }) => node(operation, [node('Mul', [node('Tanh', ['x']), constant(tf.scalar(0.8))])])]),
  ['Pow of a constant', [null, 5], ({ node, constant }) => node('Pow', [constant(tf.scalar(1.7)), 'x'])],
  ['Pow of two', [null, 5], ({ node, constant }) => node('Pow', [node('Add', [node('Sigmoid', ['x']), constant(tf.scalar(1))]), 'x']), 'no rule'],
  ['Max with constants', [null, 3, 4], ({ node, normal }) => node('Max', ['x', normal([3, 1])])],
  ['Min with constants that are larger', [null, 1, 4], ({ node, normal }) => node('Min', ['x', normal([3, 1])])],
  ['Mod', [null, 4], ({ node, constant }) => node('Mod', ['x', constant(tf.scalar(0.7))], { fmod: 1 })],
  ['CumSum', [null, 3, 4], ({ node, constant }) => node('CumSum', ['x', constant(tf.scalar(1, 'int32'))])],
  ['CumSum from the end, without itself', [null, 4, 3], ({ node, constant }) => node('CumSum', ['x', constant(tf.scalar(-2, 'int32'))], { exclusive: 1, reverse: 1 })],
  ['Einsum of two', [null, 3, 4], ({ node }) => node('Einsum', ['x', node('Tanh', ['x'])], { equation: 'bij,bkj->bik' })],
  ['Einsum with weights of heads', [null, 3, 4], ({ node, normal }) => node('Einsum', ['x', normal([4, 2, 3])], { equation: '...f,fhd->...hd' })],
  ['Einsum that sums and outer products', [null, 3, 4], ({ node }) => node('Einsum', ['x', 'x'], { equation: 'bij, bkl -> bikl' })],
  ['Einsum over stacks', [null, 2, 3, 4], ({ node, normal }) => node('Einsum', ['x', normal([2, 4, 5])], { equation: 'bhij,hjk->bhik' })],
  ['MatMul by a stack', [null, 2, 3, 4], ({ node, normal }) => node('MatMul', ['x', normal([2, 4, 5])])],
  ['MatMul by a stack from the left', [null, 2, 3, 4], ({ node, normal }) => node('MatMul', [normal([1, 2, 5, 3]), 'x'])],
  ['GatherElements', [null, 3, 4], ({ node, constant, whole }) => node('GatherElements', ['x', node('Expand', [constant(tf.tensor3d([[[0, 2, -1]]], undefined, 'int32')), node('Concat', [node('Slice', [node('Shape', ['x']), whole([0]), whole([1])]), whole([3, 3])], { axis: 0 })])], { axis: 2 })],
  ['GatherElements by computed places', [null, 3, 4], ({ node, whole }) => { const best = node('TopK', ['x', whole([2])], { axis: 2 }, 2); return node('GatherElements', ['x', `${best}:1`], { axis: 2 }); }],
  ['GatherND with images last', [null, 3, 4], ({ node, constant }) => node('GatherND', [node('Transpose', ['x'], { perm: [1, 2, 0] }), constant(tf.tensor2d([[0, 1], [2, 3], [0, 1]], undefined, 'int32'))])],
  ['ScatterElements', [null, 3, 4], ({ node, constant, whole }) => { const first = node('Slice', ['x', whole([0]), whole([2]), whole([2])]); return node('ScatterElements', ['x', node('Expand', [constant(tf.tensor3d([[[3, 0]]], undefined, 'int32')), node('Shape', [first])]), node('Tanh', [first])], { axis: 2 }); }],
  ['ScatterElements of constants', [null, 4], ({ node, constant }) => node('Transpose', [node('ScatterND', [node('Transpose', ['x'], { perm: [1, 0] }), constant(tf.tensor2d([[1], [3]], undefined, 'int32')), node('Expand', [constant(tf.tensor2d([[5], [6]])), node('Concat', [node('Constant', [], { value_ints: [2] }), node('Slice', [node('Shape', ['x']), node('Constant', [], { value_ints: [0] }), node('Constant', [], { value_ints: [1] })])], { axis: 0 })])])], { perm: [1, 0] })],
  ['ScatterElements that adds', [null, 3, 4], ({ node, constant, whole }) => { const first = node('Slice', ['x', whole([0]), whole([2]), whole([2])]); return node('ScatterElements', ['x', node('Expand', [constant(tf.tensor3d([[[3, 3]]], undefined, 'int32')), node('Shape', [first])]), node('Tanh', [first])], { axis: 2, reduction: 'add' }); }],
  ['ScatterND', [null, 3, 4], ({ node, constant }) => node('ScatterND', [node('Transpose', ['x'], { perm: [1, 2, 0] }), constant(tf.tensor2d([[0, 1], [2, 3]], undefined, 'int32')), node('Transpose', [node('Tanh', [node('Slice', ['x', constant(tf.tensor1d([0], 'int32')), constant(tf.tensor1d([2], 'int32')), constant(tf.tensor1d([1], 'int32'))])]), ], { perm: [1, 2, 0] })].map((name, i) => (i === 2 ? node('Gather', [name, constant(tf.scalar(0, 'int32'))], { axis: 1 }) : name)))],
  ['Trilu', [null, 3, 4], ({ node, constant }) => node('Trilu', ['x', constant(tf.scalar(1, 'int32'))], { upper: 0 })],
  ['TopK', [null, 3, 5], ({ node, whole }) => node('TopK', ['x', whole([2])], { axis: -1 }, 2)],
  ['TopK of the smallest', [null, 5, 3], ({ node, whole }) => node('TopK', ['x', whole([2])], { axis: 1, largest: 0 }, 2)],
  ['Compress', [null, 3, 4], ({ node, constant }) => node('Compress', ['x', constant(tf.tensor1d([1, 0, 1], 'bool'))], { axis: 1 })],
  ['ReverseSequence', [null, 3, 4], ({ node, constant }) => node('ReverseSequence', [node('Transpose', ['x'], { perm: [2, 1, 0] }), constant(tf.tensor1d([2, 4, 1], 'int32'))], { time_axis: 0, batch_axis: 1 })],
  ['Where by what is computed', [null, 4], ({ node, constant }) => node('Where', [node('Greater', ['x', constant(tf.scalar(0.1))]), 'x', node('Tanh', ['x'])])],
  ['Where with a condition that is larger', [null, 1, 4], ({ node, constant, normal }) => node('Where', [constant(tf.tensor2d([[1], [0], [1]], undefined, 'bool')), 'x', normal([3, 4])])],
  ['times a question', [null, 5], ({ node, constant }) => node('Mul', ['x', node('Cast', [node('Less', ['x', constant(tf.scalar(0.3))])], { to: 1 })])],
  ['Concat with constants between', [null, 2, 3], ({ node, constant, normal }) => node('Concat', [normal([1, 1, 3]), 'x', normal([1, 2, 3]), node('Tanh', ['x']), normal([1, 1, 3])].map((name, i) => (i % 2 === 1 ? name : node('Expand', [name, node('Concat', [node('Slice', [node('Shape', ['x']), constant(tf.tensor1d([0], 'int32')), constant(tf.tensor1d([1], 'int32'))]), constant(tf.tensor1d([i === 2 ? 2 : 1, 3], 'int32'))], { axis: 0 })]))), { axis: 1 })],
  ['Conv of a volume, with everything', [null, 4, 4, 5, 5], ({ node, normal }) => node('Conv', ['x', normal([4, 2, 3, 2, 2]), normal([4])], { group: 2, strides: [2, 1, 2], dilations: [1, 2, 1], pads: [1, 0, 1, 1, 1, 0] })],
  ['ConvTranspose of a volume', [null, 2, 2, 3, 3], ({ node, normal }) => node('ConvTranspose', ['x', normal([2, 3, 3, 2, 2]), normal([3])], { strides: [2, 1, 2], pads: [1, 0, 0, 1, 0, 0], output_padding: [1, 0, 0] })],
  ['MaxPool of a volume', [null, 2, 4, 4, 4], ({ node }) => node('MaxPool', ['x'], { kernel_shape: [2, 2, 3], strides: [2, 1, 2], pads: [0, 1, 0, 0, 0, 1] })],
  ['MaxPool, dilated', image, ({ node }) => node('MaxPool', ['x'], { kernel_shape: [2, 2], dilations: [2, 3] })],
  ['AveragePool of a volume', [null, 2, 4, 4, 4], ({ node }) => node('AveragePool', ['x'], { kernel_shape: [3, 2, 2], strides: [2, 1, 2], pads: [1, 0, 0, 1, 0, 0] })],
  ['AveragePool, padding counted and rounded up', image, ({ node }) => node('AveragePool', ['x'], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1, ceil_mode: 1 })],
  ['GlobalAveragePool of a volume', [null, 2, 3, 3, 2], ({ node }) => node('GlobalAveragePool', ['x'])],
  ['GlobalMaxPool of a volume', [null, 2, 3, 3, 2], ({ node }) => node('GlobalMaxPool', ['x'])],
  ['Resize that smooths', image, ({ node, whole }) => node('Resize', ['x', '', '', whole([3, 4])], { mode: 'linear', axes: [2, 3], antialias: 1 })],
  ['EyeLike', [null, 3, 3], ({ node, constant }) => node('MatMul', ['x', node('EyeLike', [node('Squeeze', [node('Slice', [node('Tanh', [constant(tf.ones([1, 3, 3]))]), constant(tf.tensor1d([0], 'int32')), constant(tf.tensor1d([1], 'int32'))])], { axes: [0] })])])],
]; // prettier-ignore
