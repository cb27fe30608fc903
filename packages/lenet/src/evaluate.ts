import { drive, type Classifier, type DriveOptions, type LabelledImages } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import { evaluateSteps, type EvaluateOptions, type EvaluateStep } from './evaluate-steps.js';
import type { Evaluation } from './evaluation.js';

/** How many batches there will be, for the time left; what is no number is refused by the steps. */
const batchesOf = (size: number, { limit = size, batch = 250 }: EvaluateOptions): number =>
  typeof limit === 'number' && typeof batch === 'number' ? Math.ceil(Math.min(limit, size) / batch) : 0;

/**
 * How a classifier does on labelled images: accuracy overall and per class, confusion matrix, mean cross-entropy and calibration.
 *
 * @param classifier - what is evaluated
 * @param data - images and labels; borrowed
 * @param options - how, and `onStep` and `signal` of `drive`
 * @returns plain numbers
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class` for what cannot be evaluated, `not-finite` for a score that is no
 *   number
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { evaluate, lenet } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ seed: 1 });
 * const { accuracy, n } = await evaluate(classifier(model), sampleDigits());
 * console.log(`${accuracy * n} of ${n} right before any training`);
 * model.dispose();
 * ```
 */
export const evaluate = async (
  classifier: Classifier,
  data: LabelledImages,
  options: EvaluateOptions & DriveOptions<EvaluateStep> = {},
): Promise<Evaluation> => {
  const { onStep, signal, yieldEvery, ...rest } = checkedOptions(options);
  return drive(evaluateSteps(classifier, data, rest), {
    ...(onStep && { onStep }),
    ...(signal && { signal }),
    ...(yieldEvery !== undefined && { yieldEvery }),
    total: batchesOf(data.size, rest),
  });
};
