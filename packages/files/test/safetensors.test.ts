import fc from 'fast-check';
import { float32Entry, int32Entry, readSafetensors, writeSafetensors, type SafetensorsEntry } from '../src/index.js';
import { codeOf, refusedNow } from '@interp/testing/refusal';

const file = (header: string, data = 0, length?: bigint): Uint8Array => {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
};

/** Why bytes are refused. */
const reason = (bytes: Uint8Array): string => {
  const { code, message } = refusedNow(() => readSafetensors(bytes)) ?? { code: 'bad-file', message: 'taken' };
  expect(code).toBe('bad-file');
  return message;
};

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]): string =>
  JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, end] });

test('metadata of five million escapes are read', () => {
  const { metadata } = readSafetensors(file(`{"__metadata__":{"a":"${'\\\\\\"'.repeat(5e6)}"}}`));
  expect(metadata.get('a')).toHaveLength(1e7);
});

describe('reading refuses', () => {
  const cases: [string, Uint8Array, RegExp][] = [
    ['an empty file', new Uint8Array(0), /too few/],
    ['a header longer than the file', file('{}', 0, 3n), /claims 3 bytes/],
    ['an absurd header length', file('{}', 0, 0x7fffffffffffffffn), /more than the format allows/],
    ['a header length with its highest bit set', file('{}', 0, 0xffffffffffffffffn), /more than the format allows/],
    [
      'an element type that is no text',
      file('{"a":{"dtype":{"toString":1,"valueOf":1},"shape":[],"data_offsets":[0,0]}}'),
      /no text/,
    ],
    [
      'a field twice, behind a million quotation marks in the metadata',
      file(
        `{"__metadata__":{"a":"${'\\\\\\"'.repeat(1e6)}"},"b":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}`,
        1,
      ),
      /"dtype" twice/,
    ],
    ['objects in each other, 100,000 deep', file(`{"a":${'{"b":'.repeat(1e5)}1${'}'.repeat(1e5)}}`), /unknown key "b"/],
    ['a key of ten million letters', file(`{"${'a'.repeat(10_000_000)}":1}`), /no object/],
    ['a header that is no JSON', file('{"a":'), /no JSON/],
    ['a header that is no UTF-8', file('{"\xff":1}').map((b) => (b === 0xc3 ? 0xff : b)), /no JSON/],
    ['an array as header', file('[1,2,3]'), /no JSON object/],
    ['leading spaces', file('  {}'), /no JSON object/],
    ['a byte order mark', file('\ufeff{}'), /no JSON/],
    ['an entry that is a number', file('{"a":1}'), /no object/],
    ['an entry that is null', file('{"a":null}'), /no object/],
    ['an unknown element type', file('{"a":{"dtype":"F8","shape":[],"data_offsets":[0,1]}}', 1), /element type/],
    [
      'an inherited name as element type',
      file('{"a":{"dtype":"toString","shape":[],"data_offsets":[0,1]}}', 1),
      /element type/,
    ],
    ['a missing shape', file('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4), /shape/],
    ['a negative size', file(`{"a":${f32(0, 4, [-1])}}`, 4), /shape/],
    ['a broken size', file(`{"a":${f32(0, 4, [0.5, 2])}}`, 4), /shape/],
    ['sizes whose product overflows', file(`{"a":${f32(0, 4, [2 ** 40, 2 ** 40])}}`, 4), /needs/],
    ['three offsets', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}', 1), /offsets/],
    ['offsets as text', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":["0","1"]}}', 1), /offsets/],
    ['offsets in the wrong order', file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}', 1), /needs/],
    ['too few bytes for the shape', file(`{"a":${f32(0, 4, [2])}}`, 4), /needs 8 bytes/],
    ['offsets beyond the file', file(`{"a":${f32(0, 8)}}`, 4), /ends at byte 8 of 4/],
    ['overlapping tensors', file(`{"a":${f32(0, 8)},"b":${f32(4, 12)}}`, 12), /overlaps/],
    ['the same bytes twice', file(`{"a":${f32(0, 8)},"b":${f32(0, 8)}}`, 8), /overlaps/],
    ['a gap', file(`{"a":${f32(0, 4)},"b":${f32(8, 12)}}`, 12), /gap of 4/],
    ['bytes after the last tensor', file(`{"a":${f32(0, 4)}}`, 5), /1 bytes follow/],
    ['data without a tensor', file('{}', 1), /1 bytes follow/],
    ['a tensor twice', file(`{"a":${f32(0, 4)},"a":${f32(0, 4)}}`, 4), /"a" twice/],
    ['a tensor twice, once escaped', file(`{"a":${f32(0, 4)},"\\u0061":${f32(0, 4)}}`, 4), /"a" twice/],
    ['a field twice', file('{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1), /"dtype" twice/],
    ['a tensor called __proto__', file(`{"__proto__":${f32(0, 4)}}`, 4), /__proto__/],
    [
      'a field called __proto__',
      file('{"a":{"__proto__":{},"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1),
      /unknown key/,
    ],
    ['an unknown field', file('{"a":{"x":1,"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1), /unknown key "x"/],
    ['metadata that are no text', file('{"__metadata__":{"n":1}}'), /"n" is no text/],
    ['metadata that are a list', file('{"__metadata__":["n"]}'), /no object/],
    [
      'a BOOL of 2',
      file('{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}', 1).map((b, i, all) =>
        i === all.length - 1 ? 2 : b,
      ),
      /0 and 1/,
    ],
  ];
  test.each(cases)('%s', (_, bytes, message) => {
    expect(reason(bytes)).toMatch(message);
  });

  test('nothing of what Object.prototype has', () => {
    readSafetensors(file('{"__metadata__":{"__proto__":"x","constructor":"y"}}'));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('reading takes', () => {
  test('an empty header, padding and empty tensors', () => {
    expect(readSafetensors(file('{}      ')).tensors.size).toBe(0);
    expect(readSafetensors(file(`{"a":${f32(0, 0, [0, 5])},"b":${f32(0, 4, [])}}`, 4)).tensors.get('a')?.shape).toEqual(
      [0, 5],
    );
  });

  test('a view that is not aligned, without keeping hold of it', () => {
    const sound = writeSafetensors([['w', float32Entry([3], [1, -2, 3.5])]]);
    const shifted = new Uint8Array(sound.length + 3);
    shifted.set(sound, 3);
    const { tensors } = readSafetensors(shifted.subarray(3));
    shifted.fill(0);
    expect(tensors.get('w')?.data).toEqual(new Float32Array([1, -2, 3.5]));
  });

  test('text inside strings that looks like structure', () => {
    const name = 'a","b":{[\\"';
    const { tensors, metadata } = readSafetensors(writeSafetensors([[name, int32Entry([1], [7])]], [[name, '}{,":']]));
    expect(tensors.get(name)?.data).toEqual(new Int32Array([7]));
    expect(metadata.get(name)).toBe('}{,":');
  });
});

const entry = (): fc.Arbitrary<SafetensorsEntry> =>
  fc.array(fc.nat(3), { maxLength: 4 }).chain((shape) => {
    const size = shape.reduce((product, n) => product * n, 1);
    const of = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: size, maxLength: size });
    const halves = of(fc.nat(0xffff).map((bits) => Math.fround((bits & 0x3ff) * 2 ** -((bits >>> 10) & 0xf))));
    return fc.oneof(
      of(fc.float()).map((v): SafetensorsEntry => ({ dtype: 'F32', shape, data: Float32Array.from(v) })),
      of(fc.double()).map((v): SafetensorsEntry => ({ dtype: 'F64', shape, data: Float64Array.from(v) })),
      halves.map((v): SafetensorsEntry => ({
        dtype: 'F16',
        shape,
        data: Float32Array.from(v.map((x) => Math.min(x, 1023))),
      })),
      of(fc.integer({ min: -128, max: 128 })).map((v): SafetensorsEntry => ({
        dtype: 'BF16',
        shape,
        data: Float32Array.from(v),
      })),
      of(fc.integer()).map((v): SafetensorsEntry => ({ dtype: 'I32', shape, data: Int32Array.from(v) })),
      of(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })).map((v): SafetensorsEntry => ({
        dtype: 'I64',
        shape,
        data: BigInt64Array.from(v),
      })),
      of(fc.nat(255)).map((v): SafetensorsEntry => ({ dtype: 'U8', shape, data: Uint8Array.from(v) })),
      of(fc.nat(1)).map((v): SafetensorsEntry => ({ dtype: 'BOOL', shape, data: Uint8Array.from(v) })),
    );
  });

/** JavaScript's objects put such keys first. */
const isIndex = (name: string) => /^\d+$/.test(name);
const tensorName = fc
  .string({ unit: 'grapheme' })
  .filter((name) => name !== '__metadata__' && name !== '__proto__' && !isIndex(name));
const contents = fc.record({
  tensors: fc.uniqueArray(fc.tuple(tensorName, entry()), { selector: ([name]) => name, maxLength: 6 }),
  metadata: fc.uniqueArray(fc.tuple(tensorName, fc.string()), { selector: ([key]) => key, maxLength: 3 }),
});

describe('writing and reading', () => {
  test('gives back what was written, aligned', () => {
    fc.assert(
      fc.property(contents, ({ tensors, metadata }) => {
        const bytes = writeSafetensors(tensors, metadata);
        const read = readSafetensors(bytes);
        expect([...read.tensors].map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual(
          tensors.map(([name, { dtype, shape }]) => [name, dtype, shape]),
        );
        for (const [name, { data }] of tensors)
          expect(Array.from(read.tensors.get(name)!.data as Float32Array)).toEqual(Array.from(data as Float32Array));
        expect([...read.metadata]).toEqual(metadata);
        expect(writeSafetensors(read.tensors, read.metadata)).toEqual(bytes);
      }),
    );
  });

  test('bytes changed, cut or added are refused or read, and never anything else', () => {
    const sound = fc.record({ contents, at: fc.nat(), byte: fc.nat(255), cut: fc.nat(), how: fc.nat(2) });
    fc.assert(
      fc.property(sound, ({ contents: { tensors, metadata }, at, byte, cut, how }) => {
        const bytes = writeSafetensors(tensors, metadata);
        if (how === 0) bytes[at % bytes.length] = byte;
        const given =
          how === 1 ? bytes.subarray(0, cut % bytes.length) : how === 2 ? new Uint8Array([...bytes, byte]) : bytes;
        const answer = reason(given);
        if (how > 0) expect(answer).not.toBe('taken');
      }),
      { numRuns: 500 },
    );
  });

  test('any bytes at all are refused or read', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (header, data) => {
        reason(file(`{${header}}`, data.length));
        reason(data);
      }),
      { numRuns: 500 },
    );
  });
});

describe('16-bit floats', () => {
  const through = (dtype: 'F16' | 'BF16', values: number[]): number[] =>
    Array.from(
      readSafetensors(
        writeSafetensors([['a', { dtype, shape: [values.length], data: Float32Array.from(values) }]]),
      ).tensors.get('a')!.data as Float32Array,
    );

  test('every F16 value is read and written as itself', () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i).filter(
      (b) => (b & 0x7c00) !== 0x7c00 || (b & 0x3ff) === 0,
    );
    const bytes = file(
      `{"a":{"dtype":"F16","shape":[${bits.length}],"data_offsets":[0,${bits.length * 2}]}}`,
      bits.length * 2,
    );
    bytes.set(new Uint8Array(bits.buffer), bytes.length - bits.length * 2);
    const values = readSafetensors(bytes).tensors.get('a')!;
    const written = writeSafetensors([['a', values]]);
    expect(written.subarray(written.length - bits.length * 2)).toEqual(new Uint8Array(bits.buffer));
  });

  test.each([
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [65519, 65504],
    [65520, Infinity],
    [-70000, -Infinity],
    [2 ** -25, 0],
    [1.5 * 2 ** -24, 2 ** -23],
    [0.1, 0.0999755859375],
  ])('F16 rounds %d to %d', (value, rounded) => {
    expect(through('F16', [value])).toEqual([rounded]);
  });

  test.each([
    [1 + 2 ** -8, 1],
    [1 + 3 * 2 ** -8, 1 + 2 ** -6],
    [3.4e38, Infinity],
    [0.1, 0.10009765625],
  ])('BF16 rounds %d to %d', (value, rounded) => {
    expect(through('BF16', [value])).toEqual([rounded]);
  });

  test('NaN stays NaN', () => {
    expect(through('F16', [NaN])).toEqual([NaN]);
    expect(through('BF16', [NaN])).toEqual([NaN]);
  });
});

describe('writing refuses', () => {
  const one = float32Entry([1], [1]);
  test.each([
    [
      'a name used twice',
      [
        ['a', one],
        ['a', one],
      ],
      'bad-option',
    ],
    ['a reserved name', [['__metadata__', one]], 'bad-option'],
    ['a shape that does not fit', [['a', { ...one, shape: [2] }]], 'bad-shape'],
    ['a negative size', [['a', { ...one, shape: [-1, -1] }]], 'bad-shape'],
    ['another array than the type asks for', [['a', { ...one, dtype: 'I32' }]], 'bad-value'],
    ['an unknown type', [['a', { ...one, dtype: 'F8' as 'F32' }]], 'bad-option'],
    ['a BOOL of 2', [['a', { dtype: 'BOOL', shape: [1], data: new Uint8Array([2]) }]], 'bad-value'],
  ] as [string, [string, SafetensorsEntry][], string][])('%s', (_, tensors, code) => {
    expect(codeOf(() => writeSafetensors(tensors))).toBe(code);
  });
});

describe('element types', () => {
  const stored = (dtype: string, shape: readonly number[], bytes: readonly number[]): Uint8Array => {
    const whole = file(JSON.stringify({ x: { dtype, shape, data_offsets: [0, bytes.length] } }), bytes.length);
    whole.set(bytes, whole.length - bytes.length);
    return whole;
  };
  const minusOne = (n: number): number[] => Array<number>(n).fill(255);
  test.each<[SafetensorsEntry['dtype'], number[], readonly (number | bigint)[]]>([
    ['I8', [0x80, 0x7f], [-128, 127]],
    ['U8', [0x80, 0x7f], [128, 127]],
    ['I16', [0, 0x80, ...minusOne(2)], [-32768, -1]],
    ['U16', [0, 0x80, ...minusOne(2)], [32768, 65535]],
    ['I32', [1, 0, 0, 0, ...minusOne(4)], [1, -1]],
    ['U32', [1, 0, 0, 0, ...minusOne(4)], [1, 2 ** 32 - 1]],
    ['I64', [1, 0, 0, 0, 0, 0, 0, 0, ...minusOne(8)], [1n, -1n]],
    ['U64', [1, 0, 0, 0, 0, 0, 0, 0, ...minusOne(8)], [1n, 2n ** 64n - 1n]],
    ['F8_E4M3', [0x38, 0xb8, 0x7e, 0x01, 0x7f], [1, -1, 448, 2 ** -9, NaN]],
    ['F8_E5M2', [0x3c, 0xbc, 0x7b, 0x01, 0x7c], [1, -1, 57344, 2 ** -16, Infinity]],
    ['F8_E8M0', [127, 0, 254, 255], [1, Math.fround(2 ** -127), 2 ** 127, NaN]],
  ])('%s', (dtype, bytes, values) => {
    const entry = readSafetensors(stored(dtype, [values.length], bytes)).tensors.get('x')!;
    expect([...(entry.data as Float32Array)]).toEqual(values);
    if (dtype.startsWith('F8')) expect(codeOf(() => writeSafetensors([['x', entry]]))).toBe('bad-option');
    else expect(writeSafetensors([['x', entry]]).slice(-bytes.length)).toEqual(Uint8Array.from(bytes));
  });

  test.each([
    ['F4', [4], 2],
    ['F6_E2M3', [4], 3],
    ['C64', [1], 8],
  ])('%s is listed, and refused when its elements are asked for', (dtype, shape, size) => {
    const entry = readSafetensors(stored(dtype, shape, minusOne(size))).tensors.get('x')!;
    expect([entry.dtype, entry.shape]).toEqual([dtype, shape]);
    expect(refusedNow(() => entry.data)).toMatchObject({
      code: 'bad-file',
      message: `the tensor "x" has the element type ${dtype}, which is not supported; store it as F32`,
    });
    expect(codeOf(() => readSafetensors(stored(dtype, shape, minusOne(size + 1))))).toBe('bad-file');
  });
});
