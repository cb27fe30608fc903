import { drive, type DriveOptions, type LabelledImages } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { GanTraining, GanTrainingStep } from './gan-training.js';
import { trainGanSteps } from './train-gan-steps.js';
import type { TrainGanOptions } from './train-options.js';

/**
 * Trains a generator against a discriminator, in turns, to the end of the epochs or until it is told to stop (thesis, section 2.2.3;
 * Goodfellow et al. 2014). The generator is left with the moving average of its weights. The same seed, backend and machine give the
 * same weights, and so does a training that was interrupted at any moment and resumed from its last checkpoint (Dropout layers
 * excepted, whose random numbers are TensorFlow.js' own).
 *
 * @param generator - `[n, latentSize]` to images; borrowed, and changed in place
 * @param discriminator - images to one logit, `[n, 1]`; borrowed, and changed in place
 * @param data - images in the generator's range; their labels are not looked at; borrowed
 * @param options - how to train, and `onStep` and `signal` of `drive`
 * @returns history, snapshots, and what was noticed to go wrong
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value`, `unsupported-model`, `unsupported-layer` for what cannot be trained,
 *   `bad-file` for a damaged checkpoint, `not-finite` where a loss or a weight is no number any more
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { discriminator, generator, trainGan } from '@interp/gan';
 * import { drawnDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const generatorModel = generator({ seed: 1 });
 * const discriminatorModel = discriminator({ seed: 2 });
 * const { history } = await trainGan(generatorModel, discriminatorModel, drawnDigits({ count: 640, seed: 1 }), { epochs: 2 });
 * console.log(history.at(-1)?.generatorLoss);
 * ```
 */
export const trainGan = async (
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  options: TrainGanOptions & DriveOptions<GanTrainingStep> = {},
): Promise<GanTraining> => {
  const { onStep, signal, total, yieldEvery, ...rest } = checkedOptions(options);
  return drive(trainGanSteps(generator, discriminator, data, rest), {
    ...(onStep && { onStep }),
    ...(signal && { signal }),
    ...(total !== undefined && { total }),
    ...(yieldEvery !== undefined && { yieldEvery }),
  });
};
