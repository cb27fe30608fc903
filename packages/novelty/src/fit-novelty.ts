import { InterpError, number, optionsTable, withFunctions } from '@interp/checks';
import { type Classifier, drive, type DriveOptions, type LabelledImages, random, type Steps } from '@interp/core';
import { checkedClassifier, checkedImages, range, splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { checkShift } from './five-places.js';
import { innerValues } from './inner-values.js';
import { addMoments, fitGaussians, moments, type Gaussians } from './mahalanobis.js';
import { detectorOf, partsOf, type NoveltyDetector, type NoveltyParameters } from './novelty-detector.js';
import { trainHead, type OutlierHead } from './outlier-head.js';

/** What {@link fitNovelty} reports after each batch. */
export interface NoveltyStep {
  /** What it does: fits distances, trains on outliers, or scores held-out images. */
  readonly phase: 'distances' | 'outliers' | 'held-out';
  /** The mean loss of the batch in nats, while it trains. */
  readonly loss?: number;
}

/** Options of {@link fitNovelty}. */
export interface FitNoveltyOptions extends DriveOptions<NoveltyStep> {
  /**
   * Images that belong to no class, of the same shape; their labels are not read. They need not be like those that will come, but should vary
   * widely: `drawnOutliers` of `@interp/mnist` draws some for digits. Default none: the detector then goes by distance alone.
   */
  readonly outliers?: LabelledImages;
  /** Known images that nothing else is fitted to, on which thresholds are set. Default: a tenth of the images, drawn by the seed. */
  readonly heldOut?: LabelledImages;
  /** How often the training on outliers goes through the images. Default 4. */
  readonly epochs?: number;
  /** Known images in a batch; as many outliers come on top. Default 128. */
  readonly batch?: number;
  /** Hidden units of the head that is trained on outliers. Default 64. */
  readonly hidden?: number;
  /** The share of hidden units that each step of that training leaves out (Srivastava et al. 2014), at most 0.99. Default 0. */
  readonly dropout?: number;
  /** The learning rate of that training at its peak. Default 0.002. */
  readonly rate?: number;
  /** What is added to the diagonal of the covariance, as a fraction of its mean. Default 0.001. */
  readonly shrinkage?: number;
  /** How much a standard deviation of the distance counts beside one of the log-odds of an outlier. Default 1. */
  readonly distanceWeight?: number;
  /**
   * By how many pixels images are moved to each of four sides when they are scored: each part of a score is the mean over those four and the
   * image where it is, which tells apart better what lies at the threshold, and takes five times as long. For images of
   * `[height, width, channels]`. Default 0: they are not moved.
   */
  readonly shift?: number;
  /** Seed of the held-out part, first weights and the order of images, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link FitNoveltyOptions}. */
export const fitNoveltyOptions = optionsTable<Omit<FitNoveltyOptions, keyof DriveOptions<NoveltyStep>>>()({
  outliers: withFunctions<LabelledImages>(['images']),
  heldOut: withFunctions<LabelledImages>(['images']),
  epochs: number({ min: 1, max: 1000, integer: true, default: 4 }),
  batch: number({ min: 1, max: 100_000, integer: true, default: 128 }),
  hidden: number({ min: 1, max: 100_000, integer: true, default: 64 }),
  dropout: number({ min: 0, max: 0.99, default: 0 }),
  rate: number({ above: 0, default: 0.002 }),
  shrinkage: number({ above: 0, default: 0.001 }),
  distanceWeight: number({ min: 0, default: 1 }),
  shift: number({ min: 0, max: 9999, integer: true, default: 0 }),
  seed: number({ integer: true, default: 0 }),
});

const checkImages = (name: string, { inputShape }: Classifier, data: LabelledImages): void => {
  if (data.inputShape.join() !== inputShape.join())
    throw new InterpError(
      'bad-shape',
      `${name} are of [${data.inputShape.join(', ')}] and the classifier takes [${inputShape.join(', ')}]; expected the same`,
    );
};

const checkLabels = (classes: number, data: LabelledImages): void => {
  const bad = data.labels.find((label) => label >= classes);
  if (bad !== undefined)
    throw new InterpError(
      'bad-class',
      `an image has the label ${bad}; expected 0 to ${classes - 1}, the classifier's classes`,
    );
};

/** Some images of a set, which the function borrows, and frees afterwards. */
const withImages = async <Value>(
  data: LabelledImages,
  indices: ArrayLike<number>,
  use: (x: tf.Tensor) => Value | Promise<Value>,
): Promise<Value> => {
  const x = data.images(indices);
  try {
    return await use(x);
  } finally {
    x.dispose();
  }
};

/** Draws indices below n again and again, each once before any comes again. */
const inTurn = (n: number, stream: ReturnType<typeof random>): ((count: number) => Uint32Array) => {
  let [order, at] = [stream.permutation(n), 0];
  return (count) =>
    Uint32Array.from({ length: count }, () => {
      if (at === n) [order, at] = [stream.permutation(n), 0];
      return order[at++];
    });
};

type Plan = ReturnType<typeof fitNoveltyOptions.withDefaults>;

interface Fitted {
  readonly gaussians: Gaussians;
  readonly mean: Float32Array;
  readonly scale: Float32Array;
}

/** Gaussians of the features, and mean and scale of all inner values. */
async function* fitDistances(
  classifier: Classifier,
  data: LabelledImages,
  used: Uint32Array,
  { batch, shrinkage }: Plan,
): AsyncGenerator<NoveltyStep, Fitted, boolean> {
  let sums: ReturnType<typeof moments> | undefined;
  let total: Float64Array | undefined;
  let squares: Float64Array | undefined;
  for (let from = 0; from < used.length; from += batch) {
    const indices = used.subarray(from, from + batch);
    const [features, all] = await withImages(data, indices, async (x) => {
      const inner = innerValues(classifier, x);
      try {
        return [await inner.features.data<'float32'>(), await inner.all.data<'float32'>()];
      } finally {
        tf.dispose([inner.features, inner.all]);
      }
    });
    const values = all.length / indices.length;
    sums ??= moments(classifier.classes, features.length / indices.length);
    total ??= new Float64Array(values);
    squares ??= new Float64Array(values);
    addMoments(
      sums,
      features,
      Array.from(indices, (i) => data.labels[i]),
    );
    for (let i = 0, at = 0; i < indices.length; i++)
      for (let k = 0; k < values; k++, at++) {
        total[k] += all[at];
        squares[k] += all[at] * all[at];
      }
    if (yield { phase: 'distances' }) break;
  }
  const n = sums!.counts.reduce((sum, count) => sum + count, 0);
  const mean = Float32Array.from(total!, (sum) => sum / n);
  const scale = Float32Array.from(squares!, (sum, k) => Math.sqrt(Math.max(0, sum / n - (total![k] / n) ** 2)) + 1e-3);
  return { gaussians: fitGaussians(sums!, shrinkage), mean, scale };
}

/** The head, trained to tell known images from outliers. */
async function* fitHead(
  classifier: Classifier,
  data: LabelledImages,
  used: Uint32Array,
  outliers: LabelledImages,
  standard: { readonly mean: Float32Array; readonly scale: Float32Array },
  { epochs, batch, hidden, dropout, rate, seed }: Plan,
): AsyncGenerator<NoveltyStep, NonNullable<NoveltyParameters['head']>, boolean> {
  const { classes } = classifier;
  const stream = random(seed + 1);
  const [known, novel] = [inTurn(used.length, stream.split()), inTurn(outliers.size, stream.split())];
  const steps = epochs * Math.ceil(used.length / batch);
  const values = standard.mean.length;
  const [mean, scale] = tf.tidy(() => [tf.tensor1d(standard.mean), tf.tensor1d(standard.scale)]);
  let training: ReturnType<typeof trainHead> | undefined;
  const read = async ({ weights }: OutlierHead) => Promise.all(weights.map((weight) => weight.data<'float32'>()));
  try {
    const begun = trainHead({ values, hidden, classes }, { mean, scale }, { dropout, rate, steps, seed });
    training = begun;
    for (let step = 0; step < steps; step++) {
      const indices = Uint32Array.from(known(batch), (i) => used[i]);
      const labels = Int32Array.from({ length: 2 * batch }, (_, i) => (i < batch ? data.labels[indices[i]] : classes));
      const loss = await withImages(data, indices, (x) =>
        withImages(outliers, novel(batch), (y) =>
          tf.tidy(() => {
            const inner = tf.concat([innerValues(classifier, x).all, innerValues(classifier, y).all]);
            return begun.step(inner, labels);
          }),
        ),
      );
      const [lost] = await loss.data();
      loss.dispose();
      if (!Number.isFinite(lost))
        throw new InterpError('not-finite', `the loss is ${lost} after step ${step + 1}; lower the rate`);
      if (yield { phase: 'outliers', loss: lost }) break;
    }
    const [first, firstBias, last, lastBias] = await read(begun.head);
    return {
      sizes: [values, hidden, classes + 1],
      arrays: [standard.mean, standard.scale, first, firstBias, last, lastBias],
    };
  } finally {
    training?.dispose();
    tf.dispose([mean, scale, ...(training?.head.weights ?? [])]);
  }
}

/** The scores of held-out images. */
async function* scoreHeldOut(
  classifier: Classifier,
  data: LabelledImages,
  used: Uint32Array,
  parameters: Omit<NoveltyParameters, 'known'>,
  { batch }: Plan,
): AsyncGenerator<NoveltyStep, NoveltyParameters['known'], boolean> {
  const distance: number[] = [];
  const outlier: number[] = [];
  for (let from = 0; from < used.length; from += batch) {
    const indices = used.subarray(from, from + batch);
    const parts = await withImages(data, indices, (x) => partsOf(classifier, parameters, x));
    distance.push(...parts.distance);
    outlier.push(...(parts.outlier ?? []));
    if (yield { phase: 'held-out' }) break;
  }
  return { distance: Float32Array.from(distance), ...(parameters.head && { outlier: Float32Array.from(outlier) }) };
}

async function* fit(
  classifier: Classifier,
  data: LabelledImages,
  plan: Plan,
): AsyncGenerator<NoveltyStep, NoveltyDetector, boolean> {
  const order = random(plan.seed).permutation(data.size);
  const kept = plan.heldOut ? 0 : Math.max(1, Math.round(data.size / 10));
  const [heldOut, used] = [order.subarray(0, kept), order.subarray(kept)];
  const { gaussians, ...standard } = yield* fitDistances(classifier, data, used, plan);
  const head = plan.outliers && (yield* fitHead(classifier, data, used, plan.outliers, standard, plan));
  const { distanceWeight, shift } = plan;
  const parameters = head ? { gaussians, head, distanceWeight, shift } : { gaussians, shift };
  const known = plan.heldOut
    ? yield* scoreHeldOut(classifier, plan.heldOut, Uint32Array.from(range(0, plan.heldOut.size)), parameters, plan)
    : yield* scoreHeldOut(classifier, data, heldOut, parameters, plan);
  return detectorOf(classifier, { ...parameters, known });
}

/**
 * Fits a novelty detector to a classifier and its data. It looks at inner values of the classifier's network and sums two scores: the
 * Mahalanobis distance of the features, what goes into the last layer with weights, to the nearest class (Lee et al. 2018, "A simple
 * unified framework for detecting out-of-distribution samples and adversarial attacks"); and, with outliers, the log-odds of one more
 * class for them, by a small head that is trained on what goes into the last four layers with weights (outlier exposure: Hendrycks et al.
 * 2019). `distanceWeight` says how much the first counts. The network is not changed. Deterministic by seed.
 *
 * A classifier that is a function has no inner values: make it of its `tf.LayersModel`, or use `noveltyDetector` of `@interp/rbm` with
 * `energyScore`, which goes by the logits, or with a density.
 *
 * @param classifier - a classifier of a `tf.LayersModel`; borrowed, and kept by the detector
 * @param images - images of its classes, some of each; borrowed
 * @param options - outliers, held-out images, the training, progress; when stopped by the signal it goes by what it has
 * @returns the detector, which holds no tensors
 * @throws InterpError `unsupported-model` for a function or a network without weights, `bad-shape` for images of another shape or none,
 *   `bad-class`, `bad-value` for a class without images, `bad-option`, `not-finite` for a training that diverges
 *
 * @example
 * ```ts
 * import { classifier } from '@interp/core';
 * import { lenet } from '@interp/lenet';
 * import { drawnDigits, drawnOutliers } from '@interp/mnist';
 * import { fitNovelty } from '@interp/novelty';
 *
 * const digits = classifier(lenet());
 * const detector = await fitNovelty(digits, drawnDigits({ seed: 1, count: 100 }), {
 *   outliers: drawnOutliers({ seed: 2, count: 50 }),
 *   epochs: 1,
 *   batch: 30,
 * });
 * const { scores } = await detector.score(drawnOutliers({ seed: 3, count: 4 }).images([0, 1, 2, 3]));
 * console.log(scores, detector.threshold(0.05));
 * ```
 */
export const fitNovelty = (
  classifier: Classifier,
  images: LabelledImages,
  options: FitNoveltyOptions = {},
): Promise<NoveltyDetector> => {
  const [own, driving] = splitDriveOptions<Omit<FitNoveltyOptions, keyof DriveOptions<NoveltyStep>>, NoveltyStep>(
    options,
  );
  const plan = fitNoveltyOptions.withDefaults(own);
  const net = checkedClassifier(classifier);
  const set = checkedImages('the set of images', images);
  const outliers = plan.outliers && checkedImages('the outliers', plan.outliers);
  const heldOut = plan.heldOut && checkedImages('the held-out images', plan.heldOut);
  checkImages('images', net, set);
  checkLabels(net.classes, set);
  checkShift(net, plan.shift);
  if (outliers) checkImages('outliers', net, outliers);
  if (heldOut) checkImages('held-out images', net, heldOut);
  else if (set.size < 2)
    throw new InterpError('bad-shape', 'there is one image; expected at least two, one of them held out');
  const kept = heldOut ? 0 : Math.max(1, Math.round(set.size / 10));
  const passes = (n: number): number => Math.ceil(n / plan.batch);
  const total = passes(set.size - kept) * (outliers ? 1 + plan.epochs : 1) + passes(heldOut ? heldOut.size : kept);
  return drive(fit(net, set, { ...plan, outliers, heldOut }) as Steps<NoveltyStep, NoveltyDetector>, {
    ...driving,
    total,
  });
};
