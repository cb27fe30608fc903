import { constantRate, sgd } from '@interp/training';
import type { LeNetOptions } from './lenet.js';
import { crossEntropy } from './losses.js';
import type { TrainOptions } from './train.js';

/** How a LeNet is made: what {@link lenet} and {@link train} are given, without seeds. */
export interface LeNetRecipe {
  /** Options of {@link lenet}. */
  readonly network: LeNetOptions;
  /** Options of {@link train}. */
  readonly training: TrainOptions;
}

/**
 * The thesis' network, as its section 1.3 tells it: trained as PyTorch's tutorial on CIFAR-10 trains, from PyTorch's own initial weights, by
 * gradient descent at a rate of 0.001 with momentum 0.9, four images at a time, on the images as they are. It ends with the first epoch after which
 * 95.5 % of the digits held out, one in twelve, are classified right: the thesis' network had 96 % of the test digits. That is after about eight epochs.
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { lenet, thesisRecipe, train } from '@interp/lenet';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ ...thesisRecipe.network, seed: 1 });
 * const { history } = await train(model, sampleDigits(), { ...thesisRecipe.training, epochs: 2, validation: 0.2, seed: 1 });
 * console.log(history.at(-1)?.validation?.accuracy);
 * model.dispose();
 * ```
 */
export const thesisRecipe: LeNetRecipe = {
  network: { activation: 'sigmoid', initialization: 'torch' },
  training: {
    epochs: 20,
    batch: 4,
    loss: crossEntropy,
    optimizer: sgd({ momentum: 0.9 }),
    rate: 0.001,
    schedule: constantRate(),
    validation: 1 / 12,
    targetAccuracy: 0.955,
  },
};
