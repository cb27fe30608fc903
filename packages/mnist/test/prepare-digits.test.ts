import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { classifier, random, type Classifier } from '@interp/core';
import { loadModel } from '@interp/files/node';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { drawStrokes, findDigits, prepareDigits, sampleDigits, type PreparedDigit } from '../src/index.js';
import { drawnPhotograph, type Photograph } from './drawn-photograph.js';
import { onCpu } from './on-cpu.js';
import { codeOf } from '@interp/testing/refusal';

let network: Classifier | undefined;
beforeAll(async () => {
  await onCpu();
  const shipped = fileURLToPath(new URL('../../pretrained/weights/lenet/model.json', import.meta.url));
  if (existsSync(shipped)) network = classifier(await loadModel(shipped));
});

/** What the shipped network reads. */
const read = (digits: readonly PreparedDigit[]): number[] => {
  if (!network || digits.length === 0) return [];
  const pixels = Float32Array.from(
    digits.flatMap((digit) => [...digit.pixels]),
    (grey) => grey / 127.5 - 1,
  );
  return tf.tidy(() =>
    Array.from(tf.argMax(network!.logits(tf.tensor4d(pixels, [digits.length, 28, 28, 1])), 1).dataSync()),
  );
};

const falling = (x: number, y: number): number => 1 - 0.35 * x - 0.2 * y;
const lines =
  (every: number, thick: number, strength: number) =>
  (x: number, y: number): number =>
    (y + Math.floor(x / 40)) % every < thick ? strength : 0;
const all = Array.from({ length: 10 }, (_, digit) => digit);

/** Kinds of photographs of one digit; each is to be read right, whichever digit it is. */
const kinds: Readonly<Record<string, Photograph>> = {
  'ink on paper': {},
  'light that falls off': { light: falling },
  'a shadow with an edge': { light: (x, y) => (x + 0.3 * y > 0.6 ? 0.62 : 1) },
  'grey paper in dim light': { paper: [120, 120, 118], light: falling },
  'a yellow pen': { ink: [250, 235, 80] },
  'faint ink': { ink: [210, 210, 205] },
  'chalk on a board': { paper: [35, 60, 50], ink: [225, 225, 215], light: falling, noise: 4 },
  noise: { noise: 18 },
  'ruled lines': { print: lines(30, 2, 0.3), light: falling },
  'ruled lines as dark as the ink': { print: lines(40, 2, 1) },
  'squared paper': { print: (x, y) => (x % 24 < 2 || y % 24 < 2 ? 0.35 : 0) },
  'a sheet on a table': { print: (x, y) => (x < 20 || y < 15 || x > 225 || y > 168 ? 0.7 : 0) },
  specks: { print: (x, y) => ((x - 30) ** 2 + (y - 40) ** 2 < 12 || (x - 215) ** 2 + (y - 160) ** 2 < 16 ? 1 : 0) },
  'black on nothing': { clear: true, ink: [0, 0, 0] },
  'white on nothing': { clear: true, ink: [255, 255, 255] },
  'pale grey on nothing': { clear: true, ink: [238, 238, 238] },
};

const size = { width: 240, height: 180 };

/** Large, small and elsewhere, with a fine pen. */
const places = [
  { x: 70, y: 30, unit: 5.5 },
  { x: 150, y: 90, unit: 2.5 },
  { x: 60, y: 25, unit: 6, pen: 0.7 },
];

/** Half of the digits with each kind, the others with the next. */
const cases = Object.entries(kinds).map(([name, photograph], kind) => {
  const written = all.filter((digit) => (digit + kind) % 2 === 0);
  return [name, photograph, written] as const;
});

test.each(cases)('%s: each digit is found once, in its box, and read', (name, photograph, written) => {
  // Of strokes as fine as the lines that cross them too little would be left.
  const pens = name === 'ruled lines as dark as the ink' ? 2 : 3;
  const digits = written.flatMap((digit) => {
    const place = places[(digit >> 1) % pens];
    const found = prepareDigits(drawnPhotograph({ ...size, ...photograph, digits: [{ digit, ...place }] }));
    expect(found).toHaveLength(1);
    const [{ pixels, box, cut, touching }] = found;
    const [x, y, width, height] = box;
    expect(x).toBeGreaterThan(place.x);
    expect(y).toBeGreaterThan(place.y - 2 * place.unit);
    expect(x + width).toBeLessThan(place.x + 20 * place.unit);
    expect(y + height).toBeLessThan(place.y + 22 * place.unit);
    expect([cut, touching]).toEqual([false, false]);
    expectMnistFormat(pixels);
    return found;
  });
  if (network) expect(read(digits)).toEqual(written);
});

