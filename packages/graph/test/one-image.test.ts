import { startBackend } from '@interp/backend';
import { canWalk, classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { type Graph, graphNetwork } from '../src/index.js';
import { plainRun } from '../src/plain-run.js';
import { sortedNodes } from '../src/sorted-nodes.js';
import { graphOf, type GraphParts, normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('cpu');
});

const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

const [tokens, features, heads] = [5, 6, 2];
const each = features / heads;

/** Attention as PyTorch's module exports it for one image: places first, images and heads on one axis. */
const attention = (): Graph => {
  const { node, normal, whole, to } = graphOf([1, tokens, features]);
  const reshaped = (x: string, shape: readonly number[]): string => node('Reshape', [x, whole(shape)]);
  const placesFirst = node('Transpose', ['x'], { perm: [1, 0, 2] });
  const all = node('MatMul', [placesFirst, normal([features, 3 * features], 0.5)]);
  const parts = node('Squeeze', [node('Transpose', [node('Unsqueeze', [reshaped(all, [tokens, 1, 3, features]), whole([0])])], { perm: [3, 1, 2, 0, 4] }), whole([3])]); // prettier-ignore
  const [q, k, v] = [0, 1, 2].map((i) => node('Transpose', [reshaped(node('Gather', [parts, whole([i])], { axis: 0 }), [tokens, heads, each])], { perm: [1, 0, 2] })); // prettier-ignore
  const scores = node('Softmax', [node('MatMul', [q, node('Transpose', [k], { perm: [0, 2, 1] })])]);
  const mixed = node('Transpose', [node('MatMul', [scores, v])], { perm: [1, 0, 2] });
  const out = node('Gemm', [reshaped(mixed, [tokens, features]), normal([features, features])]);
  const back = node('Transpose', [reshaped(out, [tokens, 1, features])], { perm: [1, 0, 2] });
  return to(node('Gemm', [node('ReduceMean', [node('Add', [back, 'x']), whole([1])], { keepdims: 0 }), normal([features, 3])])); // prettier-ignore
};

/** A convolution after the axis of the images was taken away and put back; the output has none. */
const squeezed = (): Graph => {
  const { node, normal, whole, to } = graphOf([1, 2, 4, 4]);
  const bare = node('Squeeze', ['x', whole([0])]);
  const turned = node('Unsqueeze', [node('Transpose', [bare], { perm: [0, 2, 1] }), whole([0])]);
  const conv = node('Relu', [node('Conv', [turned, normal([3, 2, 3, 3])])]);
  return to(node('Reshape', [conv, whole([12])]));
};

const small: Readonly<Record<string, (parts: GraphParts) => string>> = {
  'the first of the images': ({ node, constant }) => node('Gather', ['x', constant(tf.scalar(0, 'int32'))], { axis: 0 }), // prettier-ignore
  'a slice of the images': ({ node, whole }) => node('Slice', ['x', whole([0]), whole([1]), whole([0])]),
  'a sum over the images': ({ node, whole }) => node('ReduceSum', ['x', whole([0, 2])], { keepdims: 0 }),
  'images beside each other': ({ node, whole }) => node('Reshape', [node('Concat', ['x', 'x'], { axis: 0 }), whole([1, 24])]), // prettier-ignore
  'the images as columns': ({ node, whole }) => node('Reshape', [node('Transpose', ['x'], { perm: [1, 2, 0] }), whole([4, 3])]), // prettier-ignore
  'the images taken away and put back, and a function': ({ node, whole }) => node('ReduceProd', [node('Unsqueeze', [node('Squeeze', ['x', whole([0])]), whole([0])]), whole([2])], { keepdims: 0 }), // prettier-ignore
  'a constant that is repeated': ({ node, normal, whole }) => node('Expand', [node('Mul', ['x', normal([4, 1, 1])]), whole([4, 4, 3])]), // prettier-ignore
};

const graphs: Readonly<Record<string, () => Graph>> = {
  attention,
  squeezed,
  ...Object.fromEntries(Object.entries(small).map(([name, made]) => [name, () => {
    const parts = graphOf([1, 4, 3]);
    return parts.to(parts.node('Tanh', [made(parts)]));
  }])), // prettier-ignore
};

test.each(Object.entries(graphs))('%s: a graph for one image does the same to each of many', (_, make) => {
  const graph = make();
  const network = graphNetwork(graph);
  const alone = plainRun(graph, sortedNodes(graph));
  const shape = graph.inputs[0].shape as number[];
  const x = normals([3, ...shape.slice(1)]);
  const [y] = Object.values(network.run(x));
  expect(canWalk(network)).toBe(true);
  expect(y.shape[0]).toBe(3);
  const expected = [0, 1, 2].flatMap((i) => numbers(alone([tf.slice(x, i, 1)])[0]));
  expect(numbers(y)).toHaveLength(expected.length);
  numbers(y).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
});

test('attention of one image: gradients are those of differences', () => {
  const network = graphNetwork(attention());
  const c = classifier(network, { bounds: [-Infinity, Infinity] });
  const x = normals([2, tokens, features], 3);
  const [start, direction] = [normals([2, 3], 4), normals([2, tokens, features], 5)];
  const { gradient } = c.gradient(x, () => start as tf.Tensor2D);
  const score = (h: number): number => tf.sum(tf.mul(c.logits(tf.add(x, tf.mul(direction, h))), start)).dataSync()[0];
  expect(tf.sum(tf.mul(gradient, direction)).dataSync()[0]).toBeCloseTo((score(1e-2) - score(-1e-2)) / 2e-2, 1);
});

test('a graph whose images mix takes pictures with their channels last', () => {
  const { node, normal, whole, to } = graphOf([2, 3, 4, 5]);
  const conv = node('Conv', ['x', normal([2, 3, 3, 3])]);
  const network = graphNetwork(to(node('Mul', [node('ReduceMean', [conv, whole([1, 2, 3])], { keepdims: 0 }), node('ReduceMean', [conv], { keepdims: 0 })]))); // prettier-ignore
  const x = normals([2, 3, 4, 5]);
  expect(canWalk(network)).toBe(false);
  expect(network.inputs[0].picture).toEqual([2, 4, 5, 3]);
  expect(numbers(network.scores(tf.transpose(x, [0, 2, 3, 1])))).toEqual(numbers(Object.values(network.run(x))[0]));
});
