import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { TensorProto_DataType as DataType, type TensorProto } from 'onnx-buf';
import { classifier } from '@interp/core';
import { codeOf } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { onnxNetwork } from '../src/index.js';
import { floats, node, onnxFile, tensor, value, type Written } from './onnx-file.js';
import { type Nested, resultOf } from './run-file.js';

const int8 = (name: string, dims: readonly number[], ...values: readonly number[]): TensorProto =>
  tensor(name, dims, DataType.INT8, new Uint8Array(Int8Array.from(values).buffer));
const uint8 = (name: string, dims: readonly number[], ...values: readonly number[]): TensorProto =>
  tensor(name, dims, DataType.UINT8, Uint8Array.from(values));

const x: Nested = [[1, 2, 3]];
const close = (found: Nested, expected: Nested): void => {
  if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 5);
  else {
    expect(found).toHaveLength(expected.length);
    expected.forEach((one, i) => close((found as readonly Nested[])[i], one));
  }
};

const cases: readonly (readonly [string, Written, Nested])[] = [
  [
    'weights with one scale',
    {
      nodes: [node('DequantizeLinear', ['q', 's', 'z'], ['w']), node('Add', ['x', 'w'], ['y'])],
      tensors: [int8('q', [3], -128, 0, 127), floats('s', [], [0.5]), int8('z', [], 2)],
    },
    [[1 - 65, 2 - 1, 3 + 62.5]],
  ],
  [
    'weights with a scale for each row',
    {
      nodes: [node('DequantizeLinear', ['q', 's', 'z'], ['w'], { axis: 0 }), node('MatMul', ['x', 'w'], ['y'])],
      tensors: [int8('q', [3, 2], 1, 2, 3, 4, 5, 6), floats('s', [3], [1, 10, 100]), int8('z', [3], 0, 1, 2)],
    },
    [[1 + 2 * 20 + 3 * 300, 2 + 2 * 30 + 3 * 400]],
  ],
  [
    'weights with a scale for each block',
    {
      nodes: [
        node('DequantizeLinear', ['q', 's'], ['w'], { axis: 0, block_size: 2 }),
        node('MatMul', ['x', 'w'], ['y']),
      ],
      tensors: [int8('q', [3, 1], 1, 2, 3), floats('s', [2, 1], [10, 100])],
    },
    [[10 + 2 * 20 + 3 * 300]],
  ],
  [
    'weights that are rounded in the graph',
    {
      nodes: [
        node('QuantizeLinear', ['w', 's', 'z'], ['q']),
        node('DequantizeLinear', ['q', 's', 'z'], ['r']),
        node('Add', ['x', 'r'], ['y']),
      ],
      tensors: [floats('w', [3], [0.5, 1.5, 200]), floats('s', [], [1]), int8('z', [], 0)],
    },
    [[1, 2 + 2, 3 + 127]],
  ],
  [
    'activations are held to their range and rounded to their levels',
    {
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], ['q']),
        node('Reshape', ['q', 'shape'], ['r']),
        node('DequantizeLinear', ['r', 's', 'z'], ['y']),
      ],
      tensors: [
        floats('s', [], [0.7]),
        uint8('z', [], 252),
        tensor('shape', [2], DataType.INT64, new Uint8Array(BigInt64Array.of(-1n, 3n).buffer)),
      ],
    },
    [[0.7, 2.1, 2.1]],
  ],
  [
    'pixels of bytes',
    {
      inputs: [value('x', ['n', 3], DataType.UINT8)],
      nodes: [node('DequantizeLinear', ['x', 's', 'z'], ['y'])],
      tensors: [floats('s', [], [0.5]), uint8('z', [], 2)],
    },
    [[-0.5, 0, 0.5]],
  ],
  [
    'a convolution over whole numbers',
    {
      inputs: [value('x', ['n', 1, 1, 3])],
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], ['q']),
        node('QLinearConv', ['q', 's', 'z', 'w', 'ws', 'wz', 'ys', 'z', 'b'], ['c'], { kernel_shape: [1, 1] }),
        node('DequantizeLinear', ['c', 'ys', 'z'], ['y']),
      ],
      tensors: [
        ...[floats('s', [], [0.1]), uint8('z', [], 0), int8('w', [2, 1, 1, 1], 2, -3), floats('ws', [2], [0.5, 1])],
        ...[int8('wz', [2], 0, 0), floats('ys', [], [0.01])],
        tensor('b', [2], DataType.INT32, new Uint8Array(Int32Array.of(10, 100).buffer)),
      ],
    },
    [
      [
        [[1 + 0.5, 2 + 0.5, 2.55]],
        [[0, 0, 0].map((_, i) => Math.max(0, 10 - 3 * (i + 1))).map((one) => Math.min(one, 2.55))],
      ],
    ],
  ],
  [
    'several scales of activations',
    {
      nodes: [node('QuantizeLinear', ['x', 's', 'z'], ['q']), node('DequantizeLinear', ['q', 's', 'z'], ['y'])],
      tensors: [floats('s', [3], [0.6, 1.5, 2]), int8('z', [3], 0, 126, 0)],
    },
    [[1.2, 1.5, 4]],
  ],
  [
    'whole numbers that are read by other levels',
    {
      nodes: [node('QuantizeLinear', ['x', 's', 'z'], ['q']), node('DequantizeLinear', ['q', 't', 'u'], ['y'])],
      tensors: [floats('s', [], [1]), uint8('z', [], 2), floats('t', [], [10]), uint8('u', [], 1)],
    },
    [[20, 30, 40]],
  ],
  [
    'a sum and a dense layer of ONNX Runtime over whole numbers, padded',
    {
      opsets: { 'com.microsoft': 1 },
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], ['q']),
        node('QLinearAdd', ['q', 's', 'z', 'q', 's', 'z', 't', 'z'], ['sum'], {}, { domain: 'com.microsoft' }),
        node('Pad', ['sum', 'pads', 'p'], ['padded']),
        node('QGemm', ['padded', 't', 'z', 'w', 'ws', 'wz', 'b'], ['y'], { transB: 1 }, { domain: 'com.microsoft' }),
      ],
      tensors: [
        ...[floats('s', [], [1]), uint8('z', [], 1), floats('t', [], [1.5]), uint8('p', [], 3)],
        ...[int8('w', [2, 4], 1, 2, 3, 4, -1, 0, 1, 0), floats('ws', [2], [0.5, 2]), int8('wz', [2], 0, 1)],
        tensor('pads', [4], DataType.INT64, new Uint8Array(BigInt64Array.of(0n, 0n, 0n, 1n).buffer)),
        tensor('b', [2], DataType.INT32, new Uint8Array(Int32Array.of(10, -4).buffer)),
      ],
    },
    // 2, 4, 6 become 1.5, 4.5 and 6 (a half goes to the even level), and 3 is beside them.
    [[(1.5 + 9 + 18 + 12) / 2 + 7.5, 2 * (-3 - 4.5 + 0 - 3) - 12]],
  ],
  [
    'a product whose scale is found when it runs',
    {
      nodes: [
        node('DynamicQuantizeLinear', ['x'], ['q', 'qs', 'qz']),
        node('MatMulInteger', ['q', 'w', 'qz', 'wz'], ['i']),
        node('Cast', ['i'], ['f'], { to: DataType.FLOAT }),
        node('Mul', ['qs', 'ws'], ['scale']),
        node('Mul', ['f', 'scale'], ['y']),
      ],
      tensors: [int8('w', [3, 1], 1, 2, 3), int8('wz', [], 1), floats('ws', [], [0.5])],
    },
    [[(2 * 1 + 3 * 2) / 2]],
  ],
];

