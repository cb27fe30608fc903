import { checkObject, isInterpError } from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkClassifier, checkedClassifier } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { gradCam } from './gradients/grad-cam.js';
import type { Explanation } from './explanation-of.js';
import { lrp } from './lrp.js';

/** Whether each kind of explanation works with a classifier: true, or the sentence that says why not. */
export type SupportedExplanations = Readonly<Record<'gradient' | 'lrp' | 'grad-cam', true | string>>;

const tried = (work: () => unknown): true | string => {
  try {
    tf.tidy(() => void work());
    return true;
  } catch (error) {
    if (!isInterpError(error)) throw error;
    return error.message;
  }
};

/**
 * Tries which explanations work with a classifier, on one input in the middle of its bounds: those that go by its gradient (sensitivity, integrated
 * gradients, SmoothGrad), relevance propagation, which needs layers that it knows, and Grad-CAM, which needs feature maps. Occlusion works with any.
 *
 * @param classifier - any classifier
 * @returns true, or why not, for each
 * @throws what the classifier throws that is no InterpError
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { classifier } from '@interp/core';
 * import { supportedExplanations } from '@interp/lrp';
 *
 * const net = classifier((x) => tf.matMul(x, tf.tensor2d([[1, 0], [3, 0], [0, 1]])), { inputShape: [3], classes: 2 });
 * const { gradient, lrp } = supportedExplanations(net);
 * console.log(gradient, lrp); // true, and why LRP needs a model
 * ```
 */
export const supportedExplanations = (classifier: Classifier): SupportedExplanations => {
  const { inputShape, bounds } = checkedClassifier(classifier);
  return tf.tidy(() => {
    const middle = (bounds[0] + bounds[1]) / 2;
    const x = tf.fill([1, ...inputShape], Number.isFinite(middle) ? middle : 0);
    return {
      gradient: tried(() => classifier.gradient(x, (logits) => tf.onesLike(logits))),
      lrp: tried(() => lrp(classifier, x)),
      'grad-cam': tried(() => gradCam(classifier, x)),
    };
  });
};

/** Explanations that work with a classifier, and why others are left out. */
export interface SupportedMethods {
  /** Those that work, by name. */
  readonly methods: Readonly<Record<string, Explanation>>;
  /** Why each of the others is left out, by name. */
  readonly leftOut: Readonly<Record<string, string>>;
}

/**
 * Those of the usual methods that work with a classifier: Grad-CAM is left out where there are no feature maps.
 *
 * @param classifier - any classifier
 * @param methods - by name, as `usualExplanations` makes them
 * @returns the others, and why Grad-CAM is left out
 * @throws as {@link supportedExplanations} does
 */
export const withoutUnsupported = (
  classifier: Classifier,
  methods: Readonly<Record<string, Explanation>>,
): SupportedMethods => {
  checkClassifier(classifier);
  checkObject('the methods', methods);
  const why = 'grad-cam' in methods && supportedExplanations(classifier)['grad-cam'];
  if (typeof why !== 'string') return { methods, leftOut: {} };
  const others = Object.entries(methods).filter(([name]) => name !== 'grad-cam');
  return { methods: Object.fromEntries(others), leftOut: { 'grad-cam': why } };
};
