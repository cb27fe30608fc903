import { startBackend } from '@interp/backend';
import { segmentImages, segmentsOf, stateOf, type SegmentImageOptions } from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { slowPicture, someSegments, type SlowGeometry } from './slow-drawing.js';
import { codeOf, refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const pictures = (options: SegmentImageOptions): number[][] => {
  const images = segmentImages(options);
  const [count] = images.shape;
  const values = Array.from(images.dataSync<'float32'>());
  images.dispose();
  const size = values.length / count;
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size));
};

const plain: SlowGeometry = { length: 8.4, thickness: 2.8, slant: 0, shift: [0, 0] };
const geometries: [string, SlowGeometry][] = [
  ['the usual one', plain],
  ['whole pixels', { length: 8, thickness: 2, slant: 0, shift: [0, 0] }],
  ['thin and shifted', { length: 9.3, thickness: 1.3, slant: 0, shift: [-3.4, 2.2] }],
  ['leaning to the right', { length: 7.07, thickness: 3.13, slant: 0.3, shift: [0.41, 0.13] }],
  ['leaning far to the left', { length: 6, thickness: 1.7, slant: -0.9, shift: [1, -1.5] }],
];

describe('the drawing', () => {
  it.each(geometries)('is that of points in polygons: %s', (_, geometry) => {
    const ours = pictures({ ...geometry, states: someSegments.map(stateOf), bounds: [0, 1] });
    someSegments.forEach((segments, i) => {
      const expected = slowPicture(segments, geometry);
      const off = Math.max(...ours[i].map((value, pixel) => Math.abs(value - expected[pixel])));
      expect([segments, off < 0.1]).toEqual([segments, true]);
    });
  });

  it.each(geometries)('without antialiasing lights the pixels whose middle is inside: %s', (_, geometry) => {
    const ours = pictures({ ...geometry, states: someSegments.map(stateOf), bounds: [0, 1], antialias: false });
    someSegments.forEach((segments, i) => expect(ours[i]).toEqual(slowPicture(segments, geometry, 1)));
  });

  it('covers exactly the area of the segments, squares at the corners counting once', () => {
    const [one, corner, all] = pictures({ ...plain, states: ['a', 'ab', 'abcdefg'].map(stateOf), bounds: [0, 1] });
    const area = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
    const [length, thickness] = [plain.length, plain.thickness];
    expect(area(one)).toBeCloseTo((length + thickness) * thickness, 4);
    expect(area(corner)).toBeCloseTo(2 * (length + thickness) * thickness - thickness ** 2, 4);
    expect(area(all)).toBeCloseTo(7 * length * thickness - thickness ** 2, 3);
  });

  it('is -1 where nothing is and 1 where a pixel is covered, for every channel', () => {
    const [image] = pictures({ states: [127], inputShape: [20, 16, 3] });
    expect([Math.min(...image), Math.max(...image)]).toEqual([-1, 1]);
    for (let i = 0; i < image.length; i += 3) expect(new Set(image.slice(i, i + 3)).size).toBe(1);
  });
});

const anyGeometry = fc.record({
  length: fc.double({ min: 0.5, max: 12, noNaN: true }),
  thickness: fc.double({ min: 0.05, max: 8, noNaN: true }),
  slant: fc.double({ min: -1, max: 1, noNaN: true }),
  shift: fc.tuple(fc.double({ min: -6, max: 6, noNaN: true }), fc.double({ min: -6, max: 6, noNaN: true })),
  antialias: fc.boolean(),
});

