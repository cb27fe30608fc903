import { checkedBy, checkList, InterpError, list, number, optionsTable } from '@interp/checks';
import { random, type Random } from '@interp/core';
import { randomFromState } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { coverage } from './coverage.js';
import { fitGeometry, segmentGeometry, type SegmentGeometry } from './geometry.js';
import { allStates, checkState, segmentsOf } from './segments.js';

/** Options of {@link segmentImages}. */
export interface SegmentImageOptions extends SegmentGeometry {
  /** Which states, each from 0 to 127. Default all of them in order. */
  readonly states?: readonly number[];
  /** Shape of an image, `[height, width, channels]`; all channels get the same. Default `[28, 28, 1]`. */
  readonly inputShape?: readonly number[];
  /** The values of background and stroke. Default `[-1, 1]`. */
  readonly bounds?: readonly [background: number, stroke: number];
  /** Standard deviation of normal noise on every value, in units of the values; results are clipped to the bounds. Default 0. */
  readonly noise?: number;
  /** Seed of the noise, which for a state does not depend on the other states. Default 0. */
  readonly seed?: number;
}

const sizesOf = (shape: readonly number[]): readonly [height: number, width: number, channels: number] => {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || !shape.every((size) => Number.isInteger(size) && size > 0))
    throw new InterpError(
      'bad-shape',
      `the shape of an image is [${shape.join(', ')}]; expected [height, width, channels]`,
    );
  return [height, width, channels];
};

/** Checks and defaults of {@link SegmentImageOptions}. */
export const segmentImageOptions = optionsTable<SegmentImageOptions>()({
  ...segmentGeometry.rules,
  states: list<readonly number[]>({ default: allStates }),
  inputShape: list<readonly number[]>({ numbers: true, default: [28, 28, 1] }),
  bounds: checkedBy<readonly [number, number]>(
    (name, value) => {
      checkList(name, value, { length: 2, numbers: true });
      const [low, high] = value as readonly number[];
      if (!(low < high))
        throw new InterpError(
          'bad-option',
          `${name} are [${low}, ${high}]; expected two finite numbers, the background's first and lower`,
        );
    },
    { default: [-1, 1] },
  ),
  noise: number({ min: 0, default: 0 }),
  seed: number({ integer: true, default: 0 }),
});

/** Refuses a geometry in which two states look alike, for example with segments too thin for the pixels. */
const checkDifferent = (states: readonly number[], drawn: readonly Float32Array[]): void => {
  const bySum = new Map<number, number[]>();
  drawn.forEach((image, i) => {
    const sum = image.reduce((total, value) => total + value, 0);
    const like = bySum.get(sum) ?? [];
    const other = like.find((j) => states[j] !== states[i] && drawn[j].every((value, pixel) => value === image[pixel]));
    if (other !== undefined)
      throw new InterpError(
        'bad-option',
        `the segments "${segmentsOf(states[other])}" and "${segmentsOf(states[i])}" look alike in this geometry; expected different images; make the segments thicker or longer`,
      );
    bySum.set(sum, [...like, i]);
  });
};

/** A stream for each state that does not depend on which others are drawn. */
const noises = (seed: number): ((state: number) => Random) => {
  const stream = random(seed);
  const starts = allStates.map(() => stream.split().state());
  return (state) => randomFromState(starts[state]);
};

/**
 * Draws seven-segment digits: by default the 128 images of all subsets of the segments a to g, as the thesis' section 4.1 does.
 * No two states look alike: a geometry in which they would is refused.
 *
 * @param options - geometry, noise, which states, size and values of the images
 * @returns float32 `[states.length, ...inputShape]`, which belongs to the caller
 * @throws InterpError `bad-option` for an option out of range and a geometry that leaves the image or makes two states look
 * alike, `bad-shape` for a shape that is no image's or no states
 *
 * @example
 * ```ts
 * import { digitStates, segmentImages } from '@interp/sevenseg';
 *
 * const all = segmentImages(); // [128, 28, 28, 1], -1 to 1
 * const leaning = segmentImages({ states: digitStates, slant: 0.15, thickness: 2 }); // [10, 28, 28, 1]
 * console.log(all.shape, leaning.shape);
 * all.dispose();
 * leaning.dispose();
 * ```
 */
export const segmentImages = (options: SegmentImageOptions = {}): tf.Tensor4D => {
  const {
    states: given,
    inputShape,
    bounds: [low, high],
    noise,
    seed,
    ...geometry
  } = segmentImageOptions.withDefaults(options);
  const states: readonly number[] = Array.from(given);
  const [height, width, channels] = sizesOf(inputShape);
  if (states.length === 0) throw new InterpError('bad-shape', 'there are no states; expected at least one');
  states.forEach(checkState);
  const fitted = fitGeometry(geometry, height, width);
  const drawn = states.map((state) => Float32Array.from(coverage(state, fitted), (part) => low + (high - low) * part));
  checkDifferent(states, drawn);

  const noiseOf = noises(seed);
  const area = height * width;
  const values = new Float32Array(states.length * area * channels);
  drawn.forEach((image, i) => {
    const extra = noise > 0 ? noiseOf(states[i]).normals(area, 0, noise) : undefined;
    for (let pixel = 0; pixel < area; pixel++) {
      const value = Math.min(high, Math.max(low, image[pixel] + (extra?.[pixel] ?? 0)));
      values.fill(value, (i * area + pixel) * channels, (i * area + pixel + 1) * channels);
    }
  });
  return tf.tensor4d(values, [states.length, height, width, channels]);
};
