import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { codeOf, refusedNow } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  AttributeProto_AttributeType as Kind,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  TypeProto_SequenceSchema,
} from 'onnx-buf';
import { onnxNetwork } from '../src/index.js';
import { floats, ints, node, onnxFile, tensor, value } from './onnx-file.js';

/** A small network with a bit of everything: images, weights, an attribute of each kind, a branch between. */
const good = onnxFile({
  opset: 13,
  inputs: [value('x', ['batch', 2, 4, 4])],
  nodes: [
    node('Conv', ['x', 'w', 'b'], ['c'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [2, 2] }),
    node('LeakyRelu', ['c'], ['r'], { alpha: { float: 0.1 } }),
    node('Add', ['c', 'r'], ['sum']),
    node('MaxPool', ['sum'], ['p'], { kernel_shape: [2, 2], auto_pad: 'VALID' }),
    node('Constant', [], ['shape'], { value: ints('', [2], [-1, 3]) }),
    node('Reshape', ['p', 'shape'], ['f']),
    node('DequantizeLinear', ['q', 's'], ['d']),
    node('Gemm', ['f', 'd'], ['g'], { transB: 1 }),
    node('Softmax', ['g'], ['y'], { axis: -1 }),
  ],
  tensors: [
    floats(
      'w',
      [3, 2, 3, 3],
      Array.from({ length: 54 }, (_, i) => Math.sin(i)),
    ),
    floats('b', [3], [1, 2, 3]),
    tensor('q', [2, 3], DataType.INT8, Uint8Array.of(1, 2, 3, 4, 5, 6)),
    floats('s', [], [0.5]),
  ],
});

const load = (bytes: Uint8Array): void => {
  onnxNetwork(bytes).dispose();
};

/** The file with something changed that is still a message. */
const changed = (change: (graph: GraphProto, model: ModelProto) => unknown): Uint8Array => {
  const model = fromBinary(ModelProtoSchema, good);
  change(model.graph!, model);
  return toBinary(ModelProtoSchema, model);
};

test('the good file loads', () => {
  load(good);
});

describe('what is wrong is said in a sentence', () => {
  const cases: readonly (readonly [string, string, Uint8Array, RegExp])[] = [
    ['nothing', 'bad-file', new Uint8Array(0), /no ONNX file/],
    ['text', 'bad-file', new TextEncoder().encode('{"modelTopology": {}}'), /no ONNX file/],
    ['a picture', 'bad-file', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), /no ONNX file/],
    ['a file that is cut', 'bad-file', good.slice(0, good.length - 40), /truncated|no ONNX file/],
    ['no graph', 'bad-file', changed((_, model) => delete model.graph), /no graph/],
    ['no operators', 'bad-file', changed((_, model) => (model.opsetImport = [])), /which operators/],
    [
      'an operator that is not known',
      'unsupported-layer',
      changed((graph) => (graph.node[1].opType = 'Frobnicate')),
      /Frobnicate/,
    ],
    ['a domain that is not known', 'bad-file', changed((graph) => (graph.node[1].domain = 'of.others')), /of\.others/],
    ['an initialiser that is missing', 'unsupported-model', changed((graph) => graph.initializer.shift()), /"w"/],
    ['an operation that is missing', 'unsupported-model', changed((graph) => graph.node.splice(1, 1)), /"r"/],
    ['a circle', 'unsupported-model', changed((graph) => (graph.node[0].input[0] = 'r')), /circle/],
    ['a value that is made twice', 'bad-file', changed((graph) => (graph.node[1].output[0] = 'c')), /made twice/],
    [
      'an initialiser that is there twice',
      'bad-file',
      changed((graph) => graph.initializer.push(graph.initializer[0])),
      /made twice/,
    ],
    ['an output that nothing makes', 'unsupported-model', changed((graph) => (graph.output[0].name = 'z')), /"z"/],
    ['no output', 'unsupported-model', changed((graph) => (graph.output = [])), /output/],
    ['weights of another rank', 'unsupported-layer', changed((graph) => (graph.initializer[0].dims = [54n])), /Conv/],
    [
      'weights of another size',
      'unsupported-layer',
      changed((graph) => (graph.initializer[0].dims = [2n, 3n, 3n, 3n])),
      /Conv/,
    ],
    [
      'an attribute of another kind',
      'unsupported-layer',
      changed((graph) => (graph.node[1].attribute[0].type = Kind.INTS)),
      /alpha/,
    ],
    ['2 GiB in a small file', 'bad-file', changed((graph) => (graph.initializer[0].dims = [2n ** 29n])), /truncated/],
    ['sizes that overflow', 'bad-file', changed((graph) => (graph.initializer[0].dims = [2n ** 62n, 4n])), /shape/],
    [
      'an input that is a list',
      'unsupported-model',
      changed(
        (graph) => (graph.input[0].type!.value = { case: 'sequenceType', value: create(TypeProto_SequenceSchema) }),
      ),
      /sequence/,
    ],
    [
      'an input of texts',
      'unsupported-model',
      changed((graph) => ((graph.input[0].type!.value.value as { elemType: number }).elemType = DataType.STRING)),
      /string/,
    ],
    [
      'names with controls',
      'unsupported-layer',
      changed((graph) =>
        Object.assign(graph.node[1], { opType: '\u001b[31m\n\u202eFrob', name: '\u0000'.repeat(500) }),
      ),
      /u\{1b\}/,
    ],
  ];
  test.each(cases)('%s', (_, code, bytes, message) => {
    const refusal = refusedNow(() => load(bytes));
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toMatch(message);
  });

  test.each([undefined, null, 'model.onnx', new ArrayBuffer(8), [1, 2]])('%p in the place of bytes', (bytes) => {
    expect(codeOf(() => load(bytes as never))).toBe('bad-option');
  });
});

