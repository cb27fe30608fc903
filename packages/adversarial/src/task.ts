import { checkFields } from '@interp/checks';
import type { Random } from '@interp/core';
import { randomForImage } from '@interp/core/internal';
import type { ArrayClassifier, LogitsAndGradients } from './array-classifier.js';
import { lossDirection, type Goal } from './criteria.js';

/** The input and output of an attack: images in plain arrays, one after the other, and the candidates, their perturbed versions. */
export interface AttackTask {
  /** How many images there are. */
  readonly count: number;
  /** Values of an image. */
  readonly size: number;
  /** Lowest and highest value of an image. */
  readonly bounds: readonly [low: number, high: number];
  /** The classifier on plain arrays. */
  readonly classifier: ArrayClassifier;
  /** The goal of each image. */
  readonly goals: readonly Goal[];
  /** The images; read-only. */
  readonly originals: Float32Array;
  /** The perturbed images, initially copies of the originals; attacks change them. */
  readonly candidates: Float32Array;
  /** Steps taken for each image. */
  readonly stepsTaken: Int32Array;
  /** 1 for each image that had a nonzero gradient; attacks that use gradients set it. */
  readonly hadGradient: Uint8Array;
  /** A random number generator per image, of the seed and the image, so that the result does not depend on the others or on its place. */
  readonly streams: readonly Random[];
  /** Logits of the originals, computed once. */
  scores(): Float32Array;
  /** Logits of the originals and the gradient of the loss that attacks maximise, up to a positive factor, computed once. */
  gradientsAtStart(): LogitsAndGradients;
}

/** Settings of {@link createTask}. */
export interface TaskSettings {
  /** The classifier on plain arrays. */
  readonly classifier: ArrayClassifier;
  /** Lowest and highest value of an image. */
  readonly bounds: readonly [low: number, high: number];
  /** The images, one after the other. */
  readonly originals: Float32Array;
  /** The goal of each. */
  readonly goals: readonly Goal[];
  /** Seed of everything random. */
  readonly seed: number;
  /** Logits of the originals, if known. */
  readonly scores?: Float32Array | undefined;
}

/**
 * Creates a task.
 *
 * @param settings - images and their goals
 * @returns the task
 */
export const createTask = ({ classifier, bounds, originals, goals, seed, scores }: TaskSettings): AttackTask => {
  const count = goals.length;
  const { size } = classifier;
  let known = scores;
  let start: LogitsAndGradients | undefined;
  return {
    count,
    size,
    bounds,
    classifier,
    goals,
    originals,
    candidates: originals.slice(),
    stepsTaken: new Int32Array(count),
    hadGradient: new Uint8Array(count),
    streams: goals.map((_, index) => randomForImage(seed, imageAt(originals, size, index))),
    scores: () => (known ??= classifier.logits(originals, count)),
    gradientsAtStart: () =>
      (start ??= classifier.gradients(originals, count, (index, logits, out) => {
        lossDirection(goals[index], logits, out);
      })),
  };
};

/**
 * A new task of some of the images of another. It reuses what was computed for the originals.
 *
 * @param task - the whole
 * @param indices - which of its images
 * @returns a task whose first image is that of `indices[0]`
 */
export const subtask = (task: AttackTask, indices: readonly number[]): AttackTask => {
  const { size, classifier } = task;
  const originals = gatherImages(task.originals, size, indices);
  return {
    ...task,
    count: indices.length,
    goals: indices.map((index) => task.goals[index]),
    originals,
    candidates: originals.slice(),
    stepsTaken: new Int32Array(indices.length),
    hadGradient: new Uint8Array(indices.length),
    streams: indices.map((index) => task.streams[index]),
    scores: () => gatherImages(task.scores(), classifier.classes, indices),
    gradientsAtStart: () => {
      const { logits, gradients } = task.gradientsAtStart();
      return {
        logits: gatherImages(logits, classifier.classes, indices),
        gradients: gatherImages(gradients, size, indices),
      };
    },
  };
};

/**
 * The indices of all images of a task.
 *
 * @param task - the task
 * @returns 0, 1, … count - 1
 */
export const allIndices = ({ count }: AttackTask): number[] => Array.from({ length: count }, (_, index) => index);

/**
 * One image of several that lie one after the other.
 *
 * @param values - all images
 * @param size - values of an image
 * @param index - which one
 * @returns a view of it
 */
export const imageAt = (values: Float32Array, size: number, index: number): Float32Array => {
  checkFields('the values', values, { subarray: 'function' });
  return values.subarray(index * size, (index + 1) * size);
};

/**
 * A copy of some images of several, side by side.
 *
 * @param values - all images
 * @param size - values of an image
 * @param indices - which ones
 * @returns a copy of them
 */
export const gatherImages = (values: Float32Array, size: number, indices: readonly number[]): Float32Array => {
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
export const selectImages = (values: Float32Array, size: number, indices: readonly number[]): Float32Array =>
  indices.length * size === values.length && indices.every((index, i) => index === i)
    ? values
    : gatherImages(values, size, indices);

/**
 * Clips values to the bounds in place.
 *
 * @param values - any values
 * @param bounds - the lowest and the highest one allowed
 */
export const clip = (values: Float32Array, [low, high]: readonly [number, number]): void => {
  for (let i = 0; i < values.length; i++) values[i] = values[i] < low ? low : values[i] > high ? high : values[i];
};
