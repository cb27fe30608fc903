import { checkChoice, checkedBy, checkList, checkNumber, number, optionsTable } from '@interp/checks';
import { random, type Random } from '@interp/core';
import { digitStrokes } from './digit-strokes.js';
import { drawFitted, moveStrokes } from './draw-strokes.js';
import { imageSet, type ImageSet } from '../image-set.js';
import type { MnistSplit } from '../references.js';
import type { Point } from './stroke.js';
import { turn } from './turn.js';

/** Options of {@link drawnDigits}. With every amount at 0, only the way to write a digit varies. */
export interface DrawnDigitsOptions {
  /** Seed; the same seed gives the same digits on every platform. */
  readonly seed: number;
  /** Number of images. Default 1000. */
  readonly count?: number;
  /** Thinnest and thickest pen in pixels. Default 1.8 to 3.4. */
  readonly thickness?: readonly [thinnest: number, thickest: number];
  /** Largest rotation either way in radians, at most 1.5. Default 0.15. */
  readonly rotation?: number;
  /** Largest slant either way, in pixels to the side per pixel of height. Default 0.2. */
  readonly slant?: number;
  /** Largest change of width and of height, each as a fraction of it, below 1. Default 0.12. */
  readonly scale?: number;
  /** Largest shift of the centre of mass, either way along each axis, in pixels. Default 1. */
  readonly shift?: number;
  /** Standard deviation, in twentieths of the height, by which the points of a stroke are off. Default 0.35. */
  readonly jitter?: number;
  /** Standard deviation of noise on grey values, of 255. Default 0. */
  readonly noise?: number;
}

/** Checks and defaults of {@link DrawnDigitsOptions}. */
const drawnDigitsOptions = optionsTable<DrawnDigitsOptions>()({
  seed: number({ integer: true, required: true }),
  count: number({ min: 1, max: 1_000_000, integer: true, default: 1000 }),
  thickness: checkedBy<readonly [number, number]>(
    (name, value) => {
      checkList(name, value, { length: 2, numbers: true });
      const [thinnest, thickest] = value as readonly number[];
      checkNumber('the thinnest pen', thinnest, { above: 0, max: 10 });
      checkNumber('the thickest pen', thickest, { min: thinnest, max: 10 });
    },
    { default: [1.8, 3.4] },
  ),
  rotation: number({ min: 0, max: 1.5, default: 0.15 }),
  slant: number({ min: 0, default: 0.2 }),
  scale: number({ min: 0, max: 0.9, default: 0.12 }),
  shift: number({ min: 0, default: 1 }),
  jitter: number({ min: 0, default: 0.35 }),
  noise: number({ min: 0, default: 0 }),
});

type Amounts = Required<Omit<DrawnDigitsOptions, 'seed' | 'count'>>;

const drawOne = (digit: number, stream: Random, amounts: Amounts): Uint8Array => {
  const { thickness, rotation, slant, scale, shift, jitter, noise } = amounts;
  const either = (amount: number): number => stream.uniform(-amount, amount);
  const ways = digitStrokes[digit];
  const written = moveStrokes(ways[stream.integer(ways.length)], ([x, y]) => [
    x + stream.normal(0, jitter),
    y + stream.normal(0, jitter),
  ]);
  const pen = stream.uniform(...thickness);
  const [sine, cosine] = turn(either(rotation));
  const [lean, wide, high, right, down] = [
    either(slant),
    1 + either(scale),
    1 + either(scale),
    either(shift),
    either(shift),
  ];
  const move = ([x, y]: Point): Point => {
    const [sheared, stretched] = [wide * (x - lean * y), high * y];
    return [cosine * sheared - sine * stretched + right, sine * sheared + cosine * stretched + down];
  };
  const pixels = drawFitted(written, { thickness: pen }, move);
  if (noise === 0) return pixels;
  return pixels.map((grey) => {
    const noisy = grey + stream.normal(0, noise);
    return noisy < 0 ? 0 : noisy > 255 ? 255 : (noisy + 0.5) | 0;
  });
};

/**
 * Varied digits drawn by code, in the format of MNIST, for tests and demonstrations without a data set: several
 * ways to write each digit, rotated, slanted, stretched, shifted, with varying pen width and jitter. Image
 * `i` is the digit `i % 10`.
 *
 * @param options - seed, count and how much the digits vary
 * @returns images of 28×28
 * @throws `bad-option` for an option that is out of range
 *
 * @example
 * ```ts
 * import { drawnDigits } from '@interp/mnist';
 *
 * const digits = drawnDigits({ seed: 1, count: 100 });
 * console.log(digits.size, digits.labels[13]); // 100 3
 * ```
 */
export function drawnDigits(options: DrawnDigitsOptions): ImageSet {
  const { seed, count, ...amounts } = drawnDigitsOptions.withDefaults(options);
  const stream = random(seed);
  const pixels = new Uint8Array(count * 784);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  labels.forEach((digit, i) => pixels.set(drawOne(digit, stream.split(), amounts), i * 784));
  return imageSet({ pixels, labels, name: 'drawn' });
}

/**
 * Ten digits drawn by code, for everything to run without a data set: image 0 is a zero, image 9 a nine. Always the same.
 *
 * @param digits - which of them, each from 0 to 9; the others are not drawn. Default all
 * @returns images of 28×28, in that order
 * @throws `bad-option` for what is no digit
 *
 * @example
 * ```ts
 * import { sampleDigits } from '@interp/mnist';
 *
 * const five = sampleDigits().images([5]); // [1, 28, 28, 1], -1 to 1
 * five.dispose();
 * ```
 */
export function sampleDigits(digits: readonly number[] = [...digitStrokes.keys()]): ImageSet {
  checkList('the digits', digits);
  const pixels = new Uint8Array(digits.length * 784);
  digits.forEach((digit, i) => {
    checkNumber('a sample digit', digit, { min: 0, max: 9, integer: true });
    pixels.set(drawFitted(digitStrokes[digit][0], { thickness: 2.6 }), i * 784);
  });
  return imageSet({ pixels, labels: Uint8Array.from(digits), name: 'sample' });
}

const standIns = {
  train: { seed: 20, count: 4000, noise: 8 },
  test: { seed: 19, count: 1000, noise: 8 },
} as const;

/**
 * Digits drawn by code that replace MNIST if it is not available: always the same, 4,000 for training and 1,000 others for testing, with equally
 * many of each class.
 *
 * @param split - which part
 * @returns images of 28×28, drawn at each call
 */
export const drawnSplit = (split: MnistSplit): ImageSet => {
  checkChoice('split', split, ['train', 'test']);
  return drawnDigits(standIns[split]);
};
