import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { listInputs, parquetRows, readImages, type ParquetRow } from '@interp/images/node';
import { refused } from '@interp/testing/refusal';
import { strToU8, zipSync } from 'fflate';
import { newFolder } from './new-folder.js';

// Written by NumPy and pyarrow, by Pillow its pictures: three of random bytes, and three of random numbers from 0 to 1.
const fixture = (name: string): string => join(fileURLToPath(new URL('fixtures', import.meta.url)), name);
const { bytes, floats } = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as Record<string, number[][]>;
const folder = newFolder();
const options = { inputShape: [8, 8, 3], bounds: [0, 1], classes: 2 } as const;
beforeAll(() => startBackend('cpu'));

const pixelsOf = async (input: string, more = {}): Promise<number[]> =>
  Array.from((await readImages([fixture(input)], { ...options, ...more })).pixels(0, 3));

test('bytes of .npz are pictures, in the range of the model; floats are inputs as they are', async () => {
  const images = await readImages([fixture('bytes.npz')], options);
  expect([0, 1, 2].map(images.label)).toEqual([1, 0, 1]);
  const pixels = Array.from(images.pixels(0, 3));
  bytes.flat().forEach((byte, i) => expect(pixels[i]).toBeCloseTo(byte / 255, 6));
  expect(images.name(1)).toBe(`${fixture('bytes.npz')}[1]`);
  // Half precision, packed, and the labels are called y.
  const halves = await pixelsOf('floats.npz');
  floats.flat().forEach((value, i) => expect(Math.abs(halves[i] - value)).toBeLessThan(2 ** -11));
  expect((await readImages([`${fixture('floats.npz')}#x`], options)).label(2)).toBe(1);
});

test('tables of Parquet hold pictures in bytes, or lists of numbers, with labels by number or name', async () => {
  const more = { takesMissing: 'some', classes: 10 } as const;
  const images = await readImages([fixture('pictures.parquet')], { ...options, ...more });
  expect([images.size, images.name(0), images.label(1)]).toEqual([2, 'p0.png', 7]);
  expect(images.missing).toEqual([{ input: 'p1.png', before: 1, error: expect.stringMatching(/p1\.png/) as string }]);
  Array.from(images.pixels(1, 2)).forEach((pixel, i) => expect(pixel).toBeCloseTo(bytes[2][i] / 255, 6));
  const numbers = await readImages([`${fixture('numbers.parquet')}#pixels`], {
    ...options,
    classNames: ['cat', 'dog'],
  });
  expect([0, 1, 2].map((i) => [numbers.name(i), numbers.label(i)])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
  expect(Array.from(numbers.pixels(0, 3))).toEqual(floats.flat());
  const rows: ParquetRow[] = [];
  for await (const some of parquetRows(fixture('pictures.parquet'), { inputShape: [8, 8, 3], classes: 2 }))
    rows.push(...some);
  expect(rows.map(({ error }) => error)).toEqual([undefined, undefined, expect.stringMatching(/the label "7"/)]);
});

test('IDX files are read with their labels beside them; patterns find files of all formats', async () => {
  const header = (...sizes: number[]) =>
    Uint8Array.from([0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size])]);
  const images = folder.at('some-images-idx3-ubyte');
  writeFileSync(images, Buffer.concat([header(2, 1, 2), Uint8Array.of(0, 51, 102, 255)]));
  writeFileSync(folder.at('some-labels-idx1-ubyte'), Buffer.concat([header(2), Uint8Array.of(1, 0)]));
  const found = await readImages([images], { inputShape: [1, 2, 1], bounds: [0, 5] });
  expect([[...found.pixels(0, 2)].map((value) => Math.round(value)), found.label(0)]).toEqual([[0, 1, 2, 5], 1]);
  const all = await listInputs([fixture('*.{npz,parquet}')], options);
  expect(all.map(({ path, isPicture }) => [path.replace(/.*[/\\]/, ''), isPicture])).toEqual(
    ['bytes.npz', 'columns.npz', 'floats.npz', 'gzip.parquet', 'numbers.parquet', 'pictures.parquet'].map((name) => [
      name,
      false,
    ]),
  );
});

test.each([
  ['columns.npz', 'bad-file', /columns before rows/],
  ['bytes.npz#other', 'not-found', /no tensor "other"/],
  ['gzip.parquet', 'bad-file', /packed in a way that is not read; expected Snappy/],
  ['numbers.parquet#other', 'not-found', /no column "other"; expected one of/],
  ['nothing.parquet', 'not-found', /cannot be read/],
  ['nothing.npz', 'not-found', /cannot be read/],
])('%s is refused with %s', async (name, code, message) => {
  const refusal = await refused(() => readImages([fixture(name)], options));
  expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
});

test('damaged files are refused by name', async () => {
  const npy = (header: string, numbers: number) => {
    const text = `${header}\n`;
    return Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Uint8Array.of(text.length, 0),
      strToU8(text),
      new Uint8Array(numbers),
    ]);
  };
  const good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 192), }";
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['a.npz', Buffer.from('no archive'), /cannot be unpacked/],
    ['b.npz', zipSync({ 'images.npy': strToU8('x') }), /no array of NumPy/],
    ['c.npz', zipSync({ 'images.npy': npy(good, 767) }), /has 767 bytes of numbers; expected 768/],
    ['d.npz', zipSync({ 'images.npy': npy(good.replace('<f4', '>f4'), 768) }), /type >f4/],
    ['e.npz', zipSync({ 'images.npy': npy(good.replace('<f4', '|O'), 768) }), /no array|type/],
    ['f.npz', zipSync({ 'images.npy': npy(good.replace('192', '4294967296, 4294967296'), 8) }), /expected \d/],
    ['g.npy', npy(good.slice(0, 20), 768), /no array of NumPy/],
    ['h.parquet', Buffer.from('PAR1 and no more PAR1'), /cannot be read; expected a whole Parquet file/],
    ['i.parquet', readFileSync(fixture('numbers.parquet')).subarray(0, 2000), /cannot be read/],
  ];
  for (const [name, content, message] of cases) {
    writeFileSync(folder.at(name), content);
    const refusal = await refused(() => readImages([folder.at(name)], options));
    expect([name, refusal.code, refusal.message]).toEqual([name, 'bad-file', expect.stringMatching(message)]);
  }
});