describe('for every geometry', () => {
  it('there are 128 different images, or it is refused', () => {
    let drawn = 0;
    fc.assert(
      fc.property(anyGeometry, (geometry) => {
        let images: number[][] = [];
        const code = codeOf(() => {
          images = pictures(geometry);
        });
        if (code !== 'taken') return expect(code).toBe('bad-option');
        drawn++;
        expect(new Set(images.map((image) => image.join())).size).toBe(128);
        expect(images.every((image) => image.every((value) => value >= -1 && value <= 1))).toBe(true);
        expect(new Set(images[0])).toEqual(new Set([-1]));
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(drawn).toBeGreaterThan(5);
  });

  it('one more segment makes no pixel darker', () => {
    const images = pictures({ slant: 0.2, thickness: 3 });
    for (let state = 0; state < 128; state++)
      for (let bit = 0; bit < 7; bit++) {
        const more = images[state | (1 << bit)];
        expect(images[state].every((value, pixel) => value <= more[pixel] + 1e-6)).toBe(true);
      }
  });

  it('a shift by whole pixels moves the picture and changes nothing else', () => {
    const options = { states: [93], slant: 0.25 };
    const [here] = pictures(options);
    const [there] = pictures({ ...options, shift: [2, -3] });
    const off = here.map((value, at) =>
      at >= 84 && at % 28 < 26 ? Math.abs(value - there[at - 3 * 28 + 2]) : Math.abs(value + 1),
    );
    expect(Math.max(...off)).toBeLessThan(1e-5);
  });

  it('the opposite slant is the mirror image', () => {
    const states = ['abcdefg', 'adg'].map(stateOf);
    const [right, left] = [pictures({ states, slant: 0.3 }), pictures({ states, slant: -0.3 })];
    const off = right.map((image, i) =>
      Math.max(...image.map((value, at) => Math.abs(value - left[i][at - 2 * (at % 28) + 27]))),
    );
    expect(Math.max(...off)).toBeLessThan(1e-5);
  });
});

describe('noise', () => {
  it('is the same for the same seed, another for another, and does not depend on which states are drawn', () => {
    const all = pictures({ noise: 0.1, seed: 5 });
    expect(pictures({ noise: 0.1, seed: 5, states: [127, 3] })).toEqual([all[127], all[3]]);
    expect(pictures({ noise: 0.1, seed: 6, states: [3] })[0]).not.toEqual(all[3]);
    expect(all[3]).not.toEqual(pictures({ states: [3] })[0]);
  });

  it('has the deviation that is asked for and stays within the bounds', () => {
    const [image] = pictures({ states: [0], noise: 0.2, bounds: [-1, 1], inputShape: [200, 200, 1] });
    const above = image.filter((value) => value > -1).map((value) => value + 1);
    expect(above.length / image.length).toBeCloseTo(0.5, 1);
    expect(Math.sqrt(above.reduce((sum, value) => sum + value * value, 0) / above.length)).toBeCloseTo(0.2, 2);
    expect(Math.min(...image)).toBe(-1);
  });
});

it('leaves no tensors but the result', () => {
  const before = tf.memory().numTensors;
  const images = segmentImages({ noise: 0.1 });
  expect(images.shape).toEqual([128, 28, 28, 1]);
  expect(tf.memory().numTensors).toBe(before + 1);
  images.dispose();
});

const bad: [string, SegmentImageOptions, string, RegExp][] = [
  ['a length of 0', { length: 0 }, 'bad-option', /length is 0/],
  ['a thickness below 0', { thickness: -1 }, 'bad-option', /thickness is -1/],
  ['segments as thick as long', { length: 4, thickness: 4 }, 'bad-option', /thinner than long/],
  ['a digit larger than the image', { length: 13 }, 'bad-option', /reaches from/],
  ['a digit that is shifted out', { shift: [10, 0] }, 'bad-option', /reaches from 18.4 to 29.6 across/],
  ['a digit that leans out', { slant: 2 }, 'bad-option', /make length, thickness, slant or shift smaller/],
  ['a slant that is no number', { slant: NaN }, 'bad-option', /slant is NaN/],
  ['a shift of one number', { shift: [1] as unknown as [number, number] }, 'bad-option', /pair/],
  ['segments between the pixels', { thickness: 0.1, antialias: false }, 'bad-option', /look alike/],
  ['noise below 0', { noise: -1 }, 'bad-option', /noise is -1/],
  ['a seed that is no number', { seed: 0.5, noise: 1 }, 'bad-option', /seed/],
  ['a state that there is not', { states: [128] }, 'bad-option', /state is 128/],
  ['no states', { states: [] }, 'bad-shape', /no states/],
  ['bounds upside down', { bounds: [1, -1] }, 'bad-option', /bounds/],
  ['a shape that is no image', { inputShape: [784] }, 'bad-shape', /\[784\]/],
];
it.each(bad)('%s is refused', async (_, options, code, message) => {
  const refusal = await refused(() => segmentImages(options));
  expect(refusal.code).toBe(code);
  expect(refusal.message).toMatch(message);
});

it('a state drawn twice is no mistake', () => {
  const [one, other] = pictures({ states: [5, 5], noise: 0.3 });
  expect(other).toEqual(one);
  expect(segmentsOf(5)).toBe('ac');
});
