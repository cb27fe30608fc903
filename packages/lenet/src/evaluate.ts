import { drive, InterpError, type Classifier, type DriveOptions, type LabelledImages } from '@interp/core';
import {
  argmax,
  boolean,
  checkBatch,
  checkedClassifier,
  checkLabelledImages,
  checkProbabilities,
  number,
  optionsTable,
  range,
  splitDriveOptions,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { calibration, type Calibration } from './calibration.js';

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

/** Result of {@link evaluate}. */
export interface Evaluation {
  /** Fraction of the images classified correctly. */
  readonly accuracy: number;
  /** The same for the images of each class; null for a class without images. */
  readonly perClass: readonly (number | null)[];
  /** Confusion matrix: number of images by true and predicted class, `[true][predicted]`. */
  readonly confusion: readonly (readonly number[])[];
  /** Images evaluated. */
  readonly n: number;
  /** Mean cross-entropy in nats; where each class has a probability of its own, the sum of the binary ones of all classes. */
  readonly loss: number;
  /** Calibration: how well the confidence matches the accuracy. */
  readonly calibration: Calibration;
  /** Wall-clock seconds. */
  readonly seconds: number;
  /** Logits, `[n, classes]` in row-major order, if requested. */
  readonly logits?: Float32Array;
}

/** Yielded after each batch of an evaluation. */
export interface EvaluateStep {
  /** Images done. */
  readonly done: number;
  /** Images in all. */
  readonly n: number;
}

const softplus = (value: number): number => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));

/** Predicted class, its probability and the cross-entropy of one row of logits. */
const prediction = (
  scores: Float32Array,
  label: number,
  isMultiLabel: boolean,
): { predicted: number; confidence: number; loss: number } => {
  const highest = argmax(scores);
  const top = scores[highest];
  if (isMultiLabel) {
    const loss = scores.reduce((sum, score, k) => sum + softplus(k === label ? -score : score), 0);
    return { predicted: highest, confidence: 1 / (1 + Math.exp(-top)), loss };
  }
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
  return { predicted: highest, confidence: 1 / sum, loss: Math.log(sum) + top - scores[label] };
};

const check = (classifier: Classifier, data: LabelledImages): void => {
  const fits =
    classifier.inputShape.length === data.inputShape.length &&
    classifier.inputShape.every((size, i) => size === data.inputShape[i]);
  if (!fits || data.size < 1)
    throw new InterpError(
      'bad-shape',
      `there are ${data.size} images of shape [${data.inputShape.join(', ')}]; expected at least one of the classifier's shape [${classifier.inputShape.join(', ')}]`,
    );
  const wrong = data.labels.findIndex((label) => label < 0 || label >= classifier.classes);
  if (wrong >= 0)
    throw new InterpError(
      'bad-class',
      `image ${wrong} has the label ${String(data.labels[wrong])}; expected 0 to ${classifier.classes - 1}`,
    );
};

const checkRows = ({ shape }: tf.Tensor, asked: number): void => {
  if (shape[0] === asked) return;
  throw new InterpError('bad-shape', `the data give ${shape[0]} images; expected the ${asked} that were asked for`);
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
  checkLabelledImages('the data', data);
  const { batch, limit = data.size, bins, logits: keep } = evaluateOptions.withDefaults(options);
  const net = checkedClassifier(classifier);
  check(net, data);
  const start = performance.now();
  const { classes, probabilities } = net;
  checkProbabilities(probabilities, 'an evaluation');
  const isMultiLabel = probabilities === 'sigmoid';
  const n = Math.min(limit, data.size);
  const all = new Float32Array(keep ? n * classes : 0);
  const confidences: number[] = [];
  const correct: boolean[] = [];
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  for (let stop = false; correct.length < n && !stop;) {
    const from = correct.length;
    const indices = range(from, Math.min(n, from + batch));
    const scores = tf.tidy(() => {
      const images = data.images(indices);
      checkBatch(net, images);
      checkRows(images, indices.length);
      return net.logits(images);
    });
    const values = await scores.data<'float32'>();
    scores.dispose();
    indices.forEach((index, i) => {
      const label = data.labels[index];
      const row = values.subarray(i * classes, (i + 1) * classes);
      const { predicted, confidence, loss: one } = prediction(row, label, isMultiLabel);
      confusion[label][predicted]++;
      confidences.push(confidence);
      correct.push(predicted === label);
      loss += one;
    });
    if (keep) all.set(values, from * classes);
    stop = yield { done: correct.length, n };
  }
  const done = correct.length;
  return {
    accuracy: confusion.reduce((sum, row, c) => sum + row[c], 0) / done,
    perClass: confusion.map((row, c) => {
      const images = row.reduce((sum, count) => sum + count, 0);
      return images > 0 ? row[c] / images : null;
    }),
    confusion,
    n: done,
    loss: loss / done,
    calibration: calibration(confidences, correct, bins),
    seconds: (performance.now() - start) / 1000,
    ...(keep && { logits: all.subarray(0, done * classes) }),
  };
}

/**
 * Evaluates a classifier on labelled images: accuracy overall and per class, confusion matrix, mean cross-entropy and calibration. Where
 * each class has a probability of its own, an image is predicted as the class with the highest one.
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
  checkLabelledImages('the data', data);
  const [own, driving] = splitDriveOptions(options);
  const { batch, limit = data.size } = evaluateOptions.withDefaults(own);
  const total = Math.ceil(Math.min(limit, data.size) / batch);
  return drive(evaluateSteps(classifier, data, own), { ...driving, total });
};