/** The longer side has 20 pixels, the centre of mass is in the middle, and strokes are full. */
const expectMnistFormat = (pixels: Uint8Array): void => {
  const marked = Array.from(pixels.keys()).filter((at) => pixels[at] > 0);
  const side = (place: (at: number) => number): number =>
    Math.max(...marked.map(place)) - Math.min(...marked.map(place)) + 1;
  const [x, y] = [(at: number) => at % 28, (at: number) => Math.floor(at / 28)];
  expect(Math.max(side(x), side(y))).toBe(20);
  const mass = marked.reduce((sum, at) => sum + pixels[at], 0);
  for (const place of [x, y])
    expect(Math.abs(marked.reduce((sum, at) => sum + pixels[at] * place(at), 0) / mass - 14)).toBeLessThanOrEqual(0.5);
  expect(Math.max(...pixels)).toBe(255);
};

/** Another light around a square that is turned, of so many pixels a side. */
const note =
  (around: number, side: number, slope: number) =>
  (x: number, y: number): number => {
    const [dx, dy] = [320 * x - 160, 240 * y - 120];
    const length = Math.sqrt(1 + slope * slope);
    const far = Math.max(Math.abs(dx + slope * dy), Math.abs(dy - slope * dx)) / length;
    return 2 * far < side ? 1 : around;
  };

test.each<[string, Photograph]>([
  ['a bright note on a dark table', { light: note(0.2, 150, 0.12) }],
  ['a small one', { light: note(0.25, 100, -0.2) }],
  ['a coloured one that the border cuts', { paper: [245, 220, 90], light: (x, y) => (x > 0.3 && y > 0.1 ? 1 : 0.3) }],
  ['a dark one on a bright table', { paper: [55, 60, 58], ink: [240, 240, 235], light: note(4, 130, 0.1) }],
  [
    'paper in the dark, whose noise is as strong as a fifth of the ink',
    { paper: [55, 55, 55], ink: [8, 8, 8], noise: 10 },
  ],
  ['paper with a line below the digit', { print: (x, y) => (y > 172 && y < 178 && x > 110 && x < 210 ? 1 : 0) }],
])('what is written on %s is found, and nothing else', (_, photograph) => {
  const written = [2, 4, 7];
  const digits = written.flatMap((digit) => {
    const found = prepareDigits(drawnPhotograph({ ...photograph, digits: [{ digit, x: 130, y: 90, unit: 3 }] }));
    expect(found).toHaveLength(1);
    const [x, y, width, height] = found[0].box;
    expect([x > 125, y > 85, x + width < 195, y + height < 155]).toEqual([true, true, true, true]);
    return found;
  });
  if (network) expect(read(digits)).toEqual(written);
});

test('a page of digits is read row by row, though rows are slanted', () => {
  const wanted = [3, 7, 1, 4, 9, 0, 5, 2];
  const digits = wanted.map((digit, i) => ({
    digit,
    x: 20 + 100 * (i % 4),
    y: (i < 4 ? 30 : 150) + 9 * (i % 4) + (i % 2) * 8,
    unit: 3,
  }));
  const page = drawnPhotograph({ width: 440, height: 280, digits, light: falling });
  const found = prepareDigits(page);
  expect(found).toHaveLength(8);
  found.forEach(({ box: [x, y, width, height], touching }, i) => {
    expect(Math.abs(x + width / 2 - digits[i].x - 30)).toBeLessThan(12);
    expect(Math.abs(y + height / 2 - digits[i].y - 30)).toBeLessThan(6);
    expect(touching).toBe(false);
  });
  if (network) expect(read(found)).toEqual(wanted);
  expect(prepareDigits(page, { most: 3 })).toEqual(found.slice(0, 3));
});

