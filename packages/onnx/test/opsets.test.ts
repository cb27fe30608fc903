import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { refusedNow } from '@interp/testing/refusal';
import { onnxNetwork } from '../src/index.js';
import { floats, ints, node, onnxFile, value, type Written } from './onnx-file.js';
import { type Nested, resultOf } from './run-file.js';

const x = (shape: readonly (number | string)[]): Pick<Written, 'inputs'> => ({ inputs: [value('x', shape)] });
const counting = (...shape: readonly number[]): Nested => {
  let next = 0;
  const fill = ([size, ...others]: readonly number[]): Nested =>
    size === undefined ? next++ : Array.from({ length: size }, () => fill(others));
  return fill(shape);
};

const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

/** Of each operator whose form changed: in both forms it gives the same. */
const forms: readonly (readonly [string, readonly number[], Written, Written, Nested])[] = [
  [
    'Slice',
    [1, 5],
    { opset: 6, ...x(['n', 5]), nodes: [node('Slice', ['x'], ['y'], { starts: [1], ends: [-1], axes: [1] })] },
    {
      ...x(['n', 5]),
      nodes: [node('Slice', ['x', 's', 'e', 'a'], ['y'])],
      tensors: [ints('s', [1], [1]), ints('e', [1], [-1]), ints('a', [1], [1])],
    },
    [[1, 2, 3]],
  ],
  [
    'Slice up to the end',
    [1, 5],
    { opset: 6, ...x(['n', 5]), nodes: [node('Slice', ['x'], ['y'], { starts: [2], ends: [2 ** 31 - 1], axes: [1] })] },
    {
      ...x(['n', 5]),
      nodes: [node('Slice', ['x', 's', 'e', 'a'], ['y'])],
      tensors: [ints('s', [1], [2]), ints('e', [1], [2n ** 63n - 1n]), ints('a', [1], [1])],
    },
    [[2, 3, 4]],
  ],
  [
    'Squeeze and Unsqueeze',
    [1, 1, 2],
    {
      opset: 11,
      ...x(['n', 1, 2]),
      nodes: [node('Squeeze', ['x'], ['s'], { axes: [1] }), node('Unsqueeze', ['s'], ['y'], { axes: [2] })],
    },
    {
      ...x(['n', 1, 2]),
      nodes: [node('Squeeze', ['x', 'one'], ['s']), node('Unsqueeze', ['s', 'two'], ['y'])],
      tensors: [ints('one', [1], [1]), ints('two', [1], [2])],
    },
    [[[0], [1]]],
  ],
  [
    'Clip',
    [1, 3],
    { opset: 6, nodes: [node('Clip', ['x'], ['y'], { min: { float: 0.5 }, max: { float: 1.5 } })] },
    {
      nodes: [node('Clip', ['x', 'low', 'high'], ['y'])],
      tensors: [floats('low', [], [0.5]), floats('high', [], [1.5])],
    },
    [[0.5, 1, 1.5]],
  ],
  [
    'Clip from below alone',
    [1, 3],
    { opset: 6, nodes: [node('Clip', ['x'], ['y'], { min: { float: 1 } })] },
    { nodes: [node('Clip', ['x', 'low'], ['y'])], tensors: [floats('low', [], [1])] },
    [[1, 1, 2]],
  ],
  [
    'Pad',
    [1, 1, 2, 2],
    {
      opset: 6,
      ...x(['n', 1, 2, 2]),
      nodes: [node('Pad', ['x'], ['y'], { pads: [0, 0, 1, 0, 0, 0, 0, 1], value: { float: 9 } })],
    },
    {
      ...x(['n', 1, 2, 2]),
      nodes: [node('Pad', ['x', 'pads', 'nine'], ['y'])],
      tensors: [ints('pads', [8], [0, 0, 1, 0, 0, 0, 0, 1]), floats('nine', [], [9])],
    },
    [
      [
        [
          [9, 9, 9],
          [0, 1, 9],
          [2, 3, 9],
        ],
      ],
    ],
  ],
  [
    'Split',
    [1, 3],
    { opset: 6, nodes: [node('Split', ['x'], ['rest', 'y'], { axis: 1, split: [2, 1] })] },
    { nodes: [node('Split', ['x', 'sizes'], ['rest', 'y'], { axis: 1 })], tensors: [ints('sizes', [2], [2, 1])] },
    [[2]],
  ],
  [
    'Split into equal parts',
    [1, 4],
    { opset: 6, ...x(['n', 4]), nodes: [node('Split', ['x'], ['rest', 'y'], { axis: 1 })] },
    { ...x(['n', 4]), nodes: [node('Split', ['x'], ['rest', 'y'], { axis: 1, num_outputs: 2 })] },
    [[2, 3]],
  ],
  ...(['Mean', 'Sum', 'Max', 'Min', 'L1', 'L2', 'SumSquare', 'LogSum', 'LogSumExp'] as const).map((name) => {
    const row = [0, 1, 2];
    const expected = {
      Mean: 1,
      Sum: 3,
      Max: 2,
      Min: 0,
      L1: 3,
      L2: Math.sqrt(5),
      SumSquare: 5,
      LogSum: Math.log(3),
      LogSumExp: Math.log(row.reduce((sum, one) => sum + Math.exp(one), 0)),
    }[name];
    return [
      `Reduce${name}`,
      [1, 3],
      { opset: 11, nodes: [node(`Reduce${name}`, ['x'], ['y'], { axes: [1], keepdims: 0 })] },
      { nodes: [node(`Reduce${name}`, ['x', 'axes'], ['y'], { keepdims: 0 })], tensors: [ints('axes', [1], [1])] },
      [expected],
    ] as const;
  }),
  [
    'Upsample, which became Resize',
    [1, 1, 1, 2],
    {
      opset: 9,
      ...x(['n', 1, 1, 2]),
      nodes: [node('Upsample', ['x', 'scales'], ['y'], { mode: 'nearest' })],
      tensors: [floats('scales', [4], [1, 1, 2, 2])],
    },
    {
      ...x(['n', 1, 1, 2]),
      nodes: [
        node('Resize', ['x', '', 'scales'], ['y'], {
          coordinate_transformation_mode: 'asymmetric',
          nearest_mode: 'floor',
        }),
      ],
      tensors: [floats('scales', [4], [1, 1, 2, 2])],
    },
    [
      [
        [
          [0, 0, 1, 1],
          [0, 0, 1, 1],
        ],
      ],
    ],
  ],
  [
    'Softmax over several axes at once',
    [1, 2, 2],
    { opset: 11, ...x(['n', 2, 2]), nodes: [node('Softmax', ['x'], ['y'])] },
    {
      ...x(['n', 2, 2]),
      nodes: [
        node('Reshape', ['x', 'flat'], ['f']),
        node('Softmax', ['f'], ['s']),
        node('Reshape', ['s', 'square'], ['y']),
      ],
      tensors: [ints('flat', [2], [-1, 4]), ints('square', [3], [-1, 2, 2])],
    },
    (() => {
      const e = [0, 1, 2, 3].map(Math.exp);
      const [a, b, c, d] = e.map((one) => one / e.reduce((sum, other) => sum + other, 0));
      return [
        [
          [a, b],
          [c, d],
        ],
      ];
    })(),
  ],
  [
    'Add along an axis',
    [1, 2, 2],
    {
      opset: 6,
      ...x(['n', 2, 2]),
      nodes: [node('Add', ['x', 'b'], ['y'], { broadcast: 1, axis: 1 })],
      tensors: [floats('b', [2], [10, 20])],
    },
    { ...x(['n', 2, 2]), nodes: [node('Add', ['x', 'b'], ['y'])], tensors: [floats('b', [2, 1], [10, 20])] },
    [
      [
        [10, 11],
        [22, 23],
      ],
    ],
  ],
  [
    'PRelu of channels',
    [1, 2, 1, 1],
    {
      opset: 6,
      ...x(['n', 2, 1, 1]),
      nodes: [node('Neg', ['x'], ['m']), node('PRelu', ['m', 'slope'], ['y'])],
      tensors: [floats('slope', [2], [5, 7])],
    },
    {
      ...x(['n', 2, 1, 1]),
      nodes: [node('Neg', ['x'], ['m']), node('PRelu', ['m', 'slope'], ['y'])],
      tensors: [floats('slope', [2, 1, 1], [5, 7])],
    },
    [[[[0]], [[-7]]]],
  ],
  [
    'BatchNormalization with what training gives',
    [1, 3],
    {
      opset: 6,
      nodes: [
        node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y', 'mean', 'var', 'saved', 'saved2'], {
          is_test: 1,
          epsilon: { float: 0 },
        }),
      ],
      tensors: ['s', 'b', 'm', 'v'].map((name, i) => floats(name, [3], [i + 1, i + 1, i + 1])),
    },
    {
      nodes: [node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'], { epsilon: { float: 0 } })],
      tensors: ['s', 'b', 'm', 'v'].map((name, i) => floats(name, [3], [i + 1, i + 1, i + 1])),
    },
    [[0, 1, 2].map((one) => (one - 3) / 2 + 2)],
  ],
  [
    'Dropout, with a mask that nobody takes',
    [1, 3],
    { opset: 6, nodes: [node('Dropout', ['x'], ['y', 'mask'], { ratio: { float: 0.9 } })] },
    { nodes: [node('Dropout', ['x', 'ratio'], ['y', 'mask'])], tensors: [floats('ratio', [], [0.9])] },
    [[0, 1, 2]],
  ],
];

describe('operators that took another form in a newer opset', () => {
  test.each(forms)('%s', (_, shape, old, recent, expected) => {
    const given = { x: counting(...shape) };
    for (const written of [old, recent]) {
      const [found] = resultOf(written, given);
      expect(flat(found)).toHaveLength(flat(expected).length);
      flat(found).forEach((one, i) => expect(one).toBeCloseTo(flat(expected)[i], 5));
    }
  });
});

test.each([5, 29])('opset %d is not known', (opset) => {
  const refusal = refusedNow(() => onnxNetwork(onnxFile({ opset, nodes: [node('Relu', ['x'], ['y'])] })));
  expect(refusal?.code).toBe('unsupported-model');
  expect(refusal?.message).toBe(
    `the model has operators of ONNX' opset ${opset}; expected 6 to 28: export it again with one of these`,
  );
});

test('training is refused', () => {
  const tensors = ['s', 'b', 'm', 'v'].map((name) => floats(name, [3], [1, 1, 1]));
  const nodes = [node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'], { training_mode: 1 })];
  expect(refusedNow(() => onnxNetwork(onnxFile({ nodes, tensors })))?.message).toContain('model.eval()');
});
