import { drive, type Classifier, type Decoder, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { DecoderStepRecord } from './decoder-moment.js';
import type { DecoderOptions } from './decoder-options.js';
import { decoderPrototypeSteps, type DecoderPrototypes } from './decoder-prototype-steps.js';
import type { PrototypeStep } from './prototype.js';
import { defaultDecoderSteps } from './resolved-decoder.js';
import { totalSteps } from './total-steps.js';

/**
 * Images that a decoder can make and a classifier is sure of: activation maximisation with a decoder, which climbs
 * P(c|G(z)) - λ‖z‖² over latent codes from N(0, I) (thesis 2.1 and 3.3, Figure 3.7; Nguyen et al. 2016). All classes and restarts climb
 * in one batch, and the best of the restarts is kept, or the odd one (Figure 3.8). With an expert that has a weight it climbs
 * log P(c|G(z)) + γ log p*(G(z)) - λ‖z‖² (Nguyen et al. 2017).
 *
 * The gradient goes through the model behind the decoder where it names one, else by TensorFlow.js' tape.
 *
 * @param classifier - any classifier
 * @param decoder - any decoder of its shape and bounds, such as the generator of a GAN; borrowed
 * @param options - classes, objective, restarts, expert, and how the work is driven: `onStep`, `signal`
 * @returns images, their latent codes, and what is known of each; after an abort the best until then
 * @throws InterpError `bad-option`, `bad-class` for options, `bad-shape` and `bad-value` for a decoder or codes that do not fit,
 *   `not-finite` for a NaN on the way
 *
 * @example
 * ```ts
 * import { decoderPrototypes } from '@interp/am';
 * import { classifier, type Decoder } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const generator = sequential({ layers: [layers.dense({ units: 4, inputShape: [2], activation: 'tanh' })] });
 * const decoder: Decoder = {
 *   latentSize: 2,
 *   outputShape: [4],
 *   bounds: [-1, 1],
 *   model: generator,
 *   decode: (z) => generator.apply(z) as tf.Tensor,
 * };
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
 * const { images, latents, items } = await decoderPrototypes(classifier(model), decoder, { classes: [0, 2] });
 * console.log(items.map(({ probability, squaredNorm }) => ({ probability, squaredNorm })));
 * tf.dispose([images, latents]);
 * ```
 */
export const decoderPrototypes = async (
  classifier: Classifier,
  decoder: Decoder,
  options: DecoderOptions & DriveOptions<PrototypeStep<DecoderStepRecord>> = {},
): Promise<DecoderPrototypes> => {
  const { steps } = checkedOptions(options);
  return drive(decoderPrototypeSteps(classifier, decoder, options), {
    total: totalSteps(steps, defaultDecoderSteps),
    ...options,
  });
};
