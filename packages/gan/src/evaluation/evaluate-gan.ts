import { drive, type Classifier, type Decoder, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import { evaluateGanSteps } from './evaluate-gan-steps.js';
import type { EvaluateGanOptions, EvaluateGanStep, RealImages } from './evaluate-options.js';
import type { GanEvaluation } from './gan-evaluation.js';

/**
 * Looks at many samples of a generator with a classifier: whether all classes are there, how sure the classifier is, how far the
 * samples' features lie from real images' (Fréchet distance, with the distance between real images as the floor), and whether samples
 * are copies of training images.
 *
 * @param source - a decoder, of {@link decoder} for example; borrowed
 * @param classifier - what looks at the samples; borrowed
 * @param real - training and test images; borrowed
 * @param options - how many samples, which features, and `onStep` and `signal` of `drive`
 * @returns the evaluation
 * @throws InterpError `bad-shape`, `bad-option` for what does not fit together, `unsupported-model` where features must be given,
 *   `not-finite` for samples that are no numbers; an `AbortError` where the signal ends it
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { decoder, evaluateGan, generator } from '@interp/gan';
 * import { lenet } from '@interp/lenet';
 * import { drawnDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const real = { train: drawnDigits({ count: 300, seed: 1 }), test: drawnDigits({ count: 300, seed: 2 }) };
 * const untrained = decoder(generator({ seed: 1 }));
 * const { frechet, floor } = await evaluateGan(untrained, classifier(lenet({ seed: 1 })), real, { count: 300 });
 * console.log(frechet > floor); // true
 * ```
 */
export const evaluateGan = async (
  source: Decoder,
  classifier: Classifier,
  real: RealImages,
  options: EvaluateGanOptions & DriveOptions<EvaluateGanStep> = {},
): Promise<GanEvaluation> => {
  const { onStep, signal, total, yieldEvery, ...rest } = checkedOptions(options);
  return drive(evaluateGanSteps(source, classifier, real, rest), {
    ...(onStep && { onStep }),
    ...(signal && { signal }),
    ...(total !== undefined && { total }),
    ...(yieldEvery !== undefined && { yieldEvery }),
  });
};
