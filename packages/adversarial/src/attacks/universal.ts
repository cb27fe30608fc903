import { number, optionsTable, withFunctions } from '@interp/checks';
import { drive, random, type Classifier, type DriveOptions } from '@interp/core';
import { splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { AttackMethod } from '../attack-method.js';
import { attackOptions, prepareTask } from '../attack.js';
import { isAdversarial, misclassified } from '../criteria.js';
import type { Norm } from '../norms/norm.js';
import { clip, createTask, imageAt, type AttackTask } from '../task.js';
import { deepFool } from './deep-fool.js';
import { ballOptions } from './projected-gradient.js';

/** Options of {@link universalPerturbation}. */
export interface UniversalOptions {
  /** The largest norm of the perturbation, in units of the input. */
  readonly epsilon: number;
  /** The norm. Default {@link linf}. */
  readonly norm?: Norm;
  /** The fraction of images to fool, from 0 to 1, at which the search ends. Default 0.8. */
  readonly foolingRate?: number;
  /** The most passes through the images. Default 10. */
  readonly passes?: number;
  /** The attack that moves one image across the nearest boundary. Default {@link deepFool} with up to 10 iterations. */
  readonly method?: AttackMethod;
  /** Seed of the order of the images. Default 0. */
  readonly seed?: number;
  /** Images in one pass through the classifier, which affects memory and speed only. Default 100. */
  readonly batchSize?: number;
}

/** Checks and defaults of {@link UniversalOptions}. */
const universalOptions = optionsTable<UniversalOptions>()({
  ...ballOptions.rules,
  foolingRate: number({ min: 0, max: 1, default: 0.8 }),
  passes: number({ min: 1, integer: true, default: 10 }),
  method: withFunctions<AttackMethod>(['steps'], { default: deepFool({ steps: 10 }) }),
  seed: attackOptions.rules.seed,
  batchSize: attackOptions.rules.batchSize,
});

/** One perturbation for all images. */
export interface UniversalPerturbation {
  /** The perturbation, `[1, ...inputShape]`, to add to any image before clipping to the bounds; it belongs to the caller. */
  readonly perturbation: tf.Tensor;
  /** Fraction of the images whose predicted class it changes. */
  readonly foolingRate: number;
  /** Its norm, in units of the input. */
  readonly length: number;
  /** Passes through the images. */
  readonly passes: number;
  /** Whether it was stopped early. */
  readonly stopped: boolean;
}

/** Yielded after each image of the search for a universal perturbation. */
export interface UniversalStep {
  /** Passes begun, from 1. */
  readonly pass: number;
  /** Images done in this pass. */
  readonly image: number;
  /** Fraction of the images that were fooled when the pass began. */
  readonly foolingRate: number;
}

/** An image with the perturbation, within the bounds. */
const withPerturbation = (task: AttackTask, index: number, v: Float32Array): Float32Array => {
  const image = imageAt(task.originals, task.size, index).map((value, i) => value + v[i]);
  clip(image, task.bounds);
  return image;
};

/** Fraction of the images whose predicted class the perturbation changes. */
const foolingRateOf = (task: AttackTask, v: Float32Array): number => {
  const images = new Float32Array(task.originals.length);
  for (let index = 0; index < task.count; index++) images.set(withPerturbation(task, index, v), index * task.size);
  const { classes } = task.classifier;
  const logits = task.classifier.logits(images, task.count);
  return task.goals.filter((goal, index) => isAdversarial(goal, imageAt(logits, classes, index))).length / task.count;
};

/**
 * {@link universalPerturbation} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param options - length, norm, share of images to be fooled
 * @returns a generator: it yields after each image; `next(true)` stops it
 * @throws InterpError as {@link universalPerturbation} does, at the first step
 */
export function* universalPerturbationSteps(
  classifier: Classifier,
  x: tf.Tensor,
  options: UniversalOptions,
): Generator<UniversalStep, UniversalPerturbation, boolean> {
  const { epsilon, norm, foolingRate, passes, method, seed, batchSize } = universalOptions.withDefaults(options);
  const task = prepareTask(classifier, x, { criterion: misclassified(), seed, batchSize });
  const { size, bounds, count } = task;
  const order = random(seed);
  const v = new Float32Array(size);
  let rate = foolingRateOf(task, v);
  let best = { v: v.slice(), rate };
  let pass = 0;
  let stopped = false;
  while (pass < passes && rate < foolingRate && !stopped) {
    pass++;
    let image = 0;
    for (const index of order.permutation(count)) {
      const originals = withPerturbation(task, index, v);
      const one = createTask({ classifier: task.classifier, bounds, originals, goals: [task.goals[index]], seed });
      for (const work = method.steps(one); !work.next(false).done;) continue;
      for (let i = 0; i < size; i++) v[i] += one.candidates[i] - one.originals[i];
      norm.project(v, epsilon);
      stopped = yield { pass, image: ++image, foolingRate: rate };
      if (stopped) break;
    }
    rate = foolingRateOf(task, v);
    if (rate > best.rate) best = { v: v.slice(), rate };
  }
  return {
    perturbation: tf.tensor(best.v, [1, ...classifier.inputShape]),
    foolingRate: best.rate,
    length: norm.length(best.v),
    passes: pass,
    stopped,
  };
}

/**
 * Finds one perturbation that fools a classifier on most images: each image that it does not fool yet adds a step to the nearest
 * boundary, and the sum is projected onto the ball (Moosavi-Dezfooli, Fawzi, Fawzi & Frossard 2017, Algorithm 1). An image counts
 * as fooled if its predicted class changes; perturbed images are clipped to the bounds.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images to compute it from, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param options - norm, radius, fraction of images to fool, and `onStep` and `signal` of `drive`
 * @returns the best perturbation found after a pass
 * @throws InterpError `bad-shape`, `bad-value`, `bad-option`, `unsupported-model`, `not-finite`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { universalPerturbation } from '@interp/adversarial';
 * import { classifier } from '@interp/core';
 *
 * const net = classifier((x) => tf.matMul(tf.reshape(x, [-1, 2]), tf.tensor2d([[1, -1], [-1, 1]])), { inputShape: [2], classes: 2 });
 * const found = await universalPerturbation(net, tf.tensor2d([[0.3, 0.1], [0.4, 0.1]]), { epsilon: 0.2 });
 * console.log(found.foolingRate, found.perturbation.shape); // 1 [ 1, 2 ]
 * ```
 */
export const universalPerturbation = async (
  classifier: Classifier,
  x: tf.Tensor,
  options: UniversalOptions & DriveOptions<UniversalStep>,
): Promise<UniversalPerturbation> => {
  const [own, driving] = splitDriveOptions<UniversalOptions, UniversalStep>(options);
  return drive(universalPerturbationSteps(classifier, x, own), driving);
};