test.each(cases)('%s', (name, written, expected) => {
  const given = name.includes('convolution') ? [[[[1, 2, 3]]]] : x;
  close(resultOf(written, { x: given })[0], expected);
});

const refusals: readonly (readonly [string, Written])[] = [
  [
    'arithmetic on whole numbers',
    {
      nodes: [
        node('QuantizeLinear', ['x', 's'], ['q']),
        node('Relu', ['q'], ['r']),
        node('DequantizeLinear', ['r', 's'], ['y']),
      ],
      tensors: [floats('s', [], [1])],
    },
  ],
  [
    'a scale that is computed',
    {
      nodes: [
        node('ReduceMax', ['x'], ['s']),
        node('QuantizeLinear', ['x', 's'], ['q']),
        node('DequantizeLinear', ['q', 's'], ['y']),
      ],
    },
  ],
  [
    'scales of another number',
    {
      nodes: [node('DequantizeLinear', ['q', 's'], ['w']), node('Add', ['x', 'w'], ['y'])],
      tensors: [int8('q', [1, 3], 1, 2, 3), floats('s', [2], [1, 2])],
    },
  ],
];
test.each(refusals)('%s is refused', (_, written) => {
  expect(codeOf(() => onnxNetwork(onnxFile(written)))).toBe('unsupported-layer');
});

/** Weights `[directions, rows, columns]` in whole numbers, by one scale and zero point for each direction, or for each of its columns. */
const lstmWeights = { w: [2, 3, 8], r: [2, 2, 8] } as const;

/** Values rounded to 256 levels from the least to the greatest, 0 among them. */
const byRange = (values: number[]): number[] => {
  const scale = (Math.max(0, ...values) - Math.min(0, ...values)) / 255 || 1;
  const zero = Math.round(-Math.min(0, ...values) / scale);
  return values.map((one) => (Math.max(0, Math.min(255, Math.round(one / scale) + zero)) - zero) * scale);
};