describe('whatever the bytes are, the file loads or is refused', () => {
  const cut = fc.nat({ max: good.length - 1 }).map((length) => good.slice(0, length));
  const flipped = fc
    .array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = good.slice();
      for (const [at, to] of changes) bytes[at] = to;
      return bytes;
    });
  const doubled = fc
    .tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 40 }))
    .map(([at, length]) => Uint8Array.of(...good.slice(0, at + length), ...good.slice(at)));
  const edited = fc
    .tuple(
      fc.nat({ max: 8 }),
      fc.constantFrom(
        'Relu',
        'Concat',
        'Transpose',
        'Gather',
        'Slice',
        'Split',
        'If',
        'Loop',
        'Conv',
        'MatMul',
        'Expand',
        'LSTM',
        'BatchNormalization',
        'Pad',
        'Resize',
        'Cast',
        'ReduceSum',
        'QuantizeLinear',
        'SequenceAt',
        'Constant',
        'Tile',
        ...[
          'Attention',
          'RotaryEmbedding',
          'LinearAttention',
          'CausalConvWithState',
          'Scan',
          'GridSample',
          'DFT',
          'STFT',
        ],
        ...['TensorScatter', 'QLinearConv', 'DynamicQuantizeLinear', 'DequantizeLinear', 'LpPool', 'AffineGrid'],
      ),
      fc.array(fc.constantFrom('', 'x', 'w', 'b', 'q', 's', 'c', 'r', 'p', 'shape'), { maxLength: 4 }),
      fc.record(
        {
          axis: fc.integer({ min: -9, max: 9 }),
          axes: fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 3 }),
          to: fc.nat({ max: 30 }),
          perm: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([at, type, inputs, attributes]) =>
      changed((graph) => (graph.node[at] = node(type, inputs, graph.node[at].output, attributes))),
    );
  const sized = fc
    .tuple(
      fc.nat({ max: 3 }),
      fc.array(fc.constantFrom(0n, 1n, 2n, 3n, 54n, -1n, 2n ** 31n, 2n ** 40n), { maxLength: 5 }),
    )
    .map(([at, dims]) => changed((graph) => (graph.initializer[at].dims = dims)));

  test('cut, overwritten, repeated, with other operations, with other shapes', () => {
    fc.assert(
      fc.property(fc.oneof(cut, flipped, doubled, { arbitrary: edited, weight: 2 }, sized), (bytes) => {
        const before = tf.memory().numTensors;
        const refusal = refusedNow(() => load(bytes));
        if (refusal) expect(refusal.code).toMatch(/^(?:bad-|unsupported-|not-)/);
        expect(tf.memory().numTensors).toBe(before);
      }),
      { numRuns: Number(process.env['INTERP_FUZZ_RUNS'] ?? 120), seed: 1 },
    );
  });
});
