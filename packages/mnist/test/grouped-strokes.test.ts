import { prepareDigits } from '../src/index.js';
import { drawnPhotograph } from './drawn-photograph.js';

test('a 5 whose bar is apart is one digit', () => {
  const bar = (x: number, y: number): number => (x >= 128 && x < 190 && y >= 22 && y < 34 ? 1 : 0);
  const body = { digit: 5, x: 80, y: 40, unit: 7 };
  const [five, ...others] = prepareDigits(drawnPhotograph({ digits: [body], print: bar }));
  expect(others).toEqual([]);
  expect(five.box[1]).toBe(22);
});

/** Rectangles of strokes: left, top, width, height; those that are high enough are hollow. */
const rectangles =
  (all: readonly (readonly [number, number, number, number])[]) =>
  (x: number, y: number): number => {
    const isInk = all.some(([left, top, width, height]) => {
      const [across, down] = [Math.min(x - left, left + width - 1 - x), Math.min(y - top, top + height - 1 - y)];
      return across >= 0 && down >= 0 && Math.min(across, down) < 8;
    });
    return isInk ? 1 : 0;
  };

test.each<[string, number, Parameters<typeof rectangles>[0]]>([
  [
    'a body and its bar, up and away to the right',
    1,
    [
      [100, 80, 36, 60],
      [148, 66, 34, 12],
    ],
  ],
  [
    'halves below each other',
    1,
    [
      [100, 60, 60, 40],
      [104, 112, 60, 36],
    ],
  ],
  [
    'two pieces and a small one that bridges them',
    1,
    [
      [100, 60, 60, 30],
      [152, 96, 10, 18],
      [100, 120, 60, 30],
    ],
  ],
  [
    'two wide digits that all but touch',
    2,
    [
      [60, 80, 60, 60],
      [122, 84, 60, 50],
    ],
  ],
  [
    'a low one beside a high one',
    2,
    [
      [60, 90, 70, 36],
      [133, 70, 60, 70],
    ],
  ],
  [
    'a high digit above a lower one',
    2,
    [
      [100, 40, 50, 66],
      [100, 128, 44, 48],
    ],
  ],
  [
    'a bar that is nearer to the next digit than to its own',
    2,
    [
      [60, 100, 46, 33],
      [89, 85, 44, 8],
      [137, 60, 59, 75],
    ],
  ],
  [
    'two rows, the first slanted',
    4,
    [
      [60, 40, 50, 60],
      [200, 50, 50, 60],
      [68, 118, 66, 44],
      [200, 128, 48, 60],
    ],
  ],
])('%s: so many digits', (_, count, strokes) => {
  expect(prepareDigits(drawnPhotograph({ print: rectangles(strokes) }))).toHaveLength(count);
});

test('what a digit leaves of ruled lines at its side is no stroke', () => {
  const print = (x: number, y: number): number => ((y + 0.04 * x + 300) % 30 < 2 ? 0.7 : 0);
  const alone = [0, 8, 3].map((digit) => ({ digit, x: 150, y: 60, unit: 5, pen: 3 }));
  for (const written of alone) {
    const [plain] = prepareDigits(drawnPhotograph({ digits: [written] }));
    const [ruled, ...others] = prepareDigits(drawnPhotograph({ digits: [written], print }));
    expect(others).toEqual([]);
    ruled.box.forEach((value, i) => expect(Math.abs(value - plain.box[i])).toBeLessThan(4));
  }
});
