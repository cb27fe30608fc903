import { createHash } from 'node:crypto';
import { drawnDigits, drawnSplit, drawStrokes, sampleDigits, type Stroke } from '../src/index.js';
import { refused } from '@interp/testing/refusal';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
const image = (pixels: Uint8Array, index: number): Uint8Array => pixels.subarray(index * 784, (index + 1) * 784);

describe('drawStrokes', () => {
  test('a line is full in its middle, half at half the thickness, empty beyond the edge', () => {
    const column = drawStrokes(
      [
        {
          points: [
            [-5, 10],
            [40, 10],
          ],
        },
      ],
      { thickness: 3, softness: 2 },
    );
    const greys = [7, 8, 9, 10, 11, 12].map((row) => column[row * 28 + 14]);
    // Distances of the pixels' centres: 2.5, 1.5, 0.5, 0.5, 1.5, 2.5.
    expect(greys).toEqual([0, 128, 255, 255, 128, 0]);
  });

  test('agrees with distances worked out on a grid, curves and dots too', () => {
    const strokes: Stroke[] = [
      {
        points: [
          [3, 4],
          [9, 2],
          [8, 9],
        ],
      },
      { points: [[6, 6]] },
    ];
    const [thickness, softness, size] = [1.7, 1.1, 12];
    const pieces = [
      [3, 4, 9, 2],
      [9, 2, 8, 9],
      [6, 6, 6, 6],
    ];
    const slow = Uint8Array.from({ length: size * size }, (_, at) => {
      const [x, y] = [(at % size) + 0.5, Math.floor(at / size) + 0.5];
      const distances = pieces.flatMap(([ax, ay, bx, by]) =>
        Array.from({ length: 2001 }, (__, i) =>
          Math.hypot(ax + ((bx - ax) * i) / 2000 - x, ay + ((by - ay) * i) / 2000 - y),
        ),
      );
      return Math.round(
        255 * Math.min(1, Math.max(0, ((thickness + softness) / 2 - Math.min(...distances)) / softness)),
      );
    });
    const fast = drawStrokes(strokes, { thickness, softness, size });
    fast.forEach((grey, at) => expect(Math.abs(grey - slow[at])).toBeLessThanOrEqual(1));
  });

  test('a curve passes through its points', () => {
    const points: Stroke['points'] = [
      [4, 20],
      [8, 6],
      [16, 8],
      [22, 22],
    ];
    const drawn = drawStrokes([{ points, curved: true }], { thickness: 2.6 });
    for (const [x, y] of points) expect(drawn[Math.floor(y) * 28 + Math.floor(x)]).toBeGreaterThan(200);
  });

  test('nothing drawn is nothing; what is outside is cut off', () => {
    expect(drawStrokes([]).every((grey) => grey === 0)).toBe(true);
    expect(
      drawStrokes([
        {
          points: [
            [-90, -90],
            [-50, 300],
          ],
        },
      ]).every((grey) => grey === 0),
    ).toBe(true);
  });

  test.each([{ size: 0 }, { size: 1.5 }, { thickness: 0 }, { softness: -1 }, { thickness: NaN }])(
    'refuses %j',
    async (options) => {
      expect((await refused(() => drawStrokes([], options))).code).toBe('bad-option');
    },
  );
});

const massAndBox = (pixels: Uint8Array) => {
  let [mass, x, y] = [0, 0, 0];
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  pixels.forEach((grey, at) => {
    mass += grey;
    x += grey * ((at % 28) + 0.5);
    y += grey * (Math.floor(at / 28) + 0.5);
    if (grey > 127) {
      rows.add(Math.floor(at / 28));
      columns.add(at % 28);
    }
  });
  return { centre: [x / mass, y / mass], longest: Math.max(rows.size, columns.size) };
};

