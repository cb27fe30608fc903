import { boolean, checkedBy, InterpError, optionsTable, shownNames, shownValue } from '@interp/checks';
import { backward, type Classifier, trace, type Trace, type TracedLayer } from '@interp/core';
import { checkedClassifier } from '@interp/core/internal';
import { scoreStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attributionOfMap, type Attribution } from '../attribution.js';
import type { GradientOptions } from './gradient.js';
import { batchOptions, perBatch, scoreOptionsOf } from '../per-batch.js';

/** Options of {@link gradCam}. */
export interface GradCamOptions extends GradientOptions {
  /** Name of the layer whose feature maps are used. Default the last convolution. */
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

/** The step whose output is used. */
const wantedStep = ({ layers }: Trace, { layer, beforeActivation }: GradCamOptions): TracedLayer => {
  const convolutions = layers.filter((step) => step.kind === 'linear' && step.type.includes('Conv') && hasImages(step));
  const name = layer ?? convolutions.at(-1)?.name;
  const steps = layers.filter((step) => step.name === name && hasImages(step));
  const found = steps.findLast((step) => !beforeActivation || step.kind !== 'activation');
  if (found) return found;
  if (convolutions.length === 0 && layer === undefined)
    throw new InterpError(
      'unsupported-model',
      'the model has no convolution; Grad-CAM expected one; name a layer that returns feature maps, or take another method',
    );
  const names = shownNames(convolutions.map((step) => step.name)) || 'none';
  throw new InterpError(
    'bad-option',
    `the model has no layer ${shownValue(layer)} that returns feature maps; its convolutions are: ${names}`,
  );
};

/** Σ_k A_k mean ∂f/∂A_k over places. */
const weightedMaps = (run: Trace, start: tf.Tensor, wanted: TracedLayer): tf.Tensor4D => {
  const found: tf.Tensor[] = [];
  try {
    backward(run, start, () => (layer, _input, arriving) => {
      if (layer === wanted) found.push(tf.keep(tf.clone(arriving)));
      return layer.vjp(arriving);
    });
    return tf.sum<tf.Tensor4D>(tf.mul(wanted.output, tf.mean(found[0], [1, 2], true)), 3, true);
  } finally {
    tf.dispose(found);
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
  return perBatch(net, x, given, (images, part) => {
    const own = scoreOptionsOf(part);
    const run = trace(network, images);
    try {
      const logits = run.output as tf.Tensor2D;
      const relevance = tf.tidy(() => {
        const map = weightedMaps(run, scoreStart(own)(logits), wantedStep(run, given));
        const signed = positiveOnly ? tf.relu(map) : map;
        return upsampled ? tf.image.resizeBilinear(signed, [inputShape[0], inputShape[1]], false, true) : signed;
      });
      return attributionOfMap(relevance, logits, own);
    } finally {
      run.dispose();
    }
  });
};
