import { imageNames, missingRecords, preparedRecord, withMissing, type Images } from '@interp/images';
import { readImages } from '@interp/images/node';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

let folder = '';
let images: Images;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
  await sharp({ create: { width: 40, height: 40, channels: 3, background: 'white' } })
    .png()
    .toFile(at('blank.png'));
  const seven = '<path d="M30 20 L70 20 L45 80" fill="none" stroke="black" stroke-width="8"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100" fill="white"/>${seven}</svg>`;
  await sharp(Buffer.from(svg)).png().toFile(at('seven.png'));
  writeFileSync(at('broken.png'), 'no picture');
  const inputs = ['blank.png', 'seven.png', 'broken.png'].map(at);
  images = await readImages(['drawn:test/0', ...inputs, 'drawn:test/1'], {
    inputShape: [28, 28, 1],
    takesMissing: 'all',
    prepare: 'digit',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('names of the first, or of all', () => {
  expect(imageNames(images)).toEqual(['drawn:test/0', at('seven.png'), 'drawn:test/1']);
  expect(imageNames(images, 1)).toEqual(['drawn:test/0']);
  expect(imageNames(images, 0)).toEqual([]);
});

test('how an image was made of a picture, without where it lies; nothing of an image of no picture', () => {
  expect(preparedRecord(images, 0)).toEqual({});
  const { prepared } = preparedRecord(images, 1);
  const { frame, ...known } = images.preparation(1)!;
  expect(frame).toHaveLength(4);
  expect(prepared).toEqual(expect.objectContaining(known));
  expect(prepared).not.toHaveProperty('frame');
});

test('what is said of inputs that give no image, alone and in their places among results', () => {
  const [blank, broken] = missingRecords(images);
  expect(blank).toEqual({ input: at('blank.png'), rejected: true, reason: 'no ink' });
  expect(broken.input).toBe(at('broken.png'));
  expect('error' in broken && broken.error).toMatch(/broken\.png/);
  expect(withMissing(images, ['a', 'b', 'c'])).toEqual(['a', blank, 'b', broken, 'c']);
  // Of an interrupted work only what lies before or between what is done.
  expect(withMissing(images, ['a'])).toEqual(['a', blank]);
  expect(withMissing(images, [])).toEqual([]);
  expect(withMissing({ ...images, missing: [] }, ['a'])).toEqual(['a']);
});
