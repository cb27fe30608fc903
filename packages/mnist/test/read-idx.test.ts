import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readIdxImages, readIdxLabels } from '../src/index.js';
import { idxFile } from './idx-file.js';
import { refusal, refused } from '@interp/testing/refusal';

const images = idxFile([3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 250, 255]);
const labels = idxFile([4], [7, 2, 1, 0]);
const gzipped = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const set = (bytes: Uint8Array, at: number, value: number): Uint8Array => bytes.with(at, value);

describe('good files', () => {
  test.each([
    ['plain', images],
    ['gzip', gzipped(images)],
  ])('images, %s', async (_, file) => {
    const { count, rows, columns, pixels } = await readIdxImages(file);
    expect([count, rows, columns]).toEqual([3, 2, 2]);
    expect([...pixels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 250, 255]);
  });

  test.each([
    ['plain', labels],
    ['gzip', gzipped(labels)],
    ['in the middle of a larger buffer', joined(Uint8Array.of(1, 2, 3), labels).subarray(3)],
  ])('labels, %s', async (_, file) => {
    expect([...(await readIdxLabels(file))]).toEqual([7, 2, 1, 0]);
  });

  test('gzip in the middle of a larger buffer', async () => {
    const file = gzipped(labels);
    const around = joined(Uint8Array.of(9, 9), file, Uint8Array.of(9, 9));
    expect([...(await readIdxLabels(around.subarray(2, 2 + file.length)))]).toEqual([7, 2, 1, 0]);
  });
});

const huge = new Uint8Array(16);
huge.set([0, 0, 8, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

const bad: [string, Uint8Array, RegExp][] = [
  ['nothing', new Uint8Array(), /cut off: it has 0 bytes/],
  ['three bytes', images.subarray(0, 3), /cut off: it has 3 bytes/],
  ['half a header', images.subarray(0, 11), /cut off in its header: it has 11 of 16 bytes/],
  ['wrong magic', set(images, 0, 1), /is no IDX file: it starts with 01 00 08 03; expected 00 00 08 03/],
  ['a text', new TextEncoder().encode('hello, I am no image'), /is no IDX file: it starts with 68 65 6c 6c/],
  ['floats', set(images, 2, 0x0d), /holds 32-bit floats; expected unsigned bytes/],
  ['an unknown type', set(images, 2, 0x42), /holds an unknown type \(0x42\)/],
  ['labels for images', labels, /has 1 dimension; expected 3 \(images, rows, columns\)/],
  ['no images', idxFile([0, 2, 2], []), /is empty: its dimensions are 0 x 2 x 2/],
  ['more images than bytes', set(images, 7, 4), /cut off: it has 28 of the 32 bytes/],
  ['fewer images than bytes', set(images, 7, 2), /has 4 bytes after its end; expected 24 in all/],
  ['absurd sizes', huge, /declares 4294967295 x 4294967295 x 4294967295 bytes; expected at most/],
  ['absurd sizes in gzip', gzipped(huge), /declares 4294967295 x/],
  ['gzip cut off', gzipped(images).subarray(0, 30), /corrupt, cut off or followed by/],
  ['gzip with trailing bytes', joined(gzipped(images), Uint8Array.of(1, 2, 3, 4)), /or followed by other bytes/],
  ['two gzip members', joined(gzipped(images), gzipped(images)), /longer than it declares|followed by/],
  ['gzip of gzip', gzipped(gzipped(images)), /is no IDX file: it starts with 1f 8b/],
  ['gzip of a few bytes', gzipped(Uint8Array.of(0, 0, 8)), /cut off: it has 3 bytes/],
  ['gzip of nothing', gzipped(new Uint8Array()), /cut off: it has 0 bytes/],
  ['wrong check sum in gzip', set(gzipped(images), gzipped(images).length - 6, 0x5a), /corrupt, cut off or/],
];

test.each(bad)('refuses %s', async (_, file, message) => {
  const error = await refused(() => readIdxImages(file, { name: 'x.idx' }));
  expect(error.code).toBe('bad-file');
  expect(error.message).toMatch(/^x\.idx /);
  expect(error.message).toMatch(message);
});

test('refuses a small gzip file that uncompresses to far more than it declares, and early', async () => {
  const large = new Uint8Array(50_000_000);
  large.set(images);
  const before = process.memoryUsage().arrayBuffers;
  expect((await refused(() => readIdxImages(gzipped(large)))).message).toMatch(/longer than it declares.* to 28 bytes/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(120_000_000);
});

test('labels of more than ten classes, as EMNIST has them, and the bytes of a response', async () => {
  const file = idxFile([4], [1, 26, 46, 255]);
  expect([...(await readIdxLabels(file))]).toEqual([1, 26, 46, 255]);
  const buffer = Uint8Array.from(file).buffer;
  expect([...(await readIdxLabels(buffer))]).toEqual([1, 26, 46, 255]);
  expect((await readIdxImages(Uint8Array.from(gzipped(images)).buffer)).count).toBe(3);
  for (const none of [undefined, 'text', [0, 0, 8, 1]])
    expect((await refused(() => readIdxImages(none as never, { name: 'x.idx' }))).message).toBe(
      'x.idx is no bytes; expected a Uint8Array or an ArrayBuffer',
    );
});

describe('fuzz', () => {
  const outcome = async (bytes: Uint8Array): Promise<void> => {
    const code = await refusal(async () => {
      const read = await readIdxImages(bytes);
      expect(read.pixels.length).toBe(read.count * read.rows * read.columns);
    });
    expect(['bad-file', 'taken']).toContain(code);
  };
  const random = fc.uint8Array({ maxLength: 200 });
  const file = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.boolean())
    .map(([n, h, w, zip]) => {
      const plain = idxFile([n, h, w], new Uint8Array(n * h * w).fill(7));
      return zip ? gzipped(plain) : plain;
    });

  test('any bytes', () => fc.assert(fc.asyncProperty(random, outcome), { numRuns: 200 }));

  test('a flipped bit gives an error or images of the length that is declared', () =>
    fc.assert(
      fc.asyncProperty(file, fc.nat(), fc.nat(7), (bytes, at, bit) =>
        outcome(set(bytes, at % bytes.length, bytes[at % bytes.length] ^ (1 << bit))),
      ),
      { numRuns: 200 },
    ));

  test('every truncation is refused', () =>
    fc.assert(
      fc.asyncProperty(file, fc.nat(), async (bytes, at) => {
        expect((await refused(() => readIdxImages(bytes.subarray(0, at % bytes.length)))).code).toBe('bad-file');
      }),
      { numRuns: 200 },
    ));

  test('everything appended is refused', () =>
    fc.assert(
      fc.asyncProperty(file, fc.uint8Array({ minLength: 1, maxLength: 40 }), async (bytes, more) => {
        expect((await refused(() => readIdxImages(joined(bytes, more)))).code).toBe('bad-file');
      }),
      { numRuns: 200 },
    ));
});
