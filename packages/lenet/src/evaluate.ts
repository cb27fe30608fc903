import { boolean, InterpError, number, optionsTable } from '@interp/checks';
import { drive, type Classifier, type DriveOptions, type LabelledImages } from '@interp/core';
import {
  checkBatch,
  checkedClassifier,
  checkedImages,
  checkProbabilities,
  range,
  splitDriveOptions,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Evaluation } from './evaluation.js';
import { tallyOfClasses, tallyOfLabels } from './tally.js';
import { checkLabels } from './training-data.js';

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** Images in one pass. Default 250. */
  readonly batch?: number;
  /** The number of images to evaluate, from the first. Default all. */
  readonly limit?: number;
  /** Bins of the calibration. Default 15. */
  readonly bins?: number;
  /** Whether to return the logits of all images. Default false. */
  readonly logits?: boolean;
}

/** Checks and defaults of {@link EvaluateOptions}. */
export const evaluateOptions = optionsTable<EvaluateOptions>()({
  batch: number({ min: 1, integer: true, default: 250 }),
  limit: number({ min: 1, integer: true }),
  bins: number({ min: 1, integer: true, default: 15 }),
  logits: boolean({ default: false }),
});

/** Yielded after each batch of an evaluation. */
export interface EvaluateStep {
  /** Images done. */
  readonly done: number;
  /** Images in all. */
  readonly n: number;
}

const check = (classifier: Classifier, data: LabelledImages): void => {
  const fits =
    classifier.inputShape.length === data.inputShape.length &&
    classifier.inputShape.every((size, i) => size === data.inputShape[i]);
  if (!fits || data.size < 1)
    throw new InterpError(
      'bad-shape',
      `there are ${data.size} images of shape [${data.inputShape.join(', ')}]; expected at least one of the classifier's shape [${classifier.inputShape.join(', ')}]`,
    );
  checkLabels(data, classifier);
};

/**
 * Evaluation as a generator of steps, one per batch; stopped early, it returns the evaluation of the images done. {@link evaluate} is
 * the same in one call.
 *
 * @param classifier - what is evaluated
 * @param data - images and labels; borrowed
 * @param options - how
 * @returns the steps; their result is the evaluation
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class` for what cannot be evaluated, `not-finite` for a score that is not
 *   a number
 */
export async function* evaluateSteps(
  classifier: Classifier,
  data: LabelledImages,
  options: EvaluateOptions = {},
): AsyncGenerator<EvaluateStep, Evaluation, boolean> {
  const images = checkedImages('the data', data);
  const { batch, limit = images.size, bins, logits: keep } = evaluateOptions.withDefaults(options);
  const net = checkedClassifier(classifier);
  check(net, images);
  const start = performance.now();
  const { classes, probabilities } = net;
  checkProbabilities(probabilities, 'an evaluation');
  const tally = (probabilities === 'sigmoid' ? tallyOfLabels : tallyOfClasses)(images, classes);
  const n = Math.min(limit, images.size);
  const all = new Float32Array(keep ? n * classes : 0);
  let done = 0;
  for (let stop = false; done < n && !stop;) {
    const from = done;
    const indices = range(from, Math.min(n, from + batch));
    const scores = tf.tidy(() => {
      const x = images.images(indices);
      checkBatch(net, x);
      return net.logits(x);
    });
    const values = await scores.data<'float32'>();
    scores.dispose();
    indices.forEach((index, i) => tally.add(values.subarray(i * classes, (i + 1) * classes), index));
    done += indices.length;
    if (keep) all.set(values, from * classes);
    stop = yield { done, n };
  }
  return {
    ...tally.measures(bins),
    n: done,
    seconds: (performance.now() - start) / 1000,
    ...(keep && { logits: all.subarray(0, done * classes) }),
  };
}

/**
 * Evaluates a classifier on labelled images: accuracy overall and per class, confusion matrix, mean cross-entropy and calibration. Where
 * each class has a probability of its own, all classes with one over one half are predicted.
 *
 * @param classifier - what is evaluated
 * @param data - images and labels; borrowed
 * @param options - how, and `onStep` and `signal` of `drive`
 * @returns plain numbers
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class` for what cannot be evaluated, `not-finite` for a score that is not
 *   a number
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { evaluate, lenet } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ seed: 1 });
 * const { accuracy, n } = await evaluate(classifier(model), sampleDigits());
 * console.log(`${accuracy * n} of ${n} right before any training`);
 * model.dispose();
 * ```
 */
export const evaluate = async (
  classifier: Classifier,
  data: LabelledImages,
  options: EvaluateOptions & DriveOptions<EvaluateStep> = {},
): Promise<Evaluation> => {
  const { size } = checkedImages('the data', data);
  const [own, driving] = splitDriveOptions(options);
  const { batch, limit = size } = evaluateOptions.withDefaults(own);
  const total = Math.ceil(Math.min(limit, size) / batch);
  return drive(evaluateSteps(classifier, data, own), { ...driving, total });
};
