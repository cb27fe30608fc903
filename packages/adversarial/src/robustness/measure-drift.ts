import {
  checkGivenFunction,
  checkList,
  checkObject,
  InterpError,
  list,
  number,
  optionsTable,
  shownName,
} from '@interp/checks';
import { type Classifier, drive, type DriveOptions } from '@interp/core';
import { checkBatch, checkedClassifier, concatFloats, splitDriveOptions } from '@interp/core/internal';
import { cast, dispose, slice, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { attack, attackOptions } from '../attack.js';
import type { AttackMethod } from '../attack-method.js';
import { misclassified } from '../criteria.js';
import type { AttackedImage } from '../result.js';
import { driftOptions, explanationDrift, meanDrift, type Explain, type ExplanationDrift } from './drift.js';

/** Options of {@link measureDrift}. */
export interface MeasureDriftOptions {
  /** The class of each image, which the attack leaves; undefined for the one that it is predicted as. Default all undefined. */
  readonly labels?: ArrayLike<number | undefined>;
  /** The fraction of the values of a map that counts as its top, above 0. Default 0.1. */
  readonly top?: number;
  /** Images in one pass. Default 50. */
  readonly batch?: number;
  /** Seed of random starts. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link MeasureDriftOptions}. */
const measureDriftOptions = optionsTable<MeasureDriftOptions>()({
  labels: list<ArrayLike<number | undefined>>(),
  top: driftOptions.rules.top,
  batch: number({ min: 1, integer: true, default: 50 }),
  seed: attackOptions.rules.seed,
});

/** Yielded after each batch. */
export interface DriftStep {
  /** Images done. */
  readonly done: number;
  /** Images in all. */
  readonly n: number;
}

/** What an attack did to predictions and to explanations. */
export interface MeasuredDrift {
  /** Images done. */
  readonly n: number;
  /** What the attack did to each of them. */
  readonly items: readonly AttackedImage[];
  /** The adversarial examples, one after the other: `[n, ...inputShape]` in row-major order. */
  readonly adversarial: Float32Array;
  /** How far the explanations moved, for each method by the name that it was given. */
  readonly explanations: Readonly<Record<string, ExplanationDrift>>;
}

const checkMethods = (methods: unknown): void => {
  checkObject('explain', methods);
  for (const [name, method] of Object.entries(methods as object))
    checkGivenFunction(`the method ${shownName(name)}`, method, 'a function that returns relevance for a batch');
};

/** The drift of several batches as that of one. */
const concatDrifts = (parts: readonly ExplanationDrift[]): ExplanationDrift => {
  const items = parts.flatMap((part) => part.items);
  const [before, after] = [parts.map((part) => part.before), parts.map((part) => part.after)];
  return { items, before: concatFloats(before), after: concatFloats(after), ...meanDrift(items) };
};

/**
 * {@link measureDrift} as a generator of steps, for `drive` or a loop of your own; stopped early it returns what the finished batches gave.
 *
 * @param classifier - the network
 * @param x - the images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param explain - the methods of explanation by name
 * @param options - labels, what counts as top, batch size, seed
 * @returns the steps, one after each batch
 * @throws InterpError as {@link measureDrift} does, at the first step
 */
export async function* measureDriftSteps(
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  explain: Readonly<Record<string, Explain>>,
  options: MeasureDriftOptions = {},
): AsyncGenerator<DriftStep, MeasuredDrift, boolean> {
  const { labels, top, batch, seed } = measureDriftOptions.withDefaults(options);
  checkMethods(explain);
  checkBatch(checkedClassifier(classifier), x);
  const [n] = x.shape;
  if (labels !== undefined) checkList('labels', labels);
  if (labels !== undefined && labels.length !== n)
    throw new InterpError('bad-shape', `there are ${labels.length} labels for ${n} images; expected one for each`);
  const items: AttackedImage[] = [];
  const adversarials: Float32Array[] = [];
  const drifts = Object.keys(explain).map((name) => ({ name, parts: [] as ExplanationDrift[] }));
  for (let stop = false; items.length < n && !stop;) {
    const from = items.length;
    const images = tidy(() => cast(slice(x, from, Math.min(batch, n - from)), 'float32'));
    let made: Tensor[] = [];
    try {
      const criterion = misclassified(Array.from({ length: images.shape[0] }, (_, i) => labels?.[from + i]));
      const attacked = await attack(classifier, images, method, { criterion, seed, batchSize: batch });
      made = [attacked.adversarial, attacked.perturbation];
      for (const { name, parts } of drifts)
        parts.push(await explanationDrift(classifier, images, attacked.adversarial, explain[name], { top }));
      adversarials.push(await attacked.adversarial.data<'float32'>());
      items.push(...attacked.items);
    } finally {
      dispose([images, ...made]);
    }
    stop = yield { done: items.length, n };
  }
  return {
    n: items.length,
    items,
    adversarial: concatFloats(adversarials),
    explanations: Object.fromEntries(drifts.map(({ name, parts }) => [name, concatDrifts(parts)])),
  };
}

/**
 * Attacks images, and measures how far the explanations of each moved: {@link explanationDrift} for any number of images and several methods of
 * explanation, a batch at a time. Measured for two networks, it shows whether one that was trained against attacks also gives steadier reasons.
 *
 * @param classifier - the network
 * @param x - the images, `[n, ...inputShape]`, within the classifier's bounds; borrowed
 * @param method - the attack
 * @param explain - the methods of explanation by name
 * @param options - labels, what counts as top, batch size, seed, and `onStep` and `signal` of `drive`
 * @returns what the attack did, and the drift of each method; of the finished batches only after an abort
 * @throws InterpError as {@link attack} and {@link explanationDrift} do, `bad-shape` for another number of labels than images
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { measureDrift, pgd } from '@interp/adversarial';
 * import { classifier } from '@interp/core';
 * import { gradientTimesInput } from '@interp/lrp';
 *
 * const net = classifier((x) => tf.matMul(tf.reshape(x, [-1, 4]), tf.tensor2d([[1, 0], [0, 1], [1, 1], [0, 1]])), { inputShape: [4], classes: 2 });
 * const x = tf.tensor2d([[0.1, 0.2, 0.3, 0.4], [0.4, 0.1, 0.2, 0.1]]);
 * const { explanations } = await measureDrift(net, x, pgd({ epsilon: 0.1 }), {
 *   'gradient × input': (c, images, classes) => gradientTimesInput(c, images, { target: classes }).relevance,
 * });
 * console.log(explanations['gradient × input'].rankCorrelation);
 * ```
 */
export const measureDrift = async (
  classifier: Classifier,
  x: Tensor,
  method: AttackMethod,
  explain: Readonly<Record<string, Explain>>,
  options: MeasureDriftOptions & DriveOptions<DriftStep> = {},
): Promise<MeasuredDrift> => {
  const [own, driving] = splitDriveOptions<MeasureDriftOptions, DriftStep>(options);
  return drive(measureDriftSteps(classifier, x, method, explain, own), driving);
};
