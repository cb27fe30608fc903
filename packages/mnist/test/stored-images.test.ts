import { checkWithinBounds } from '@interp/core/internal';
import { float32Entry, int32Entry, type SafetensorsEntry } from '@interp/files';
import { storedImages, type StoredImagesOptions } from '../src/index.js';
import { refused } from '@interp/testing/refusal';

const of = (tensors: Record<string, SafetensorsEntry>): ReadonlyMap<string, SafetensorsEntry> =>
  new Map(Object.entries(tensors));
const values = Float32Array.from({ length: 2 * 12 }, (_, i) => i / 12 - 1);
const shape = [2, 2, 3];

test('NHWC is taken as it is, NCHW is turned', () => {
  const nhwc = storedImages(of({ images: float32Entry([2, 2, 2, 3], values) }), { shape });
  expect(nhwc).toEqual({ size: 2, pixels: values, indices: [0, 1], missing: [] });
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

/** Five images of four values, some spoilt, and labels for them. */
const five = (spoilt: Readonly<Record<number, number>>, labels = [0, 1, 2, 3, 4]) => {
  const data = Float32Array.from({ length: 20 }, (_, i) => i / 20);
  for (const [image, value] of Object.entries(spoilt)) data[4 * Number(image) + 2] = value;
  return of({ images: float32Entry([5, 2, 2], data), labels: int32Entry([5], labels) });
};

test.each<[string, ReadonlyMap<string, SafetensorsEntry>, readonly number[], RegExp]>([
  ['holds no number', five({ 2: NaN }), [2], /image 2 holds NaN; expected finite/],
  ['is infinite, as another', five({ 0: Infinity, 3: -Infinity }), [0, 3], /image 0 holds Infinity/],
  ['is beyond the bounds', five({ 4: 255 }), [4], /image 4 has values from 0.8 to 255; expected -1 .*divide them/],
  ['has a label of another model', five({}, [0, 1, 10, 3, 4]), [2], /image 2 has the label 10; expected 0 to 9/],
  ['has no label', five({}, [0, -1, 2, 3, 4]), [1], /image 1 has the label -1/],
  ['has none and is beyond, as another', five({ 1: 9, 2: NaN }, [0, -1, 2, 3, 4]), [1, 2], /image 1 /],
])('one image that %s: refused, or left out among others', async (_, tensors, gone, message) => {
  const options = { shape: [2, 2, 1], classes: 10 };
  expect((await refused(() => storedImages(tensors, options))).message).toMatch(message);
  const found = storedImages(tensors, { ...options, takesMissing: true });
  const kept = [0, 1, 2, 3, 4].filter((index) => !gone.includes(index));
  expect(found).toMatchObject({ size: kept.length, indices: kept, labels: kept });
  expect(Array.from(found.pixels)).toEqual(kept.flatMap((i) => [0, 1, 2, 3].map((k) => Math.fround((4 * i + k) / 20))));
  expect(found.missing.map(({ index }) => index)).toEqual(gone);
  expect(found.missing[0].error.message).toMatch(message);
});

test('where most are wrong, or all, the file is', async () => {
  const options = { shape: [2, 2, 1], classes: 10, takesMissing: true };
  const bytes = await refused(() => storedImages(five({ 0: 200, 1: 100, 2: 255 }), options));
  expect(bytes.message).toMatch(/the values are from 0 to 255; .*divide them by 127\.5/);
  const all = five({ 0: NaN, 1: NaN, 2: NaN, 3: NaN, 4: NaN });
  expect((await refused(() => storedImages(all, options))).message).toMatch(/image 0 holds NaN/);
  const labels = await refused(() => storedImages(five({}, [10, 11, 2, 13, 4]), options));
  expect(labels.message).toMatch(/image 0 has the label 10/);
});

test.each<[readonly [number, number], number, boolean]>([
  [[-1, 1], 1.0001, true],
  [[-1, 1], -1.0001, true],
  [[-1, 1], 1.00011, false],
  [[0, 1], -0.0001, true],
  [[0, 1], -0.00011, false],
  [[0, 255], 255.0002, true],
  [[0, 255], 255.001, false],
  [[0, 255], -0.001, false],
  [[-200, 5e6], 5e6 + 4, true],
  [[-200, 5e6], 5e6 + 8, false],
])('bounds of %j take %p: %p, in a file as in a batch', async (bounds, value, isTaken) => {
  const data = Float32Array.of(bounds[0], value, bounds[1], 0.5);
  const stored = () => storedImages(of({ x: float32Entry([1, 4], data) }), { shape: [4], bounds });
  const batch = () => checkWithinBounds(data, bounds);
  for (const check of [stored, batch]) {
    if (isTaken) check();
    else expect(await refused(check)).toMatchObject({ code: 'bad-value' });
  }
});
