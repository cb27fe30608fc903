import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { codeOf, refusedNow } from '@interp/testing/refusal';
import {
  TensorProto_DataLocation,
  TensorProto_DataType as DataType,
  type TensorProto,
  TensorProtoSchema,
} from 'onnx-buf';
import { externalReader, type ReadExternal } from '../src/file/external-data.js';
import { readMessage } from '../src/file/fields.js';
import { tensorFields } from '../src/file/messages.js';
import { storedTensor as ofMessage, type StoredTensor } from '../src/file/stored-tensor.js';
import { floats, ints, tensor } from './onnx-file.js';

const storedTensor = (from: TensorProto, external: ReadExternal): StoredTensor =>
  ofMessage(readMessage(tensorFields, toBinary(TensorProtoSchema, from)), external);

const read = (from: TensorProto, files: Readonly<Record<string, Uint8Array>> = {}): StoredTensor =>
  storedTensor(
    from,
    externalReader((path) => files[path]),
  );

const numbers = (from: TensorProto): number[] => Array.from(read(from).values());

const raw = (type: number, bytes: ArrayBufferView, count: number): TensorProto =>
  tensor('w', [count], type, new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength));

const field = (
  dataType: number,
  dims: readonly number[],
  fields: MessageInitShape<typeof TensorProtoSchema>,
): TensorProto => create(TensorProtoSchema, { name: 'w', dims: dims.map(BigInt), dataType, ...(fields as object) });

describe('elements of each type', () => {
  const cases: readonly (readonly [string, TensorProto, readonly number[]])[] = [
    ['float', raw(DataType.FLOAT, Float32Array.of(1.5, -2, Infinity), 3), [1.5, -2, Infinity]],
    ['double', raw(DataType.DOUBLE, Float64Array.of(0.1, -1e300), 2), [0.1, -1e300]],
    // 1, -2, 65504, the smallest subnormal, infinity
    [
      'float16',
      raw(DataType.FLOAT16, Uint16Array.of(0x3c00, 0xc000, 0x7bff, 1, 0x7c00), 5),
      [1, -2, 65504, 2 ** -24, Infinity],
    ],
    ['float16 that is no number', raw(DataType.FLOAT16, Uint16Array.of(0x7e00), 1), [NaN]],
    ['bfloat16', raw(DataType.BFLOAT16, Uint16Array.of(0x3f80, 0xc040, 0x7f80), 3), [1, -3, Infinity]],
    ['int8', raw(DataType.INT8, Int8Array.of(-128, 127), 2), [-128, 127]],
    ['uint8', raw(DataType.UINT8, Uint8Array.of(0, 255), 2), [0, 255]],
    ['int16', raw(DataType.INT16, Int16Array.of(-32768, 5), 2), [-32768, 5]],
    ['uint16', raw(DataType.UINT16, Uint16Array.of(65535), 1), [65535]],
    ['int32', raw(DataType.INT32, Int32Array.of(-7, 2 ** 31 - 1), 2), [-7, 2 ** 31 - 1]],
    ['uint32', raw(DataType.UINT32, Uint32Array.of(7), 1), [7]],
    ['int64', raw(DataType.INT64, BigInt64Array.of(-7n, 2n ** 31n - 1n), 2), [-7, 2 ** 31 - 1]],
    [
      'int64 up to the end',
      raw(DataType.INT64, BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n)), 2),
      [2 ** 31 - 1, -(2 ** 31)],
    ],
    ['uint64', raw(DataType.UINT64, BigUint64Array.of(9n), 1), [9]],
    ['bool', raw(DataType.BOOL, Uint8Array.of(0, 1), 2), [0, 1]],
    ['int4, two in a byte', raw(DataType.INT4, Uint8Array.of(0x7f, 0x08), 3), [-1, 7, -8]],
    ['uint4', raw(DataType.UINT4, Uint8Array.of(0xf1), 2), [1, 15]],
    ['float in its field', field(DataType.FLOAT, [2], { floatData: [1.5, -2] }), [1.5, -2]],
    ['double in its field', field(DataType.DOUBLE, [1], { doubleData: [0.1] }), [0.1]],
    ['int64 in its field', field(DataType.INT64, [2], { int64Data: [-7n, 3n] }), [-7, 3]],
    ['uint64 in its field', field(DataType.UINT64, [1], { uint64Data: [3n] }), [3]],
    ['int32 in its field', field(DataType.INT32, [1], { int32Data: [-3] }), [-3]],
    ['int8 in the field of int32', field(DataType.INT8, [2], { int32Data: [-3, 4] }), [-3, 4]],
    ['bool in the field of int32', field(DataType.BOOL, [2], { int32Data: [1, 0] }), [1, 0]],
    ['float16 in the field of int32', field(DataType.FLOAT16, [1], { int32Data: [0xc000] }), [-2]],
    ['bfloat16 in the field of int32', field(DataType.BFLOAT16, [1], { int32Data: [0xc040] }), [-3]],
    ['a scalar', floats('w', [], [4]), [4]],
    ['none', floats('w', [0, 3], []), []],
  ];
  test.each(cases)('%s', (_, from, expected) => {
    expect(numbers(from)).toEqual(expected);
  });

  test('raw bytes may begin anywhere in the file', () => {
    const bytes = Uint8Array.of(9, ...new Uint8Array(Float32Array.of(1, 2).buffer)).subarray(1);
    expect(numbers(tensor('w', [2], DataType.FLOAT, bytes))).toEqual([1, 2]);
  });
});

