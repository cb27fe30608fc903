import { drive, type DriveOptions, type LabelledImages } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { trainSteps, type TrainingResult, type TrainingStep } from './train-steps.js';
import type { TrainOptions } from './training-options.js';

/**
 * Trains a model, batch after batch, to the end of its epochs or until it is told to stop. With the defaults the LeNet passes
 * 98.5 % on MNIST's test digits within five epochs. The same seed, backend and machine give the same weights, and so does a
 * training that was interrupted at any moment and resumed from its last checkpoint (Dropout layers excepted, whose random numbers
 * are TensorFlow.js' own).
 *
 * @param model - any `tf.LayersModel` `[n, ...inputShape]` to `[n, classes]`, with logits or a softmax at its end; borrowed, and
 *   changed in place
 * @param data - images and labels; borrowed
 * @param options - how to train, and `onStep` and `signal` of `drive`
 * @returns the history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class`, `unsupported-model` for what cannot be trained, `bad-file` for a
 *   damaged checkpoint, `not-finite` where the loss or a weight is no number any more
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { lenet, train } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ seed: 1 });
 * const { history } = await train(model, sampleDigits(), { epochs: 30, batch: 10, augment: { shift: 1 } });
 * console.log(history.at(-1)?.accuracy);
 * model.dispose();
 * ```
 */
export const train = async (
  model: LayersModel,
  data: LabelledImages,
  options: TrainOptions & DriveOptions<TrainingStep> = {},
): Promise<TrainingResult> => {
  const { onStep, signal, total, yieldEvery, ...rest } = checkedOptions(options);
  return drive(trainSteps(model, data, rest), {
    ...(onStep && { onStep }),
    ...(signal && { signal }),
    ...(total !== undefined && { total }),
    ...(yieldEvery !== undefined && { yieldEvery }),
  });
};
