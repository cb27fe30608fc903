import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { codeOf } from '@interp/testing/refusal';
import { onnxNetwork } from '../src/index.js';
import { floats, ints, node, onnxFile, value, type Written } from './onnx-file.js';
import { type Nested, resultOf } from './run-file.js';

const row = [-2, 0.25, 3];
const [a, b, c] = row;
const microsoft = { name: 'n', domain: 'com.microsoft' };
const opsets = { 'com.microsoft': 1 };
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const length = Math.hypot(...row);
const squares = (a * a + b * b + c * c) / 3;
const mean = (a + b + c) / 3;
const deviation = Math.sqrt(row.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 3);

/** Of one row, or of what is said, by the operator's definition. */
const cases: readonly (readonly [string, Written, readonly number[]])[] = [
  ['Shrink', { nodes: [node('Shrink', ['x'], ['y'], { bias: { float: 1 }, lambd: { float: 1.5 } })] }, [-1, 0, 2]],
  ['LpNormalization, 2', { nodes: [node('LpNormalization', ['x'], ['y'])] }, row.map((one) => one / length)],
  [
    'LpNormalization, 1',
    { nodes: [node('LpNormalization', ['x'], ['y'], { p: 1, axis: 1 })] },
    row.map((one) => one / 5.25),
  ],
  [
    'RMSNormalization',
    {
      opset: 23,
      nodes: [node('RMSNormalization', ['x', 'w'], ['y'], { axis: 1, epsilon: { float: 0 } })],
      tensors: [floats('w', [3], [1, 2, 3])],
    },
    row.map((one, i) => (one / Math.sqrt(squares)) * (i + 1)),
  ],
  [
    'MeanVarianceNormalization',
    { nodes: [node('MeanVarianceNormalization', ['x'], ['y'], { axes: [1] })] },
    row.map((one) => (one - mean) / deviation),
  ],
  [
    'IsNaN',
    { nodes: [node('Log', ['x'], ['l']), node('IsNaN', ['l'], ['i']), node('Cast', ['i'], ['y'], { to: 1 })] },
    [1, 0, 0],
  ],
  ['Tan', { nodes: [node('Tan', ['x'], ['y'])] }, row.map(Math.tan)],
  ['Sinh', { nodes: [node('Sinh', ['x'], ['y'])] }, row.map(Math.sinh)],
  ['Cosh', { nodes: [node('Cosh', ['x'], ['y'])] }, row.map(Math.cosh)],
  [
    'QuickGelu of ONNX Runtime',
    { opsets, nodes: [node('QuickGelu', ['x'], ['y'], {}, microsoft)] },
    row.map((one) => one * sigmoid(1.702 * one)),
  ],
  [
    'SkipLayerNormalization of ONNX Runtime',
    {
      opsets,
      nodes: [node('SkipLayerNormalization', ['x', 'x', 'w'], ['y'], { epsilon: { float: 0 } }, microsoft)],
      tensors: [floats('w', [3], [1, 1, 1])],
    },
    row.map((one) => (one - mean) / deviation),
  ],
  [
    'FusedConv of ONNX Runtime',
    {
      opsets,
      nodes: [
        node('Reshape', ['x', 'shape'], ['r']),
        node('FusedConv', ['r', 'w', 'b'], ['c'], { activation: 'Relu', kernel_shape: [1, 1] }, microsoft),
        node('Flatten', ['c'], ['y']),
      ],
      tensors: [
        ints('shape', [4], [-1, 3, 1, 1]),
        floats('w', [2, 3, 1, 1], [1, 1, 1, -1, -1, -1]),
        floats('b', [2], [0, 1]),
      ],
    },
    [1.25, 0],
  ],
];

const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

test.each(cases)('%s', (_, written, expected) => {
  const [found] = resultOf(written, { x: [row] });
  expect(flat(found)).toHaveLength(expected.length);
  expected.forEach((one, i) => expect(flat(found)[i]).toBeCloseTo(one, 4));
});

describe('Attention', () => {
  const inputs = [value('x', ['n', 1, 2, 2])];
  const x = [
    [
      [
        [1, 0],
        [0, 2],
      ],
    ],
  ];

  test('is a softmax of scaled products, over values', () => {
    const weights = x[0][0].map((query) => {
      const scores = x[0][0].map((key) => Math.exp((query[0] * key[0] + query[1] * key[1]) / Math.sqrt(2)));
      const sum = scores[0] + scores[1];
      return scores.map((one) => one / sum);
    });
    const expected = weights.map(([first, second]) => [first * 1, second * 2]).flat();
    const [found] = resultOf({ opset: 23, inputs, nodes: [node('Attention', ['x', 'x', 'x'], ['y'])] }, { x });
    flat(found).forEach((one, i) => expect(one).toBeCloseTo(expected[i], 5));
  });

  test('with a causal mask shows each query the keys before it, and with a boolean mask those that it says', () => {
    const attend = (inputs23: readonly string[], attributes: Readonly<Record<string, number>>): number[] =>
      flat(resultOf({ opset: 23, inputs, nodes: [node('Less', ['c', 'd'], ['mask']), node('Attention', inputs23, ['y'], attributes)], tensors: [floats('c', [2, 2], [0, 9, 9, 9]), floats('d', [], [1])] }, { x })[0]); // prettier-ignore
    expect(attend(['x', 'x', 'x'], { is_causal: 1 }).slice(0, 2)).toEqual([1, 0]);
    // The second query may see nothing.
    expect(attend(['x', 'x', 'x', 'mask'], {})).toEqual([1, 0, 0, 0]);
  });

  test('of heads that do not go together is refused', () => {
    const nodes = [node('Attention', ['x', 'x', 'x'], ['y'], { q_num_heads: 3, kv_num_heads: 2 })];
    const of3 = [value('x', ['n', 2, 6])];
    expect(codeOf(() => onnxNetwork(onnxFile({ opset: 23, inputs: of3, nodes })))).toBe('unsupported-layer');
  });
});