test('digits that touch are said to; what the border cuts is left out', () => {
  const two = [
    { digit: 0, x: 60, y: 60, unit: 5 },
    { digit: 0, x: 130, y: 60, unit: 5 },
  ];
  expect(prepareDigits(drawnPhotograph({ digits: two })).map(({ touching }) => touching)).toEqual([true]);

  const neighbours = [
    { digit: 4, x: 120, y: 60, unit: 5 },
    { digit: 8, x: -45, y: 50, unit: 6 },
    { digit: 3, x: 285, y: 70, unit: 6 },
  ];
  const [four, ...cut] = prepareDigits(drawnPhotograph({ digits: neighbours }));
  expect(cut).toEqual([]);
  expect([four.box[0] > 120, four.cut]).toEqual([true, false]);
  const [alone] = prepareDigits(drawnPhotograph({ digits: [neighbours[1]] }));
  expect(alone.cut).toBe(true);
});

test.each(['left and right', 'top and bottom'])('bright seams %s of a dark picture are no strokes', (where) => {
  const picture = drawnPhotograph({ digits: [{ digit: 0, x: 120, y: 60, unit: 5 }] });
  const { width, height } = picture;
  const data = picture.data.map((value, i) => (i % 4 === 3 ? value : value / 2));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const isSide = (x < 2 && 2 * y > height) || (x >= width - 2 && 2 * y < height);
      const isEnd = (y < 2 && 2 * x > width) || (y >= height - 2 && 2 * x < width);
      if (where === 'left and right' ? isSide : isEnd) data.fill(255, 4 * (y * width + x), 4 * (y * width + x + 1));
    }
  const found = prepareDigits({ data, width, height });
  expect(found.map(({ ink, cut }) => [ink, cut])).toEqual([['dark', false]]);
  if (network) expect(read(found)).toEqual([0]);
});

/** Two digits moved together until they hang together. */
const touchingPair = (left: number, right: number): readonly PreparedDigit[] => {
  for (let apart = 45; apart > 8; apart -= 3) {
    const digits = [left, right].map((digit, i) => ({ digit, x: 15 + apart * i, y: 15, unit: 3 }));
    const found = prepareDigits(drawnPhotograph({ width: 130, height: 90, digits }));
    if (found.length === 1) return found;
  }
  throw new Error('they never touch');
};

test('digits that touch are said to, also narrow ones', () => {
  const pairs = [
    [1, 7],
    [6, 1],
    [0, 9],
  ] as const;
  for (const [left, right] of pairs)
    expect([left, right, touchingPair(left, right)[0].touching]).toEqual([left, right, true]);
});

test('without ink, or with ink that is no digit', () => {
  const of = (photograph: Photograph) => {
    const { digits, hasInk } = findDigits(drawnPhotograph({ ...size, ...photograph }));
    return [digits.length, hasInk];
  };
  expect(of({})).toEqual([0, false]);
  expect(of({ noise: 9, light: falling })).toEqual([0, false]);
  expect(of({ print: lines(30, 2, 0.5) })).toEqual([0, false]);
  expect(of({ digits: [{ digit: 3, ...places[0] }] })).toEqual([1, true]);
  // A line that is no ruled one.
  expect(of({ print: (x, y) => (y > 80 && y < 90 && x > 60 && x < 160 ? 1 : 0) })).toEqual([0, true]);
  // A small solid dot, as a hole for a file is.
  expect(of({ print: (x, y) => ((x - 120) ** 2 + (y - 90) ** 2 < 12 ? 1 : 0) })).toEqual([0, true]);
});

test('contrast is the share of the range of grey, and is said to be low', () => {
  const of = (ink: number): PreparedDigit =>
    prepareDigits(
      drawnPhotograph({ paper: [255, 255, 255], ink: [ink, ink, ink], digits: [{ digit: 3, x: 90, y: 40, unit: 7 }] }),
    )[0];
  expect(of(0)).toMatchObject({ contrast: 1, lowContrast: false, ink: 'dark' });
  expect(of(128).contrast).toBeCloseTo(127 / 255, 2);
  expect(of(235)).toMatchObject({ lowContrast: true });
  expect(of(235).contrast).toBeCloseTo(20 / 255, 2);
});

test('strokes of one side only, on demand', () => {
  const photograph = drawnPhotograph({ digits: [{ digit: 6, x: 90, y: 40, unit: 7 }] });
  expect(prepareDigits(photograph, { ink: 'dark' })).toEqual(prepareDigits(photograph));
  expect(prepareDigits(photograph, { ink: 'bright' })).toEqual([]);
});