test('bytes of a buffer of Node.js are read as any others', () => {
  const bytes = Buffer.concat([Buffer.of(9), Buffer.from(Float32Array.of(1, 2).buffer)]).subarray(1);
  expect(numbers(tensor('w', [2], DataType.FLOAT, bytes))).toEqual([1, 2]);
});

describe('what is not right is refused', () => {
  const cases: readonly (readonly [string, string, () => unknown])[] = [
    ['fewer bytes than the shape takes', 'bad-file', () => read(tensor('w', [3], DataType.FLOAT, new Uint8Array(8)))],
    ['more bytes than the shape takes', 'bad-file', () => read(tensor('w', [1], DataType.FLOAT, new Uint8Array(8)))],
    [
      'a shape of 2 GiB and no bytes',
      'bad-file',
      () => read(tensor('w', [2 ** 14, 2 ** 15], DataType.FLOAT, new Uint8Array(0))),
    ],
    [
      'a shape of more elements than there are',
      'bad-file',
      () => read(tensor('w', [2 ** 40, 2 ** 40], DataType.FLOAT, new Uint8Array(0))),
    ],
    ['a negative size', 'bad-file', () => read(tensor('w', [-2], DataType.FLOAT, new Uint8Array(8)))],
    ['texts', 'unsupported-model', () => read(field(DataType.STRING, [1], { stringData: [new Uint8Array(2)] }))],
    ['complex numbers', 'unsupported-model', () => read(tensor('w', [1], DataType.COMPLEX64, new Uint8Array(8)))],
    ['a type that is not known', 'unsupported-model', () => read(tensor('w', [1], 99, new Uint8Array(8)))],
    ['a whole number of more than 32 bits', 'bad-file', () => numbers(ints('w', [1], [2n ** 40n]))],
    ['too few numbers in a field', 'bad-file', () => read(field(DataType.FLOAT, [3], { floatData: [1] }))],
    [
      'a name with controls',
      'bad-file',
      () => read(tensor('\u001b[2J\n\u202e', [3], DataType.FLOAT, new Uint8Array(8))),
    ],
  ];
  test.each(cases)('%s', (_, code, work) => {
    expect(codeOf(work)).toBe(code);
  });
});

describe('data beside the file', () => {
  const external = (entries: Readonly<Record<string, string>>): TensorProto =>
    field(DataType.FLOAT, [2], {
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
    });
  const files = { 'w.data': new Uint8Array(Float32Array.of(9, 1, 2, 9).buffer) };

  test('is read from its offset', () => {
    const entries = { location: 'w.data', offset: '4', length: '8', checksum: 'abc' };
    expect(Array.from(read(external(entries), files).values())).toEqual([1, 2]);
  });

  test('each file is asked for once', () => {
    const asked: string[] = [];
    const reader = externalReader((path) => {
      asked.push(path);
      return files['w.data'];
    });
    for (const offset of ['0', '4']) storedTensor(external({ location: 'w.data', offset }), reader);
    expect(asked).toEqual(['w.data']);
  });

  const cases: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['a path out of the folder', 'bad-file', { location: '../w.data' }],
    ['a path that begins at the root', 'bad-file', { location: '/etc/passwd' }],
    ['a path of Windows', 'bad-file', { location: 'C:\\w.data' }],
    ['no path', 'bad-file', {}],
    ['an offset behind the end', 'bad-file', { location: 'w.data', offset: '12' }],
    ['an offset that is no number', 'bad-file', { location: 'w.data', offset: '-4' }],
    ['another length', 'bad-file', { location: 'w.data', length: '4' }],
    ['a file that is not there', 'bad-option', { location: 'v.data' }],
  ];
  test.each(cases)('%s is refused', (_, code, entries) => {
    expect(codeOf(() => read(external(entries), files))).toBe(code);
  });

  test('without the option, the file is named', () => {
    const refusal = refusedNow(() => storedTensor(external({ location: 'w.data' }), externalReader(undefined)));
    expect(refusal?.code).toBe('not-found');
    expect(refusal?.message).toContain('w.data');
  });

  test('what cannot be read is named', () => {
    const reader = externalReader(() => {
      throw new Error('no such file');
    });
    expect(codeOf(() => storedTensor(external({ location: 'w.data' }), reader))).toBe('not-found');
  });
});