describe('sampleDigits', () => {
  test('ten digits, always the same', () => {
    const { size, labels, pixels, inputShape } = sampleDigits();
    expect([size, ...labels]).toEqual([10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(inputShape).toEqual([28, 28, 1]);
    expect(hash(pixels)).toBe('39e25fde415fbfcf');
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
    '%d is placed as MNIST does: 20 pixels, centre of mass in the middle',
    (digit) => {
      const { centre, longest } = massAndBox(image(sampleDigits().pixels, digit));
      expect(centre[0]).toBeCloseTo(14, 1);
      expect(centre[1]).toBeCloseTo(14, 1);
      expect(longest).toBeGreaterThanOrEqual(19);
      expect(longest).toBeLessThanOrEqual(21);
    },
  );
});

describe('drawnDigits', () => {
  test('labels go round; the same seed gives the same bytes', () => {
    const digits = drawnDigits({ seed: 7, count: 25 });
    expect([...digits.labels]).toEqual(Array.from({ length: 25 }, (_, i) => i % 10));
    expect(hash(digits.pixels)).toBe('85ec2281be67bc18');
    expect(drawnDigits({ seed: 8, count: 25 }).pixels).not.toEqual(digits.pixels);
  });

  test('the first images do not depend on how many there are', () => {
    const few = drawnDigits({ seed: 7, count: 5 }).pixels;
    expect(drawnDigits({ seed: 7, count: 25 }).pixels.subarray(0, few.length)).toEqual(few);
  });

  test('a thousand by default, no two alike', () => {
    const { size, pixels } = drawnDigits({ seed: 1 });
    expect(size).toBe(1000);
    expect(new Set(Array.from({ length: size }, (_, i) => hash(image(pixels, i)))).size).toBe(1000);
  });

  test('without any variation only the ways to write a digit are left', () => {
    const still = { thickness: [2.6, 2.6], rotation: 0, slant: 0, scale: 0, shift: 0, jitter: 0 } as const;
    const { pixels } = drawnDigits({ seed: 3, count: 200, ...still });
    const ways = new Set(Array.from({ length: 20 }, (_, i) => hash(image(pixels, 10 * i + 4))));
    expect(ways.size).toBe(2);
    expect([...ways]).toContain(hash(image(sampleDigits().pixels, 4)));
  });

  test('shifts move the centre of mass by that much', () => {
    const { pixels } = drawnDigits({ seed: 5, count: 50, shift: 2 });
    const offsets = Array.from({ length: 50 }, (_, i) =>
      massAndBox(image(pixels, i)).centre.map((at) => Math.abs(at - 14)),
    );
    expect(Math.max(...offsets.flat())).toBeLessThan(2.1);
    expect(Math.max(...offsets.flat())).toBeGreaterThan(1.5);
  });

  test('noise changes the background, on one side', () => {
    const { pixels } = drawnDigits({ seed: 5, count: 10, noise: 20 });
    const corner = pixels.filter((_, at) => at % 784 < 28);
    expect(corner.some((grey) => grey > 0)).toBe(true);
    expect(Math.max(...corner)).toBeLessThan(120);
  });

  test.each([
    { count: 0 },
    { count: 1.5 },
    { thickness: [3, 2] as const },
    { thickness: [0, 2] as const },
    { rotation: 2 },
    { scale: 1 },
    { shift: -1 },
    { jitter: NaN },
    { noise: -1 },
    { seed: 0.5 },
  ])('refuses %j', async (options) => {
    expect((await refused(() => drawnDigits({ seed: 1, count: 10, ...options }))).code).toBe('bad-option');
  });
});

test('stand-ins for MNIST are always the same digits, as many of each class', () => {
  const [train, test] = [drawnSplit('train'), drawnSplit('test')];
  expect([train.size, test.size]).toEqual([4000, 1000]);
  expect(hash(test.pixels)).toBe(hash(drawnDigits({ seed: 19, count: 1000, noise: 8 }).pixels));
  expect(image(train.pixels, 0)).not.toEqual(image(test.pixels, 0));
});

test('sample digits that are asked for are those of all ten', async () => {
  const [all, some] = [sampleDigits(), sampleDigits([5, 0, 5])];
  expect([...some.labels]).toEqual([5, 0, 5]);
  expect([0, 1, 2].map((i) => image(some.pixels, i))).toEqual([5, 0, 5].map((digit) => image(all.pixels, digit)));
  for (const digits of [[10], [-1], [0.5]]) expect((await refused(() => sampleDigits(digits))).code).toBe('bad-option');
  expect((await refused(() => sampleDigits('5' as never))).code).toBe('bad-option');
});
