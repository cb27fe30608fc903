import { random, type Random } from '@interp/core';
import type { Goal } from './criteria.js';
import { crossEntropyDirection } from './logits.js';
import type { ArrayClassifier } from './slopes.js';

/** What an attack works on: images in plain arrays, and what it leaves of them. */
export interface AttackTask {
  /** How many images there are. */
  readonly count: number;
  /** Values of an image. */
  readonly size: number;
  /** Lowest and highest value of an image. */
  readonly bounds: readonly [low: number, high: number];
  /** The classifier. */
  readonly classifier: ArrayClassifier;
  /** What is wanted of each image. */
  readonly goals: readonly Goal[];
  /** The images, one after the other; not to be written to. */
  readonly originals: Float32Array;
  /** What the attack returns for them: the originals at first. */
  readonly candidates: Float32Array;
  /** Steps that each image took. */
  readonly stepsTaken: Int32Array;
  /** 1 for each image of which a gradient was asked and not all of it was zero; attacks that ask for gradients set it. */
  readonly hadGradient: Uint8Array;
  /** A stream of random numbers for each image, so that what happens to one does not depend on the others. */
  readonly streams: readonly Random[];
  /** Scores of the originals, computed once. */
  scores(): Float32Array;
  /** The gradient of the cross-entropy at the originals, up to a positive factor, computed once: uphill for what is wanted. */
  gradientsAtStart(): { logits: Float32Array; gradients: Float32Array };
}

/** Images and what is wanted of them. */
export interface TaskSettings {
  /** The classifier. */
  readonly classifier: ArrayClassifier;
  /** Lowest and highest value of an image. */
  readonly bounds: readonly [low: number, high: number];
  /** The images, one after the other. */
  readonly originals: Float32Array;
  /** What is wanted of each. */
  readonly goals: readonly Goal[];
  /** Seed of everything random. */
  readonly seed: number;
  /** Scores of the originals, where they are known. */
  readonly scores?: Float32Array;
}

/**
 * The start of the gradient that leads to what is wanted of an image: up the cross-entropy of its label, or down that of its target.
 *
 * @param goal - what is wanted
 * @param logits - of the image
 * @param out - where it is written
 */
export const startTowards = ({ label, target }: Goal, logits: Float32Array, out: Float32Array): void => {
  if (target === undefined) crossEntropyDirection(logits, label, 1, out);
  else crossEntropyDirection(logits, target, -1, out);
};

/**
 * A task at its start.
 *
 * @param settings - images and what is wanted of them
 * @returns the task
 */
export const taskOf = ({ classifier, bounds, originals, goals, seed, scores }: TaskSettings): AttackTask => {
  const count = goals.length;
  const root = random(seed);
  let known = scores;
  let start: { logits: Float32Array; gradients: Float32Array } | undefined;
  return {
    count,
    size: classifier.size,
    bounds,
    classifier,
    goals,
    originals,
    candidates: originals.slice(),
    stepsTaken: new Int32Array(count),
    hadGradient: new Uint8Array(count),
    streams: Array.from({ length: count }, () => root.split()),
    scores: () => (known ??= classifier.logits(originals, count)),
    gradientsAtStart: () =>
      (start ??= classifier.gradients(originals, count, (index, logits, out) => {
        startTowards(goals[index], logits, out);
      })),
  };
};

/**
 * One image of several that lie one after the other.
 *
 * @param values - all images
 * @param size - values of an image
 * @param index - which one
 * @returns a view of it
 */
export const imageAt = (values: Float32Array, size: number, index: number): Float32Array =>
  values.subarray(index * size, (index + 1) * size);

/**
 * Some images of several, side by side.
 *
 * @param values - all images
 * @param size - values of an image
 * @param indices - which ones
 * @returns a copy of them
 */
export const gathered = (values: Float32Array, size: number, indices: readonly number[]): Float32Array => {
  const out = new Float32Array(indices.length * size);
  indices.forEach((index, i) => {
    out.set(imageAt(values, size, index), i * size);
  });
  return out;
};

/**
 * Some images of several, side by side, without a copy where it is all of them in their order.
 *
 * @param values - all images
 * @param size - values of an image
 * @param indices - which ones
 * @returns the values themselves or a copy of some
 */
export const sideBySide = (values: Float32Array, size: number, indices: readonly number[]): Float32Array =>
  indices.length * size === values.length && indices.every((index, i) => index === i)
    ? values
    : gathered(values, size, indices);
