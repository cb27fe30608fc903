import { float32Entry, int32Entry, type SafetensorsEntry } from '@interp/files';
import { storedImages, type StoredImagesOptions } from '../src/index.js';
import { refused } from '@interp/testing/refusal';

const of = (tensors: Record<string, SafetensorsEntry>): ReadonlyMap<string, SafetensorsEntry> =>
  new Map(Object.entries(tensors));
const values = Float32Array.from({ length: 2 * 12 }, (_, i) => i / 12 - 1);
const shape = [2, 2, 3];

test('NHWC is taken as it is, NCHW is turned', () => {
  const nhwc = storedImages(of({ images: float32Entry([2, 2, 2, 3], values) }), { shape });
  expect(nhwc).toEqual({ size: 2, pixels: values, labels: undefined });
  const turned = values.map((_, i) => {
    const [image, place, channel] = [Math.floor(i / 12), Math.floor((i % 12) / 3), i % 3];
    return values[image * 12 + channel * 4 + place];
  });
  expect(storedImages(of({ images: float32Entry([2, 3, 2, 2], values) }), { shape }).pixels).toEqual(turned);
});

test('the tensor that is named, `images`, or the only one, with the labels', () => {
  const grey = { shape: [2, 2, 1] };
  const entry = (value: number): SafetensorsEntry => float32Entry([1, 2, 2], new Float32Array(4).fill(value));
  const labels = int32Entry([1], [7]);
  expect(storedImages(of({ other: entry(0.5), labels }), grey)).toMatchObject({ size: 1, labels: [7] });
  expect(storedImages(of({ images: entry(0), other: entry(0.5) }), grey).pixels[0]).toBe(0);
  expect(storedImages(of({ images: entry(0), other: entry(0.5) }), { ...grey, tensor: 'other' }).pixels[0]).toBe(0.5);
});

test('inputs of any shape; the order of axes is asked for where both fit', () => {
  const flat = storedImages(of({ x: float32Entry([3, 8], values) }), { shape: [8] });
  expect(flat).toMatchObject({ size: 3, pixels: values });
  const volumes = storedImages(of({ x: float32Entry([1, 3, 2, 2, 2], values) }), { shape: [2, 2, 2, 3] });
  expect(volumes.pixels).toEqual(values.map((_, i) => values[8 * (i % 3) + Math.floor(i / 3)]));
  const cube = of({ x: float32Entry([3, 2, 2, 2], values) });
  const read = (layout: 'nhwc' | 'nchw') => storedImages(cube, { shape: [2, 2, 2], layout }).pixels;
  expect(read('nhwc')).toEqual(values);
  expect(read('nchw')).toEqual(
    values.map((_, i) => values[8 * Math.floor(i / 8) + 4 * (i % 2) + Math.floor((i % 8) / 2)]),
  );
  const grey = storedImages(of({ x: float32Entry([24, 1, 1, 1], values) }), { shape: [1, 1, 1], layout: 'nchw' });
  expect(grey.pixels).toEqual(values);
});

const images = float32Entry([2, 2, 2, 3], values);
test.each<[string, Record<string, SafetensorsEntry>, Partial<StoredImagesOptions>, string]>([
  ['another tensor', { images }, { tensor: 'maps' }, 'not-found'],
  ['an empty file', {}, {}, 'not-found'],
  ['either order', { x: float32Entry([3, 2, 2, 2], values) }, { shape: [2, 2, 2] }, 'bad-option'],
  ['the other order', { images }, { layout: 'nchw' }, 'bad-file'],
  ['another shape', { images: float32Entry([2, 12], values) }, {}, 'bad-file'],
  ['whole numbers', { images: int32Entry([2, 2, 2, 3], new Int32Array(24)) }, {}, 'bad-file'],
  ['no images', { images: float32Entry([0, 2, 2, 3], []) }, {}, 'bad-file'],
  ['too few labels', { images, labels: int32Entry([1], [1]) }, {}, 'bad-file'],
  ['labels of other classes', { images, labels: int32Entry([2], [1, 14]) }, { classes: 10 }, 'bad-value'],
  [
    'bytes',
    {
      images: float32Entry(
        [2, 2, 2, 3],
        values.map((v) => 255 * (v + 1) * 0.5),
      ),
    },
    {},
    'bad-value',
  ],
  ['NaN', { images: float32Entry([2, 2, 2, 3], values.slice().fill(NaN, 23)) }, {}, 'bad-value'],
])('%s: refused with the name of the file', async (_, tensors, options, code) => {
  const error = await refused(() => storedImages(of(tensors), { shape, name: 'a.safetensors', ...options }));
  expect(error).toMatchObject({ code });
  expect(error.message).toMatch(/^a\.safetensors/);
});
