import { checkGivenFunction, checkRecords, InterpError, list, number, optionsTable } from '@interp/checks';
import type { Classifier } from '@interp/core';
import {
  argmaxOfRows,
  checkBatch,
  checkedClassifier,
  checkReturned,
  meanOfKnown,
  rankCorrelation,
} from '@interp/core/internal';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { imageAt } from '../task.js';
import { cosine, topOverlap } from './similarity.js';

/**
 * An explanation method as a function that returns a map for each image, of the shape of the batch, which belongs to the caller. It is called
 * with the same classes for the images and for their adversarial examples.
 */
export type Explain = (classifier: Classifier, x: Tensor, classes: Int32Array) => Tensor | Promise<Tensor>;

/** Options of {@link explanationDrift}. */
export interface DriftOptions {
  /** The fraction of the values of a map that counts as its top, above 0. Default 0.1. */
  readonly top?: number;
  /** The class whose explanations are compared, for each image. Default the predicted class of each original. */
  readonly classes?: ArrayLike<number>;
}

/** Checks and defaults of {@link DriftOptions}. */
export const driftOptions = optionsTable<DriftOptions>()({
  top: number({ above: 0, max: 1, default: 0.1 }),
  classes: list<ArrayLike<number>>(),
});

/** Similarity of the explanations of one image before and after an attack. */
export interface ImageDrift {
  /** The class that is explained. */
  readonly class: number;
  /** Spearman's rank correlation of all values of both maps; null if all values of a map are equal. */
  readonly rankCorrelation: number | null;
  /** The fraction of the top values of one map that are also top values of the other. */
  readonly topOverlap: number;
  /** Cosine similarity of both maps; null if one is zero. */
  readonly cosine: number | null;
}

/** Mean similarity of explanations. */
export interface MeanDrift {
  /** Mean rank correlation over the images that have one; null where none has. */
  readonly rankCorrelation: number | null;
  /** Mean overlap; null where there are no images. */
  readonly topOverlap: number | null;
  /** Mean cosine over the images that have one; null where none has. */
  readonly cosine: number | null;
}

/** How far the explanations of a batch moved, with the means over all. */
export interface ExplanationDrift extends MeanDrift {
  /** Each image. */
  readonly items: readonly ImageDrift[];
  /** The maps of the images, one after the other. */
  readonly before: Float32Array;
  /** The maps of their adversarial examples. */
  readonly after: Float32Array;
}

/**
 * Averages the drift over images, for example of several batches.
 *
 * @param items - each image
 * @returns the mean of each measure over the images that have it
 */
export const meanDrift = (items: readonly ImageDrift[]): MeanDrift => {
  checkRecords('the drifts', items);
  return {
    rankCorrelation: meanOfKnown(items.map((item) => item.rankCorrelation)),
    topOverlap: meanOfKnown(items.map((item) => item.topOverlap)),
    cosine: meanOfKnown(items.map((item) => item.cosine)),
  };
};

const predictClasses = async (classifier: Classifier, x: Tensor): Promise<Int32Array> => {
  const logits = classifier.logits(x);
  const found = argmaxOfRows(await logits.data<'float32'>(), classifier.classes);
  logits.dispose();
  return found;
};

const mapOf = async (
  explain: Explain,
  classifier: Classifier,
  x: Tensor,
  classes: Int32Array,
): Promise<Float32Array> => {
  const map: unknown = await explain(classifier, x, classes);
  try {
    return Float32Array.from(checkReturned('the relevances', map, x.shape, true).dataSync<'float32'>());
  } finally {
    dispose([map] as Tensor[]);
  }
};

/**
 * Measures how much explanations differ between images and their adversarial examples (Ghorbani, Abid & Zou 2019): rank correlation, overlap
 * of the top values, cosine. Measured before and after adversarial training, it shows whether a network that resists attacks also has
 * stable explanations.
 *
 * @param classifier - the network
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param adversarial - their adversarial examples, of the same shape; borrowed
 * @param explain - the method, such as `(c, images, classes) => lrp(c, images, { target: [...classes] }).relevance`
 * @param options - what counts as top, which class is explained
 * @returns each image, means over all, and the maps
 * @throws InterpError `bad-shape` for batches or maps of another shape, `bad-value` for a NaN, `bad-option`, `not-finite`
 *
 * @example
 * ```ts
 * import { attack, explanationDrift, fgsm } from '@interp/adversarial';
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { lrp } from '@interp/lrp';
 * import { sampleDigits } from '@interp/mnist';
 * import { pretrained } from '@interp/pretrained';
 *
 * await startBackend('wasm');
 * const model = await pretrained('lenet');
 * const net = classifier(model);
 * const x = sampleDigits().images([3, 5]);
 * const { adversarial } = await attack(net, x, fgsm({ epsilon: 0.2 }));
 * const { rankCorrelation, topOverlap } = await explanationDrift(
 *   net, x, adversarial, (c, images, classes) => lrp(c, images, { target: [...classes] }).relevance);
 * console.log(rankCorrelation, topOverlap);
 * model.dispose();
 * ```
 */
export const explanationDrift = async (
  classifier: Classifier,
  x: Tensor,
  adversarial: Tensor,
  explain: Explain,
  options: DriftOptions = {},
): Promise<ExplanationDrift> => {
  const { top, classes } = driftOptions.withDefaults(options);
  checkGivenFunction('the method', explain, 'a function that returns relevance for a batch');
  const net = checkedClassifier(classifier);
  checkBatch(net, x);
  checkBatch(net, adversarial);
  const [n] = x.shape;
  const given = classes?.length ?? n;
  if (adversarial.shape[0] !== n || given !== n)
    throw new InterpError(
      'bad-shape',
      `there are ${n} images, ${adversarial.shape[0]} adversarial ones and ${given} classes; expected as many of each`,
    );
  const asked = classes ? Int32Array.from(classes) : await predictClasses(net, x);
  const before = await mapOf(explain, classifier, x, asked);
  const after = await mapOf(explain, classifier, adversarial, asked);
  const size = before.length / n;
  const count = Math.max(1, Math.round(top * size));
  const items = Array.from(asked, (c, i): ImageDrift => {
    const [a, b] = [imageAt(before, size, i), imageAt(after, size, i)];
    return {
      class: c,
      rankCorrelation: rankCorrelation(a, b),
      topOverlap: topOverlap(a, b, count),
      cosine: cosine(a, b),
    };
  });
  return { items, before, after, ...meanDrift(items) };
};
