import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { canWalk, classifier } from '@interp/core';
import { codeOf, refusedNow } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { onnxNetwork } from '../src/index.js';
import { branch, floats, ints, node, onnxFile, tensor, value, type Written } from './onnx-file.js';
import { resultOf } from './run-file.js';

const yes = tensor('yes', [], DataType.BOOL, Uint8Array.of(1));
const x = [[1, 2, 3]];
const loopInputs = ['i', 'go', 'v'].map((name) => value(name, []));

/** A loop over `v`, which begins as `x`. */
const loop = (body: Written, inputs: readonly string[], outputs: readonly string[]): Written['nodes'][number] =>
  node('Loop', inputs, outputs, { body: branch({ inputs: loopInputs, ...body }) });

/** v ← 2 v + i, and v of each round. */
const doubling: Written = {
  nodes: [
    node('Add', ['v', 'v'], ['twice']),
    node('Cast', ['i'], ['f'], { to: 1 }),
    node('Add', ['twice', 'f'], ['next']),
    node('Identity', ['next'], ['seen']),
    node('Identity', ['go'], ['on']),
  ],
  outputs: ['on', 'next', 'seen'],
};

const cases: readonly (readonly [string, Written, readonly unknown[]])[] = [
  [
    'a number of rounds',
    { nodes: [loop(doubling, ['n', 'yes', 'x'], ['y', ''])], tensors: [ints('n', [], [3]), yes] },
    [[[12, 20, 28]]],
  ],
  [
    'no round',
    { nodes: [loop(doubling, ['n', 'yes', 'x'], ['y', ''])], tensors: [ints('n', [], [0]), yes] },
    [[[1, 2, 3]]],
  ],
  [
    'values of all rounds, for as many as x has columns',
    {
      nodes: [
        node('Shape', ['x'], ['n'], { start: 1 }),
        node('Squeeze', ['n'], ['m']),
        loop(doubling, ['m', '', 'x'], ['', 'y']),
      ],
    },
    [[[[2, 4, 6]], [[5, 9, 13]], [[12, 20, 28]]]],
  ],
  [
    'as long as a counter is below a limit',
    {
      nodes: [
        node('Loop', ['', 'yes', 'zero', 'x'], ['', 'y'], {
          body: branch({
            inputs: ['i', 'go', 'c', 'v'].map((name) => value(name, [])),
            nodes: [
              node('Add', ['c', 'two'], ['d']),
              node('Less', ['d', 'limit'], ['on']),
              node('Neg', ['v'], ['less']),
              node('Sub', ['less', 'x'], ['next']),
            ],
            tensors: [ints('two', [], [2])],
            outputs: ['on', 'd', 'next'],
          }),
        }),
      ],
      tensors: [ints('zero', [], [0]), ints('limit', [], [5]), yes],
    },
    [[[-2, -4, -6]]],
  ],
  [
    'a scan from the end, of sums and products',
    {
      nodes: [
        node('Transpose', ['x'], ['t'], { perm: [1, 0] }),
        node('Slice', ['x', 'from', 'to', 'axis'], ['first']),
        node('Squeeze', ['first', 'axis'], ['begin']),
        node('Scan', ['begin', 't'], ['', 'z'], {
          num_scan_inputs: 1,
          scan_input_directions: [1],
          body: branch({
            inputs: ['s', 'e'].map((name) => value(name, [])),
            nodes: [node('Add', ['s', 'e'], ['next']), node('Mul', ['s', 'e'], ['product'])],
            outputs: ['next', 'product'],
          }),
        }),
        node('Transpose', ['z'], ['y'], { perm: [1, 0] }),
      ],
      tensors: [ints('from', [1], [0]), ints('to', [1], [1]), ints('axis', [1], [1])],
    },
    // 1 · 3, then (1 + 3) · 2, then 6 · 1
    [[[3, 8, 6]]],
  ],
];

test.each(cases)('%s', (_, written, expected) => {
  expect(resultOf(written, { x })).toEqual(expected);
});

test('relevance and gradients go through the rounds of a loop', () => {
  const network = onnxNetwork(onnxFile(cases[0][1]));
  expect(canWalk(network)).toBe(true);
  network.dispose();
});

const choice = (other: string): Written => ({
  inputs: [value('x', [1, 3])],
  nodes: [
    node('ReduceSum', ['x'], ['sum'], { keepdims: 0 }),
    node('Greater', ['sum', 'limit'], ['is']),
    node('If', ['is'], ['y'], {
      then_branch: branch({ nodes: [node('Neg', ['x'], ['a'])], outputs: ['a'] }),
      else_branch: branch({ nodes: [node(other, ['x'], ['b'])], outputs: ['b'] }),
    }),
  ],
  tensors: [floats('limit', [], [7])],
});

test('a condition on values takes the branch that they say', () => {
  expect(resultOf(choice('Exp'), { x: [[1, 2, 5]] })).toEqual([[[-1, -2, -5]]]);
  expect(resultOf(choice('Relu'), { x: [[1, 2, -5]] })).toEqual([[[1, 2, 0]]]);
});

test('a derivative goes back through the branch that was taken, for each image by itself', () => {
  const network = onnxNetwork(onnxFile(choice('Exp')));
  expect(canWalk(network)).toBe(true);
  tf.tidy(() => {
    const images = tf.tensor2d([[1, 2, 5], [1, 2, -5]]); // prettier-ignore
    const { gradient } = classifier(network, { bounds: [-9, 9] }).gradient(images, (logits) => tf.onesLike(logits));
    const [first, second] = gradient.arraySync() as number[][];
    expect(first).toEqual([-1, -1, -1]);
    [1, 2, -5].forEach((one, i) => expect(second[i]).toBeCloseTo(Math.exp(one), 4));
  });
  network.dispose();
});

const refusals: readonly (readonly [string, Written, RegExp])[] = [
  ['branches of different shapes', choice('Shape'), /different shapes/],
  [
    'as long as values say',
    {
      nodes: [
        loop(
          {
            nodes: [
              node('ReduceSum', ['v'], ['s'], { keepdims: 0 }),
              node('Less', ['s', 'limit'], ['on']),
              node('Add', ['v', 'v'], ['next']),
            ],
            outputs: ['on', 'next'],
          },
          ['', 'yes', 'x'],
          ['y'],
        ),
      ],
      tensors: [floats('limit', [], [9]), yes],
    },
    /as long as values say/,
  ],
  ['without end', { nodes: [loop(doubling, ['', 'yes', 'x'], ['y', ''])], tensors: [yes] }, /rounds/],
  [
    'a scan along an axis that is not known',
    {
      inputs: [value('x', ['n', 3])],
      nodes: [
        node('Scan', ['x'], ['y'], {
          num_scan_inputs: 1,
          body: branch({ inputs: [value('e', [])], nodes: [node('Neg', ['e'], ['o'])], outputs: ['o'] }),
        }),
      ],
    },
    /places whose number is not known/,
  ],
];

test.each(refusals)('%s is refused, in a short time', (_, written, said) => {
  const began = performance.now();
  const refusal = refusedNow(() => onnxNetwork(onnxFile(written)));
  expect(refusal?.message).toMatch(said);
  expect(codeOf(() => onnxNetwork(onnxFile(written)))).toBe('unsupported-layer');
  expect(performance.now() - began).toBeLessThan(5000);
});