/** The states of an LSTM of two units, place by place: gates of input, output and forgetting, and candidates, in this order. */
const slowStates = (rows: number[][], w: number[], r: number[]): number[][] => {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  let [h, c] = [[0, 0], [0, 0]]; // prettier-ignore
  return rows.map((row) => {
    const before = byRange(h);
    const z = Array.from({ length: 8 }, (_, i) =>
      row.reduce((sum, one, k) => sum + one * w[3 * i + k], 0) + before.reduce((sum, one, k) => sum + one * r[2 * i + k], 0)); // prettier-ignore
    c = c.map((cell, k) => sigmoid(z[4 + k]) * cell + sigmoid(z[k]) * Math.tanh(z[6 + k]));
    return (h = c.map((cell, k) => sigmoid(z[2 + k]) * Math.tanh(cell)));
  });
};

test.each([[[2]], [[2, 8]]])(
  'an LSTM of quantised weights, with scales of the shape %j, rounds the sequence and its states',
  (shape) => {
    const count = shape.reduce((a, b) => a * b, 1);
    const [scales, zeros] = [
      Array.from({ length: count }, (_, i) => 0.002 * (i + 1)),
      Array.from({ length: count }, (_, i) => i - 3),
    ];
    const weights = Object.entries(lstmWeights).map(([name, dims]) => {
      const [directions, rows, columns] = dims;
      const size = directions * rows * columns;
      const q = Array.from({ length: size }, (_, i) => ((i * 37) % 200) - 100);
      /** The real weight as an LSTM has it, its columns first. */
      const real = Array.from({ length: size }, (_, i) => {
        const [d, column, row] = [Math.floor(i / (rows * columns)), Math.floor(i / rows) % columns, i % rows];
        const own = count === 2 ? d : d * columns + column;
        return (q[(d * rows + row) * columns + column] - zeros[own]) * scales[own];
      });
      return { name, whole: int8(name, dims, ...q), numbers: real };
    });
    const x = [[[1.1, 2.1, 3]], [[-1, 0.5, 0.2]], [[0.1, -0.2, 0.3]]];
    const inputs = ['x', 'w', 'r', '', '', '', '', '', 's', 'z', 's', 'z'];
    const attributes = { hidden_size: 2, direction: 'bidirectional' };
    const [found] = resultOf(
      {
        inputs: [value('x', [3, 1, 3])],
        opsets: { 'com.microsoft': 1 },
        nodes: [node('DynamicQuantizeLSTM', inputs, ['y'], attributes, { domain: 'com.microsoft' })],
        tensors: [...weights.map(({ whole }) => whole), floats('s', shape, scales), int8('z', shape, ...zeros)],
      },
      { x },
    );
    const [w, r] = weights.map(({ numbers }) => numbers);
    const places = byRange(x.flat(2));
    const rows = [0, 1, 2].map((t) => places.slice(3 * t, 3 * t + 3));
    const [forward, backward] = [
      slowStates(rows, w.slice(0, 24), r.slice(0, 16)),
      slowStates(rows.toReversed(), w.slice(24), r.slice(16)).toReversed(),
    ];
    close(found, forward.map((h, t) => [[h], [backward[t]]])); // prettier-ignore
  },
);

test('a derivative passes straight through the rounding, and not beyond the range', () => {
  const network = onnxNetwork(
    onnxFile({
      nodes: [
        node('QuantizeLinear', ['x', 's', 'z'], ['q']),
        node('DequantizeLinear', ['q', 's', 'z'], ['r']),
        node('MatMul', ['r', 'w'], ['y']),
      ],
      tensors: [floats('s', [], [0.7]), uint8('z', [], 252), floats('w', [3, 2], [1, 2, 3, 4, 5, 6])],
    }),
  );
  tf.tidy(() => {
    const { gradient } = classifier(network).gradient(tf.tensor2d([[1, 2, 3]]), () => tf.tensor2d([[1, 10]]));
    expect(gradient.arraySync()).toEqual([[21, 43, 0]]);
  });
  network.dispose();
});

test('levels that an image finds for itself do not depend on what is beside it', () => {
  const network = onnxNetwork(
    onnxFile({
      nodes: [node('DynamicQuantizeLinear', ['x'], ['q', 's', 'z']), node('DequantizeLinear', ['q', 's', 'z'], ['y'])],
    }),
  );
  tf.tidy(() => {
    const rows = [[-1, 0.3, 2], [0, 0, 0], [5, 6, 7.3]]; // prettier-ignore
    const alone = rows.map((row) => (network.run(tf.tensor2d([row]))['y'].arraySync() as number[][])[0]);
    const together = network.run(tf.tensor2d(rows))['y'].arraySync() as number[][];
    expect(together).toEqual(alone);
    const scale = 3 / 255;
    expect(alone[0][1]).toBeCloseTo((Math.round(0.3 / scale) + 85 - 85) * scale, 5);
    expect(alone[1]).toEqual([0, 0, 0]);
  });
  network.dispose();
});
