import {
  attack,
  attackSummary,
  misclassified,
  predictionRho,
  robustAccuracy,
  targeted,
  type AttackedImage,
  type AttackMethod,
  type AttackOptions,
  type AttackStep,
  type AttackSummary,
  type Criterion,
  type Prediction,
  type RobustCurve,
} from '@interp/adversarial';
import { boolean, checkedOptions, number, optionsTable } from '@interp/checks';
import { predictedClasses, type DriveOptions } from '@interp/core';
import { checkClassifier, meanOfKnown, splitDriveOptions } from '@interp/core/internal';
import { float32Entry, int32Entry, type SafetensorsEntry } from '@interp/files';
import {
  imageEntries,
  mapBatches,
  preparedRecord,
  type BatchStep,
  type Images,
  type PreparedRecord,
} from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import type { OpenedClassifier } from '../opened-classifier.js';
import { checkPictures, eachExample } from './each-example.js';

/** Options of {@link attackImages}. */
export interface AttackImagesOptions extends Pick<AttackOptions, 'round' | 'seed'> {
  /** The class that images are to be taken for. Default any but their own: the label where it is known, else what they are taken for. */
  readonly target?: number;
}

const attackImagesOptions = optionsTable<AttackImagesOptions>()({
  target: number({ min: 0, integer: true }),
  round: boolean({ default: false }),
  seed: number({ integer: true, default: 0 }),
});

/** What an image is predicted as, with the name of the class. */
export interface NamedPrediction extends Prediction {
  /** The name of the class, where it has one. */
  readonly name?: string;
}

/** An attacked image with what people call it: a plain value, to be logged or stored. */
export interface ImageAttack extends AttackedImage, PreparedRecord {
  /** The image's name. */
  readonly input: string;
  /** Prediction for the original. */
  readonly before: NamedPrediction;
  /** Prediction for the returned image. */
  readonly after: NamedPrediction;
}

/** Attacked images. */
export interface AttackedImages {
  /** Images done. */
  readonly n: number;
  /** What became of each of them. */
  readonly rows: readonly ImageAttack[];
  /** What became of all of them, and DeepFool's ρ: the mean length of perturbations over that of their images, in the norm `rhoNorm`. */
  readonly summary: AttackSummary & { readonly rho: number | null; readonly rhoNorm: 'linf' | 'l2' };
  /** The images as the model takes them, `[n, ...inputShape]` in row-major order. */
  readonly images: Float32Array;
  /** The adversarial images, as many. */
  readonly adversarial: Float32Array;
  /** Images, results, perturbations and classes as tensors of a file: `images`, `adversarial`, `perturbation`, `labels`, `before`, `after`. */
  readonly tensors: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
}

const criterionOf = (images: Images, from: number, to: number, target: number | undefined): Criterion => {
  const labels = Array.from({ length: to - from }, (_, i) => images.labelSet(from + i) ?? images.label(from + i));
  return target === undefined ? misclassified(labels) : targeted(target, labels);
};

/** How far a batch is, in words. */
const withinBatch = ({ active, within }: AttackStep): string =>
  `${active} at work${within ? `, step ${within.step}, ${Math.round(100 * within.share)} % of it` : ''}`;

/**
 * Attacks images, a batch at a time, with the names that the model has for its classes.
 *
 * @param classifier - as `openClassifier` opens it; borrowed
 * @param images - as `readImages` of `@interp/images/node` reads them for it
 * @param method - the attack, such as `attackMethodOf` of `@interp/adversarial` makes
 * @param options - target, rounding, seed, and `onStep` and `signal` of `drive`
 * @returns records, images, and both as tensors of a file; of the finished batches only after an abort
 * @throws InterpError `bad-option`, and as `attack` of `@interp/adversarial` does
 *
 * @example
 * ```ts
 * import { deepFool } from '@interp/adversarial';
 * import { startBackend } from '@interp/backend';
 * import { readImages } from '@interp/images/node';
 * import { attackImages, openClassifier } from '@interp/open';
 *
 * await startBackend('wasm');
 * const lenet = await openClassifier('lenet');
 * const digits = await readImages(['sample:7'], lenet.imageOptions);
 * const { rows, summary } = await attackImages(lenet, digits, deepFool());
 * console.log(rows[0].before.class, rows[0].outcome, summary.succeeded); // 7 succeeded 1
 * lenet.dispose();
 * ```
 */