test.each<[string, Photograph]>([
  ['a blank sheet', {}],
  ['one in falling light', { light: falling }],
  ['one with noise', { noise: 9 }],
  ['a shadow', { light: (x, y) => 0.7 + 0.3 * Math.min(1, Math.max(0, 4 * (x + y - 0.9))) }],
  ['ruled paper', { print: lines(30, 2, 0.5) }],
  ['squared paper', { print: (x, y) => (x % 24 < 2 || y % 24 < 2 ? 0.5 : 0) }],
  ['nothing but transparency', { clear: true }],
  ['a board', { paper: [30, 60, 45], light: falling }],
  ['a dark sheet with much noise', { width: 640, height: 480, paper: [60, 60, 60], noise: 14 }],
  ['a note on a table', { width: 320, height: 240, light: note(0.2, 150, 0.12) }],
  ['a card on a bright table', { width: 320, height: 240, paper: [55, 60, 58], light: note(4, 130, 0.1), noise: 3 }],
])('there is no digit on %s', (_, photograph) => {
  expect(prepareDigits(drawnPhotograph({ ...size, ...photograph }))).toEqual([]);
});

test('pure noise has no digit', () => {
  const stream = random(3);
  const data = Uint8Array.from({ length: 4 * 200 * 150 }, () => stream.integer(256));
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  expect(prepareDigits({ data, width: 200, height: 150 })).toEqual([]);
});

test('a digit of MNIST, enlarged, comes back nearly as it was', () => {
  const { pixels } = sampleDigits();
  [0, 4, 7].forEach((digit) => {
    const original = pixels.subarray(784 * digit, 784 * (digit + 1));
    const [side, by] = [140, 5];
    const data = new Uint8Array(4 * side * side).fill(255);
    for (let at = 0; at < side * side; at++)
      data.fill(original[28 * Math.floor(at / side / by) + Math.floor((at % side) / by)], 4 * at, 4 * at + 3);
    const [{ pixels: again }] = prepareDigits({ data, width: side, height: side });
    // Strokes were fitted with their soft edges, which are now cut at half of the ink: compared where the centres of mass are.
    const mass = (image: Uint8Array): number => image.reduce((sum, grey) => sum + grey, 0);
    expect(mass(again) / mass(original)).toBeGreaterThan(0.85);
    expect(mass(again) / mass(original)).toBeLessThan(1.25);
    expectMnistFormat(again);
  });
});

test('the size of the photograph matters little, and dark on bright is bright on dark', () => {
  const at = (scale: number, paper: number, ink: number) =>
    prepareDigits(
      drawnPhotograph({
        width: 160 * scale,
        height: 120 * scale,
        paper: [paper, paper, paper],
        ink: [ink, ink, ink],
        digits: [{ digit: 2, x: 40 * scale, y: 25 * scale, unit: 3 * scale }],
      }),
    )[0].pixels;
  const usual = at(2, 255, 0);
  for (const other of [at(1, 255, 0), at(4, 255, 0), at(2, 0, 255)]) {
    const off = other.reduce((sum, grey, i) => sum + Math.abs(grey - usual[i]), 0) / 784;
    expect(off).toBeLessThan(8);
  }
});

test('any bytes of any size give sound digits, or none', () => {
  const picture = fc
    .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }), kind: fc.nat(3) })
    .chain(({ width, height, kind }) => {
      const bytes = fc.uint8Array({ minLength: 4 * width * height, maxLength: 4 * width * height });
      const flat = fc.uint8Array({ minLength: 4, maxLength: 4 });
      const two = fc
        .tuple(flat, flat, bytes)
        .map(([a, b, which]) => which.map((_, i) => (which[i >> 2] < 60 ? a : b)[i & 3]));
      const data = kind === 0 ? bytes : kind === 1 ? flat.map((one) => bytesOf(one, width * height)) : two;
      return data.map((data) => ({ data, width, height }));
    });
  fc.assert(
    fc.property(picture, (one) => {
      const before = one.data.slice();
      const digits = prepareDigits(one);
      expect(one.data).toEqual(before);
      for (const { pixels, box, contrast } of digits) {
        expect(pixels).toHaveLength(784);
        expect(Math.max(...pixels)).toBeGreaterThan(0);
        expect(contrast).toBeGreaterThan(0);
        expect(contrast).toBeLessThanOrEqual(1);
        const [x, y, width, height] = box;
        expect([x >= 0, y >= 0, width > 0, height > 0]).toEqual([true, true, true, true]);
        expect([x + width <= one.width, y + height <= one.height]).toEqual([true, true]);
      }
    }),
    { numRuns: 100 },
  );
});

