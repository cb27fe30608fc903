import { startBackend } from '@interp/backend';
import { canWalk, trace, backward } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { graphNetwork } from '../src/index.js';
import { operationNames } from '../src/operations/operations.js';
import { plainRun } from '../src/plain-run.js';
import { sortedNodes } from '../src/sorted-nodes.js';
import { type GraphParts, graphOf, normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('cpu');
});

type Make = (parts: GraphParts) => string;
type Case = readonly [name: string, shape: readonly (number | null)[], make: Make, isRough?: boolean];

const unary = (operation: string, attributes = {}): Case => [operation, [null, 4, 3], ({ node }) => node(operation, ['x'], attributes)]; // prettier-ignore
const image = [null, 4, 7, 6] as const;
const last = [null, 7, 6, 4] as const;
const signal = [null, 4, 9] as const;
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

const cases: readonly Case[] = [
  recurrent('LSTM', 4),
  recurrent('GRU', 3, { linear_before_reset: 1 }),
  recurrent('RNN', 1, { direction: 'bidirectional' }, 2),
  ...['Relu', 'Relu6', 'Sigmoid', 'Tanh', 'Softplus', 'Exp', 'Abs', 'Erf', 'Sin', 'Cos', 'Softsign', 'Mish', 'HardSwish', 'Gelu', 'Swish', 'HardSigmoid', 'Elu', 'Celu', 'Selu', 'ThresholdedRelu', 'LeakyRelu', 'Neg', 'Identity', 'Softmax', 'LogSoftmax', 'Flatten', 'Dropout'].map((operation) => unary(operation)), // prettier-ignore
  ...['Sign', 'Floor', 'Ceil', 'Round'].map((operation): Case => [...unary(operation), true] as unknown as Case),
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
  ['ReduceProd', [null, 4], ({ node, whole }) => node('ReduceProd', ['x', whole([1])])],
  ['Gemm', [null, 5], ({ node, normal }) => node('Gemm', ['x', normal([3, 5]), normal([3])], { transB: 1, alpha: 0.5, beta: 2 })],
  ['MatMul', [null, 3, 5], ({ node, normal }) => node('MatMul', ['x', normal([5, 2])])],
  ['MatMul from the left', [null, 3, 5], ({ node, normal }) => node('MatMul', [normal([2, 3]), 'x'])],
  ['MatMul of two', [null, 2, 3, 4], ({ node }) => node('MatMul', ['x', node('Transpose', ['x'], { perm: [0, 1, 3, 2] })])],
  ['Reshape', image, ({ node, whole }) => node('Reshape', ['x', whole([0, 2, 2, 42])])],
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
  ['TopK', [null, 5, 3], ({ node, whole }) => node('TopK', ['x', whole([2])], { axis: 1 }, 2)],
  ['TopK, the smallest', [null, 6], ({ node, whole }) => node('TopK', ['x', whole([4])], { largest: 0 }, 2)],
  ['SpaceToDepth', [null, 3, 4, 6], ({ node }) => node('SpaceToDepth', ['x'], { blocksize: 2 })],
]; // prettier-ignore

const largest = (x: tf.Tensor): number => tf.max(tf.abs(x)).dataSync()[0];

test.each(cases as [string, readonly (number | null)[], Make, boolean?][])(
  '%s: the same as one by one, for any number of images, and the gradient of differences',
  (_, shape, make, isRough = false) => {
    const parts = graphOf(shape);
    const graph = parts.to(make(parts));
    tf.tidy(() => {
      const network = graphNetwork(graph);
      expect(canWalk(network)).toBe(true);
      const run = plainRun(graph, sortedNodes(graph));
      for (const n of [1, 3]) {
        const x = normals([n, ...shape.slice(1)] as number[], 7 + n);
        const [expected] = run([x]);
        const [found] = Object.values(network.run(x));
        expect(found.shape).toEqual(expected.shape);
        expect(network.outputs[0].shape.slice(1)).toEqual(expected.shape.slice(1));
        expect(largest(tf.sub(found, expected))).toBeLessThan(1e-5 * Math.max(1, largest(expected)));
      }
      if (isRough) return;
      const stored = (network.inputs[0].picture ?? network.inputs[0].shape).slice(1) as number[];
      const x = normals([2, ...stored], 23);
      const steps = trace(network, x);
      const start = normals(steps.output.shape, 4);
      const gradient = backward(steps, start);
      const direction = normals(x.shape, 5);
      const score = (h: number): number => {
        const y = trace(network, tf.add(x, tf.mul(direction, h))).output;
        return tf.sum(tf.mul(y, start)).dataSync()[0];
      };
      const slope = (score(2e-4) - score(-2e-4)) / 4e-4;
      const found = tf.sum(tf.mul(gradient, direction)).dataSync()[0];
      const scale = Math.max(1, largest(steps.output) * steps.output.size ** 0.5);
      expect(Math.abs(found - slope)).toBeLessThan(6e-3 * scale);
    });
  },
);

test('every operation has a case, but for those of whole numbers and questions', () => {
  const tried = new Set(cases.flatMap(([, shape, make]) => { const parts = graphOf(shape); return parts.to(make(parts)).nodes.map(({ operation }) => operation); })); // prettier-ignore
  const questions = ['And', 'ArgMax', 'ArgMin', 'Constant', 'ConstantOfShape', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Mod', 'Not', 'Or', 'Range', 'Size', 'Xor']; // prettier-ignore
  expect(operationNames.filter((name) => !tried.has(name))).toEqual(questions);
});
