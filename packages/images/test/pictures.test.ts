import { writeFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { readImages, type ReadImagesOptions } from '@interp/images/node';
import { refusal, refused } from '@interp/testing/refusal';
import { newFolder } from './new-folder.js';

const folder = newFolder();
const shape = [28, 28, 1];
type Painter = (x: number, y: number) => readonly number[];

/** A picture painted pixel by pixel. */
const paint = async (
  name: string,
  [width, height]: readonly [number, number],
  painter: Painter,
  finish: (image: Sharp) => Sharp = (image) => image,
): Promise<string> => {
  const channels = painter(0, 0).length as 1 | 3 | 4;
  const data = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => painter(Math.floor(i / channels) % width, Math.floor(i / channels / width))[i % channels],
  );
  await finish(sharp(data, { raw: { width, height, channels } })).toFile(folder.at(name));
  return folder.at(name);
};

const read = (path: string, options: Partial<ReadImagesOptions> = {}) =>
  readImages([path], { inputShape: shape, ...options });

const pixels = async (path: string, invert?: boolean): Promise<Float32Array> =>
  (await read(path, { invert })).pixels(0, 1);

/** A vertical bar in the middle. */
const bar =
  (on: number, off: number, width: number): Painter =>
  (x) => [Math.abs(x - (width - 1) / 2) < width / 8 ? on : off];

test('an image of the right size is taken pixel by pixel', async () => {
  const path = await paint('exact.png', [28, 28], (x, y) => [
    x === 0 || y === 0 || x === 27 || y === 27 ? 0 : (x * 9 + y) % 256,
  ]);
  const values = await pixels(path);
  expect(values[28 * 5 + 7]).toBe(Math.fround(((7 * 9 + 5) % 256) / 127.5 - 1));
  expect(values[0]).toBe(-1);
});

test.each([
  ['white on black', 255, 0, undefined, 1],
  ['black on white, inverted', 0, 255, undefined, 1],
  ['black on white, left as it is', 0, 255, false, -1],
  ['white on black, inverted on demand', 255, 0, true, -1],
])('%s', async (_, on, off, invert, stroke) => {
  const values = await pixels(await paint('bar.png', [280, 280], bar(on, off, 280)), invert);
  expect(values[14 * 28 + 14]).toBeCloseTo(stroke, 1);
  expect(values[14 * 28 + 1]).toBeCloseTo(-stroke, 1);
});

test.each(['jpg', 'webp', 'png'])(
  'a %s of any size keeps its proportions; what is left over is background',
  async (format) => {
    const values = await pixels(await paint(`wide.${format}`, [300, 100], bar(10, 240, 300)));
    const row = (y: number): number[] => Array.from(values.subarray(28 * y, 28 * y + 28));
    expect(Math.max(...row(0))).toBeLessThan(-0.8);
    expect(Math.max(...row(27))).toBeLessThan(-0.8);
    expect(row(14)[14]).toBeGreaterThan(0.8);
    expect(row(14)[2]).toBeLessThan(-0.8);
  },
);

test('colours become grey, and nothing goes beyond -1 and 1', async () => {
  const values = await pixels(
    await paint('colour.png', [56, 56], (x) => (x > 20 && x < 36 ? [255, 220, 0] : [0, 0, 90])),
  );
  expect(values[14 * 28 + 14]).toBeGreaterThan(0.5);
  expect(values[14 * 28 + 1]).toBeLessThan(-0.5);
  expect(values.every((value) => value >= -1 && value <= 1)).toBe(true);
});

test.each([
  ['a black stroke on nothing', 0],
  ['a white stroke on nothing', 255],
])('%s is a stroke', async (_, grey) => {
  const path = await paint('clear.png', [56, 56], (x) => [grey, grey, grey, x > 20 && x < 36 ? 255 : 0]);
  const values = await pixels(path);
  expect(values[14 * 28 + 14]).toBeCloseTo(1, 1);
  expect(values[14 * 28 + 1]).toBeCloseTo(-1, 1);
});

test('16 bits and a turned photograph', async () => {
  const deep = await paint('deep.png', [28, 28], bar(255, 0, 28), (image) => image.toColourspace('grey16'));
  expect((await pixels(deep))[14 * 28 + 14]).toBe(1);
  const turned = await paint(
    'turned.jpg',
    [56, 56],
    (x) => [x > 40 ? 255 : 0],
    (image) => image.withMetadata({ orientation: 6 }),
  );
  const values = await pixels(turned);
  expect(values[26 * 28 + 14]).toBeGreaterThan(0.8);
  expect(values[14 * 28 + 26]).toBeLessThan(-0.8);
});

test('colour networks get colours', async () => {
  const path = await paint('rgb.png', [64, 32], () => [10, 20, 30]);
  const values = (await read(path, { inputShape: [8, 8, 3] })).pixels(0, 1);
  expect(values).toHaveLength(8 * 8 * 3);
  expect(Array.from(values.subarray(3 * (8 * 4 + 4), 3 * (8 * 4 + 4) + 3), (v) => Math.round((v + 1) * 127.5))).toEqual(
    [10, 20, 30],
  );
});

test.each([
  ['missing', () => folder.at('none.png'), 'not-found'],
  ['text', () => (writeFileSync(folder.at('t.png'), 'text'), folder.at('t.png')), 'bad-file'],
  ['empty', () => (writeFileSync(folder.at('0.png'), ''), folder.at('0.png')), 'bad-file'],
])('%s files are refused', async (_, path, code) => {
  expect(await refusal(() => pixels(path()))).toBe(code);
});

test('a cut-off picture is refused', async () => {
  const whole = await sharp(Buffer.alloc(64 * 64 * 3, 7), { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer();
  writeFileSync(folder.at('cut.png'), whole.subarray(0, whole.length - 30));
  expect(await refusal(() => pixels(folder.at('cut.png')))).toBe('bad-file');
});

/** The beginning of a PNG of any size, which says how large it is; there is nothing behind it. */
const pngOf = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(33);
  header.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  header.writeUInt32BE(13, 8);
  header.write('IHDR', 12, 'latin1');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  header.set([8, 0, 0, 0, 0], 24);
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  return header;
};
/** An empty IDAT and the end. */
const nothingMore = Buffer.from('0000000049444154' + '35af061e' + '0000000049454e44ae426082', 'hex');
const crc32 = (bytes: Uint8Array): number => {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
};

test.each([
  [1, 100_000_000],
  [100_000_000, 1],
  [10_001, 10_001],
  [30_001, 2],
])('a picture of %d by %d is refused by its size, before it is decoded', async (width, height) => {
  const path = folder.at('large.png');
  writeFileSync(path, Buffer.concat([pngOf(width, height), nothingMore]));
  const { code, message } = await refused(() => pixels(path));
  expect(code).toBe('bad-file');
  expect(message).toContain(`it has ${width} × ${height} pixels; at most`);
});