/** A dark upright stroke on a disk of one grey, on another: a pupil in an eye, or a stroke on a label. */
const strokeOnDisk = (radius: number, disk: number, around: number): number => {
  const [width, height] = [400, 300];
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - 170, y - 140];
      const inStroke = (dx / 5) ** 2 + (dy / 20) ** 2 < 1;
      data.fill(
        inStroke ? 20 : dx * dx + dy * dy < radius * radius ? disk : around,
        4 * (y * width + x),
        4 * (y * width + x) + 3,
      );
    }
  return prepareDigits({ data, width, height }).length;
};

test('a pupil in an eye is no digit, and a stroke on a label or on the paper is one', () => {
  expect([22, 25, 28].map((radius) => strokeOnDisk(radius, 210, 128))).toEqual([0, 0, 0]);
  expect([60, 90].map((radius) => strokeOnDisk(radius, 210, 128))).toEqual([1, 1]);
  expect(strokeOnDisk(25, 128, 128)).toBe(1);
});

const bytesOf = (one: Uint8Array, count: number): Uint8Array =>
  Uint8Array.from({ length: 4 * count }, (_, i) => one[i & 3]);

test.each<[string, unknown, string]>([
  ['no picture', undefined, 'bad-option'],
  ['a list', [], 'bad-option'],
  ['too few bytes', { data: new Uint8Array(12), width: 2, height: 2 }, 'bad-shape'],
  ['three channels', { data: new Uint8Array(3 * 4), width: 2, height: 2 }, 'bad-shape'],
  ['floats', { data: new Float32Array(16), width: 2, height: 2 }, 'bad-option'],
  ['no pixels', { data: new Uint8Array(0), width: 0, height: 0 }, 'bad-option'],
  ['half a pixel', { data: new Uint8Array(4), width: 0.5, height: 2 }, 'bad-option'],
])('%s is refused', (_, picture, code) => {
  expect(codeOf(() => prepareDigits(picture as never))).toBe(code);
});

/** Strokes on a black canvas of 112 by 112, as a page has them. */
const drawing = (strokes: readonly (readonly [number, number][])[]): Uint8Array => {
  const grey = drawStrokes(
    strokes.map((points) => ({ points })),
    { size: 112, thickness: 10, softness: 2 },
  );
  return Uint8Array.from({ length: 4 * grey.length }, (_, i) => (i % 4 === 3 ? 255 : grey[i >> 2]));
};

test('on flat paper a drawn digit is prepared as where the paper has to be found, to two grey levels', () => {
  const seven: [number, number][] = [
    [31, 22],
    [79, 22],
    [48, 92],
  ];
  const picture = { data: drawing([seven]), width: 112, height: 112 };
  const [found] = prepareDigits(picture, { ink: 'bright' });
  const [flat, ...others] = prepareDigits(picture, { ink: 'bright', paper: 'flat' });
  expect(others).toEqual([]);
  expect(flat.box).toEqual(found.box);
  flat.pixels.forEach((grey, i) => expect(Math.abs(grey - found.pixels[i])).toBeLessThanOrEqual(2));
});

test('on flat paper ink is what differs from most of the picture, on either side, however much of it there is', () => {
  const zigzag = Array.from({ length: 12 }, (_, i): [number, number] => [i % 2 === 0 ? 22 : 90, 22 + 6 * i]);
  const bright = { data: drawing([zigzag]), width: 112, height: 112 };
  const dark = { ...bright, data: bright.data.map((value, i) => (i % 4 === 3 ? value : 255 - value)) };
  const [one, another] = [bright, dark].map((picture) => prepareDigits(picture, { paper: 'flat' }));
  expect(one.map(({ ink, box }) => [ink, ...box])).toEqual([['bright', 17, 17, 78, 76]]);
  expect(another[0].ink).toBe('dark');
  expect(another[0].pixels).toEqual(one[0].pixels);
  const blank = { data: drawing([]), width: 112, height: 112 };
  expect(findDigits(blank, { paper: 'flat' })).toEqual({ digits: [], hasInk: false });
});