export const attackImages = async (
  classifier: OpenedClassifier,
  images: Images,
  method: AttackMethod,
  options: AttackImagesOptions & DriveOptions<BatchStep> = {},
): Promise<AttackedImages> => {
  checkClassifier(classifier);
  const [own, driving] = splitDriveOptions<AttackImagesOptions, BatchStep>(options);
  const { target, round, seed } = attackImagesOptions.withDefaults(own);
  const { signal, onStep } = driving;
  const { inputShape, settings } = classifier;
  checkPictures(classifier, 'an attack');
  const each = eachExample(classifier, images);
  const { labels } = settings;
  const named = (prediction: Prediction): NamedPrediction =>
    labels === undefined ? prediction : { name: labels[prediction.class], ...prediction };
  const isOfPredictions = method.name === 'deepfool' && target === undefined;
  const rhos: (number | null)[] = [];
  const work = async (x: tf.Tensor, from: number) => {
    const criterion = criterionOf(images, from, from + x.shape[0], target);
    const { items, adversarial, perturbation, stopped } = await attack(each.of(from), x, method, {
      criterion,
      round,
      seed,
      signal,
      onStep: ({ value, ...progress }) =>
        onStep?.({ ...progress, value: { done: from, n: images.size, within: withinBatch(value) } }),
    });
    const found = isOfPredictions && !stopped ? await predictionRho(each.of(from), x, method, items, { signal }) : [];
    if (stopped || signal?.aborted) {
      tf.dispose([adversarial, perturbation]);
      return undefined;
    }
    rhos.push(...found);
    const rows = items.map((item, i): ImageAttack => ({
      input: images.name(from + i),
      ...preparedRecord(images, from + i),
      ...item,
      before: named(item.before),
      after: named(item.after),
    }));
    return { rows, values: { adversarial, perturbation } };
  };
  const { n, rows, values } = await mapBatches(images, work, { ...driving, batchSize: each.batchSize(100) });
  const none = new Float32Array();
  const all = { images: images.pixels(0, n), adversarial: none, perturbation: none, ...values };
  const summary = attackSummary(rows);
  const rhoNorm = method.norm.name === 'linf' ? 'linf' : 'l2';
  const rho = isOfPredictions ? meanOfKnown(rhos) : summary[rhoNorm === 'linf' ? 'rhoLinf' : 'rhoL2'];
  const classes = (of: (row: ImageAttack) => number): SafetensorsEntry => int32Entry([n], rows.map(of));
  return {
    n,
    rows,
    summary: { ...summary, rho, rhoNorm },
    images: all.images,
    adversarial: all.adversarial,
    tensors: [
      ...imageEntries(inputShape, n, all),
      ['labels', classes(({ label }) => label)],
      ['before', classes(({ before }) => before.class)],
      ['after', classes(({ after }) => after.class)],
    ],
  };
};

/** Options of {@link attackCurve}. */
export interface AttackCurveOptions extends AttackImagesOptions {
  /** How far the attack may go, in units of the input and the attack's norm, in any order. */
  readonly epsilons: readonly number[];
}

/** An image of {@link attackCurve}. */
export interface ImageOnCurve {
  /** The image's name. */
  readonly input: string;
  /** Its class; where that is not known, what it is taken for. */
  readonly label: number;
  /** The least length that fooled it, in units of the input: 0 where it was wrong before, null where it withstood. */
  readonly fooledAt: number | null;
}

/** Accuracy over how far an attack may go, with what is said of each image. */
export interface ImageCurve extends RobustCurve {
  /** What is said of each image. */
  readonly rows: readonly ImageOnCurve[];
  /** The same as tensors of a file: `labels`, `fooledAt`, `epsilons`, `accuracy`. */
  readonly tensors: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
}

/**
 * Accuracy on images over how far an attack may go: `robustAccuracy` of `@interp/adversarial` with the names and labels of images.
 *
 * @param classifier - as `openClassifier` opens it; borrowed
 * @param images - as `readImages` of `@interp/images/node` reads them for it; all of them are in memory at once
 * @param method - the attack
 * @param options - lengths, target, rounding, seed, and `onStep` and `signal` of `drive`
 * @returns the curve, and what is said of each image; after an abort without the lengths that were not reached
 * @throws InterpError as `robustAccuracy` does
 */
export const attackCurve = async (
  classifier: OpenedClassifier,
  images: Images,
  method: AttackMethod,
  options: AttackCurveOptions & DriveOptions<AttackStep>,
): Promise<ImageCurve> => {
  const { target, ...others } = checkedOptions(options);
  classifier.others?.checkPictures(1);
  const x = images.tensor();
  try {
    const criterion = criterionOf(images, 0, images.size, target);
    const predicted = tf.tidy(() => predictedClasses(classifier.logits(x)));
    const labels = Array.from(predicted, (best, i) => images.label(i) ?? best);
    const curve = await robustAccuracy(classifier, x, method, { ...others, criterion });
    const { points, fooledAt, count } = curve;
    const ofPoints = (key: 'epsilon' | 'accuracy'): SafetensorsEntry =>
      float32Entry([points.length], Float32Array.from(points, (point) => point[key])); // prettier-ignore
    return {
      ...curve,
      rows: fooledAt.map((length, i) => ({
        input: images.name(i),
        label: labels[i],
        fooledAt: Number.isFinite(length) ? length : null,
      })),
      tensors: [
        ['labels', int32Entry([count], labels)],
        ['fooledAt', float32Entry([count], fooledAt)],
        ['epsilons', ofPoints('epsilon')],
        ['accuracy', ofPoints('accuracy')],
      ],
    };
  } finally {
    x.dispose();
  }
};
