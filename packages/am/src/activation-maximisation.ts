import { drive, type Classifier, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { PrototypeOptions } from './prototype-options.js';
import { prototypeSteps } from './prototype-steps.js';
import { defaultSteps } from './resolved-options.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { totalSteps } from './total-steps.js';

/**
 * Images that a classifier is as sure of as can be, one for each class asked for: activation maximisation, which climbs
 * P(c|x) - λ‖x‖² from noise, grey or images (thesis 2.2.1 and 3.1; Erhan et al. 2009; Simonyan et al. 2014). All classes and
 * restarts climb in one batch.
 *
 * @param classifier - any classifier
 * @param options - classes, objective, priors, ascent, start, and how the work is driven: `onStep`, `signal`
 * @returns images and what is known of each; after an abort the best until then
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value` for options, `not-finite` for a NaN on the way
 *
 * @example
 * ```ts
 * import { prototypes } from '@interp/am';
 * import { classifier } from '@interp/core';
 * import * as tf from '@tensorflow/tfjs-layers';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
 * const { images, items } = await prototypes(classifier(model), { classes: [0, 2], steps: 50, seed: 1 });
 * console.log(items.map(({ probability }) => probability));
 * images.dispose();
 * ```
 */
export const prototypes = async (
  classifier: Classifier,
  options: PrototypeOptions & DriveOptions<PrototypeStep> = {},
): Promise<Prototypes> => {
  const { steps } = checkedOptions(options);
  return drive(prototypeSteps(classifier, options), { total: totalSteps(steps, defaultSteps), ...options });
};
