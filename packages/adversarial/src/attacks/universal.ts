import { drive, random, type Classifier, type DriveOptions } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { clip } from '../judged.js';
import { predictedOf, prepared } from '../prepared.js';
import { imageAt, taskOf, type AttackTask } from '../task.js';
import { universalSettings, type UniversalOptions } from '../universal-options.js';

/** One perturbation for all images. */
export interface UniversalPerturbation {
  /** What is added to any image before it is clipped to the bounds, `[1, ...inputShape]`; it belongs to the caller. */
  readonly perturbation: tf.Tensor;
  /** Share of the images given that are taken for another class with it. */
  readonly foolingRate: number;
  /** Its length, in units of the input and the norm asked for. */
  readonly length: number;
  /** How often the images were gone through. */
  readonly passes: number;
  /** Whether it was stopped before its end. */
  readonly stopped: boolean;
}

/** How far the search for a universal perturbation is. */
export interface UniversalStep {
  /** Passes begun, from 1. */
  readonly pass: number;
  /** Images gone through in this pass. */
  readonly image: number;
  /** Share of the images that were fooled when the pass began. */
  readonly foolingRate: number;
}

/** An image with the perturbation, within the bounds. */
const withIt = (task: AttackTask, index: number, v: Float32Array): Float32Array => {
  const image = imageAt(task.originals, task.size, index).map((value, i) => value + v[i]);
  clip(image, task.bounds);
  return image;
};

/** Share of the images that are taken for another class with the perturbation. */
const rateOf = (task: AttackTask, v: Float32Array): number => {
  const images = new Float32Array(task.originals.length);
  for (let index = 0; index < task.count; index++) images.set(withIt(task, index, v), index * task.size);
  const predicted = predictedOf(task.classifier.logits(images, task.count), task.classifier.classes);
  return predicted.filter((one, index) => one !== task.goals[index].label).length / task.count;
};

/**
 * The steps of {@link universalPerturbation}, for a driver of your own.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param options - length, norm, share of images to be fooled
 * @returns a generator: it yields after each image; a `true` ends it
 * @throws InterpError as {@link universalPerturbation} does, at the first step
 */
export function* universalPerturbationSteps(
  classifier: Classifier,
  x: tf.Tensor,
  options: UniversalOptions,
): Generator<UniversalStep, UniversalPerturbation, boolean> {
  const { epsilon, norm, foolingRate, passes, method, seed, batchSize } = universalSettings(options);
  const task = prepared(classifier, x, { seed, batchSize });
  const { size, bounds, count } = task;
  const order = random(seed);
  const v = new Float32Array(size);
  let rate = rateOf(task, v);
  let best = { v: v.slice(), rate };
  let pass = 0;
  let stopped = false;
  while (pass < passes && rate < foolingRate && !stopped) {
    pass++;
    let gone = 0;
    for (const index of order.permutation(count)) {
      const one = taskOf({
        classifier: task.classifier,
        bounds,
        originals: withIt(task, index, v),
        goals: [task.goals[index]],
        seed,
      });
      for (const work = method.steps(one); !work.next(false).done;) continue;
      for (let i = 0; i < size; i++) v[i] += one.candidates[i] - one.originals[i];
      norm.project(v, epsilon);
      stopped = yield { pass, image: ++gone, foolingRate: rate };
      if (stopped) break;
    }
    rate = rateOf(task, v);
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
 * One perturbation that fools a classifier on most images: each image that it does not fool yet adds its own way to the nearest
 * border, and the sum is brought back into the ball (Moosavi-Dezfooli, Fawzi, Fawzi & Frossard 2017, Algorithm 1). Fooled means taken
 * for another class than without it; images with it are clipped to the bounds.
 *
 * @param classifier - any classifier of at least two classes
 * @param x - images to learn it from, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param options - length, norm, share of images to be fooled; and how the work is driven: `onStep`, `signal`
 * @returns the best perturbation met after a pass
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
export const universalPerturbation = (
  classifier: Classifier,
  x: tf.Tensor,
  options: UniversalOptions & DriveOptions<UniversalStep>,
): Promise<UniversalPerturbation> => drive(universalPerturbationSteps(classifier, x, options), options);
