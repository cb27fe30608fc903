import { drive, type Classifier, type Density, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { ExpertStepRecord } from './expert-landscape.js';
import type { ExpertOptions } from './expert-options.js';
import { defaultExpertSteps, expertPrototypeSteps } from './expert-prototype-steps.js';
import { totalSteps } from './total-steps.js';
import type { Prototypes, PrototypeStep } from './prototype.js';

/**
 * Images that a classifier is sure of and an expert finds likely: activation maximisation with an expert, which climbs
 * log P(c|x) + γ log p*(x) for any density known up to a constant factor (thesis 2.1 and 3.2; Montavon, Samek & Müller 2018). Of
 * each run the image of the highest objective is kept, and the history has the two terms apart. All classes and restarts climb in one
 * batch.
 *
 * The top that a run reaches depends on its start: from noise it may be an image that is likely and of another class (Figure 3.5), from
 * an image of the class mostly one of that class (Figure 3.6). A smaller γ gives the classifier more to say.
 *
 * @param classifier - any classifier
 * @param expert - any density over its inputs, such as an RBM with Gaussian visible units; borrowed
 * @param options - classes, γ, ascent, start, and how the work is driven: `onStep`, `signal`
 * @returns images and what is known of each; after an abort the best until then
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value` for options, `bad-shape` for an expert over other inputs, `not-finite` for a NaN on the way
 *
 * @example
 * ```ts
 * import { expertPrototypes } from '@interp/am';
 * import { classifier, type Density } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * // Independent normal values of mean 0.5 and standard deviation 0.2.
 * const expert: Density = {
 *   inputShape: [4],
 *   logDensity: (v) => tf.tidy(() => tf.mul(tf.sum(tf.square(tf.sub(v, 0.5)), 1), -0.5 / 0.04)),
 *   gradLogDensity: (v) => tf.tidy(() => tf.div(tf.sub(0.5, v), 0.04)),
 * };
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4] })] });
 * const { images, items } = await expertPrototypes(classifier(model), expert, { classes: [2], gamma: 0.5 });
 * const [{ logProbability, logDensity }] = items;
 * console.log(logProbability, logDensity);
 * images.dispose();
 * ```
 */
export const expertPrototypes = async (
  classifier: Classifier,
  expert: Density,
  options: ExpertOptions & DriveOptions<PrototypeStep<ExpertStepRecord>> = {},
): Promise<Prototypes<ExpertStepRecord>> => {
  const { steps } = checkedOptions(options);
  return drive(expertPrototypeSteps(classifier, expert, options), {
    total: totalSteps(steps, defaultExpertSteps),
    ...options,
  });
};
