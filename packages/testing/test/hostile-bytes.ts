import { readSafetensors, writeSafetensors, type SafetensorsEntry } from '@interp/files';
import fc from 'fast-check';

/** What a field of a file's metadata may hold that nobody wrote there in good faith. */
const texts: readonly string[] = [
  ...[
    '',
    'null',
    '[]',
    '{}',
    '1',
    '-1',
    '"x"',
    '{',
    'NaN',
    '[28,28,1e9]',
    '[0]',
    '[-1]',
    '[28,28]',
    '[null]',
    '\u0000',
  ],
  ...['__proto__', 'constructor', 'toString', '{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{}}}'],
  ...['{"step":-1}', '{"step":1e308}', '{"finished":"x","epoch":[]}', `"${'x'.repeat(2000)}"`, '['.repeat(2000)],
  ...['1,2,x', ',', 'Infinity', '9007199254740993'],
];

const spoilt = ({ dtype, shape, data }: SafetensorsEntry, value: number): SafetensorsEntry =>
  data instanceof Float32Array || data instanceof Float64Array
    ? { dtype, shape, data: data.map(() => value) }
    : { dtype, shape, data };

/** Another shape of as many values. */
const reshaped = ({ dtype, shape, data }: SafetensorsEntry): SafetensorsEntry => ({
  dtype,
  shape: shape.length === 1 ? [1, ...shape] : [data.length],
  data,
});

const empty = ({ dtype, data }: SafetensorsEntry): SafetensorsEntry => ({ dtype, shape: [0], data: data.slice(0, 0) });

/** The same file with something amiss that is still a file of its format. */
const changed = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const { tensors, metadata } = readSafetensors(bytes);
  const name = fc.constantFrom(...tensors.keys());
  const entry = (change: (one: SafetensorsEntry) => SafetensorsEntry) => (which: string) =>
    new Map(tensors).set(which, change(tensors.get(which)!));
  const others: fc.Arbitrary<ReadonlyMap<string, SafetensorsEntry>>[] = [
    name.map((which) => new Map([...tensors].filter(([one]) => one !== which))),
    name.map((which) => new Map([...tensors].map(([one, kept]) => [one === which ? 'constructor' : one, kept]))),
    fc
      .tuple(name, fc.constantFrom(0, -1, 1e38, -3e38, 1e-40))
      .map(([which, value]) => entry((one) => spoilt(one, value))(which)),
    name.map(entry(reshaped)),
    name.map(entry(empty)),
    fc.constant(new Map()),
  ];
  const fields = [...metadata.keys()];
  const said = fc
    .tuple(fc.constantFrom(...fields), fc.oneof(fc.constantFrom(...texts), fc.json()))
    .map(([field, text]) => writeSafetensors(tensors, new Map(metadata).set(field, text)));
  const held = fc.oneof(...others).map((them) => writeSafetensors(them, metadata));
  const left = fc.constantFrom(...fields).map((field) =>
    writeSafetensors(
      tensors,
      [...metadata].filter(([one]) => one !== field),
    ),
  );
  return fields.length === 0 ? held : fc.oneof(said, held, left);
};

/** A file of safetensors that is cut, has other bytes or says other things than the good one. */
export const hostileBytes = (good: Uint8Array): fc.Arbitrary<Uint8Array> => {
  const cut = fc.nat({ max: good.length - 1 }).map((length) => good.slice(0, length));
  const head = fc.nat({ max: Math.min(good.length, 600) - 1 });
  const flipped = fc.tuple(head, fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
    const bytes = good.slice();
    bytes[at] ^= by;
    return bytes;
  });
  return fc.oneof(
    { weight: 1, arbitrary: cut },
    { weight: 2, arbitrary: flipped },
    { weight: 6, arbitrary: changed(good) },
  );
};
