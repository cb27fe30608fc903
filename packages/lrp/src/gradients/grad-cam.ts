import { boolean, checkedBy, InterpError, optionsTable, shownNames, shownValue } from '@interp/checks';
import { backward, type Classifier, trace, type Trace, type TracedLayer } from '@interp/core';
import { checkedClassifier, valuesNow } from '@interp/core/internal';
import { scoreStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import type { GradientOptions } from './gradient.js';
import { batchOptions, perBatch, scoreOptionsOf } from '../per-batch.js';

/** Options of {@link gradCam}. */
export interface GradCamOptions extends GradientOptions {
  /** Name of the layer whose feature maps are used. Default the last convolution that the score depends on. */
  readonly layer?: string;
  /** Whether the layer's own activation is left out. Default false. */
  readonly beforeActivation?: boolean;
  /** Whether negative values are set to 0. Default true, as in the paper. */
  readonly positiveOnly?: boolean;
  /** Whether the map is enlarged, bilinearly, to the height and width of the images. Default true. */
  readonly upsampled?: boolean;
}

/** Checks and defaults of {@link GradCamOptions}. */
export const gradCamOptions = optionsTable<GradCamOptions>()({
  ...batchOptions.rules,
  layer: checkedBy<string>(() => undefined),
  beforeActivation: boolean({ default: false }),
  positiveOnly: boolean({ default: true }),
  upsampled: boolean({ default: true }),
});

const hasImages = ({ output }: TracedLayer): boolean => output.rank === 4;

/** The steps whose output may be used, the last first: that of the layer which was named, or those of all convolutions. */
const candidates = ({ layers }: Trace, { layer, beforeActivation }: GradCamOptions): readonly TracedLayer[] => {
  const convolutions = layers.filter((step) => step.kind === 'linear' && step.type.includes('Conv') && hasImages(step));
  const convolutionNames = [...new Set(convolutions.map((step) => step.name))];
  const outputOf = (name: string): TracedLayer | undefined =>
    layers.findLast(
      (step) => step.name === name && hasImages(step) && (!beforeActivation || step.kind !== 'activation'),
    );
  const found = (layer === undefined ? convolutionNames : [layer]).flatMap((name) => outputOf(name) ?? []);
  if (found.length > 0) return found.toReversed();
  if (layer === undefined)
    throw new InterpError(
      'unsupported-model',
      'the model has no convolution; Grad-CAM expected one; name a layer that returns feature maps, or take another method',
    );
  throw new InterpError(
    'bad-option',
    `the model has no layer ${shownValue(layer)} that returns feature maps; its convolutions are: ${shownNames(convolutionNames) || 'none'}`,
  );
};

/**
 * Σ_k A_k mean ∂f/∂A_k over places, of the last of the candidates that the gradient reaches: a value of one of several outputs may
 * have nothing to do with the last convolution of all. Zeros where it reaches none.
 */
const weightedMaps = (run: Trace, start: tf.Tensor, steps: readonly TracedLayer[]): tf.Tensor4D => {
  const weights: tf.Tensor[] = [];
  const reached: TracedLayer[] = [];
  try {
    backward(run, start, () => (layer, _input, arriving) => {
      if (reached.length === 0 && steps.includes(layer)) {
        const means = tf.mean(arriving, [1, 2], true);
        if (valuesNow(means).some((weight) => weight !== 0)) {
          weights.push(tf.keep(means));
          reached.push(layer);
        }
      }
      return layer.vjp(arriving);
    });
    const [layer = steps[0]] = reached;
    const weighted = weights.length > 0 ? tf.mul(layer.output, weights[0]) : tf.zerosLike(layer.output);
    return tf.sum<tf.Tensor4D>(weighted, 3, true);
  } finally {
    tf.dispose(weights);
  }
};

/**
 * Grad-CAM: the feature maps of a convolution, each weighted by the mean gradient of the score with respect to it, summed
 * (Selvaraju et al. 2017). It shows which regions speak for the score, at the resolution of the layer.
 *
 * @param classifier - a classifier of a `tf.LayersModel`
 * @param x - images, `[n, height, width, channels]`; borrowed
 * @param options - which score of which class, by default the logit of the predicted one; layer, sign, size
 * @returns `relevance` `[n, height, width, 1]`, or of the layer's height and width, which belongs to the caller
 * @throws InterpError `unsupported-model` without a `tf.LayersModel`, `bad-option` for a layer that returns no feature maps,
 *   `unsupported-layer`, `bad-shape`, `bad-value`, `bad-class`
 */
export const gradCam = (classifier: Classifier, x: tf.Tensor, options: GradCamOptions = {}): Attribution => {
  const given = gradCamOptions.withDefaults(options);
  const { positiveOnly, upsampled } = given;
  const net = checkedClassifier(classifier);
  const { network, inputShape } = net;
  if (!network)
    throw new InterpError(
      'unsupported-model',
      'the classifier has no layers to look into; expected one of a tf.LayersModel',
    );
  if (upsampled && inputShape.length !== 3)
    throw new InterpError(
      'unsupported-model',
      `the classifier takes inputs [${inputShape.join(', ')}]; Grad-CAM expected images [height, width, channels] to bring its map to their size`,
    );
  return perBatch(net, x, given, (images, part) => {
    const own = scoreOptionsOf(part);
    const run = trace(network, images);
    try {
      const logits = run.output as tf.Tensor2D;
      const relevance = tf.tidy(() => {
        const map = weightedMaps(run, scoreStart(own)(logits), candidates(run, given));
        const signed = positiveOnly ? tf.relu(map) : map;
        return upsampled ? tf.image.resizeBilinear(signed, [inputShape[0], inputShape[1]], false, true) : signed;
      });
      return attributionOfMap(relevance, logits, own);
    } finally {
      run.dispose();
    }
  });
};
