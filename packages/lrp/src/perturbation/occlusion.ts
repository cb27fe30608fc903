import { InterpError, number, optionsTable } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkedClassifier, finiteBounds, sizeOfShape } from '@interp/core/internal';
import { scoreValues } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import type { GradientOptions } from '../gradients/gradient.js';
import { batchOptions, fixedClasses, perBatch, scoreOptionsOf } from '../per-batch.js';
import { scoreVariants, type Variant } from './score-variants.js';
import { singlePrecision, windows, type Window } from './windows.js';

/** Options of {@link occlusion}. */
export interface OcclusionOptions extends GradientOptions {
  /** Side of the window in pixels. Default 5. */
  readonly window?: number;
  /** Pixels from one window to the next, at most `window`. Default 2. */
  readonly stride?: number;
  /** Value of covered pixels. Default the classifier's lower bound. */
  readonly value?: number;
}

/** Checks and defaults of {@link OcclusionOptions}. */
export const occlusionOptions = optionsTable<OcclusionOptions>()({
  ...batchOptions.rules,
  window: number({ min: 1, integer: true, default: 5 }),
  stride: number({ min: 1, integer: true, default: 2 }),
  value: number(singlePrecision),
});

/** The image with each window covered, for windows that change it; their indices are added to `changed`. */
function* occluded(
  images: Float32Array,
  size: number,
  covers: readonly Window[],
  value: number,
  changed: number[],
): Iterable<Variant> {
  const replaced = Math.fround(value);
  const values = new Float32Array(size);
  for (let image = 0; image * size < images.length; image++)
    for (const [at, cover] of covers.entries()) {
      values.set(images.subarray(image * size, (image + 1) * size));
      if (cover.every((index) => values[index] === replaced)) continue;
      for (const index of cover) values[index] = replaced;
      changed.push(image * covers.length + at);
      yield { values, image };
    }
}

/** The mean of the score drops of the windows that cover each pixel. */
const meanDrop = (size: number, covers: readonly Window[], scoreDrops: Float64Array): Float64Array => {
  const [sum, count] = [new Float64Array(size), new Float64Array(size)];
  covers.forEach((cover, at) => {
    for (const index of cover) {
      sum[index] += scoreDrops[at];
      count[index] += 1;
    }
  });
  return sum.map((total, index) => total / count[index]);
};

/**
 * Occlusion: the drop of the score when a window is covered, averaged for each pixel over the windows that contain it (Zeiler &
 * Fergus 2014). It needs no gradient.
 *
 * @param classifier - any classifier
 * @param x - images, `[n, ...inputShape]`; borrowed. The last of two axes or more holds channels, which are covered together
 * @param options - which score of which class, by default the logit of the predicted one; window, stride, value
 * @returns relevance in units of the score, which belongs to the caller
 * @throws InterpError `bad-shape`, `bad-value`, `bad-class`, `bad-option`
 */
export const occlusion = (classifier: Classifier, x: tf.Tensor, options: OcclusionOptions = {}): Attribution => {
  const net = checkedClassifier(classifier);
  const given = occlusionOptions.withDefaults(options);
  const {
    window,
    stride,
    value = finiteBounds(net, 'give value, which pixels are set to')[0],
    batchSize = 128,
  } = given;
  if (stride > window)
    throw new InterpError(
      'bad-option',
      `a stride of ${stride} leaves pixels between windows of ${window}; expected at most ${window}`,
    );
  const size = sizeOfShape(net.inputShape);
  const covers = windows(net.inputShape, window, stride);
  return perBatch(net, x, given, (images, part) => {
    const own = scoreOptionsOf(part);
    const logits = net.logits(images);
    try {
      const fixed = fixedClasses(logits, own);
      const whole = scoreValues(logits, fixed);
      const values = images.dataSync<'float32'>();
      const changed: number[] = [];
      const variants = occluded(values, size, covers, value, changed);
      const coveredScores = scoreVariants(net, variants, fixed, batchSize);
      const scoreDrops = new Float64Array(whole.length * covers.length);
      changed.forEach((index, i) => (scoreDrops[index] = whole[Math.floor(index / covers.length)] - coveredScores[i]));
      const relevance = new Float32Array(values.length);
      whole.forEach((_, image) => {
        const ofImage = scoreDrops.subarray(image * covers.length, (image + 1) * covers.length);
        relevance.set(meanDrop(size, covers, ofImage), image * size);
      });
      return attributionOfMap(tf.tensor(relevance, images.shape), logits, own);
    } finally {
      logits.dispose();
    }
  });
};
