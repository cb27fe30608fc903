import { number, optionsTable } from '@interp/checks';
import { random } from '@interp/core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  activationLayer,
  activationRule,
  seedRule,
  sizesRule,
  withInitialWeights,
  type HiddenActivation,
} from './layers.js';

/** Options of {@link discriminator}. */
export interface DiscriminatorOptions {
  /** Shape of an image. Default `[28, 28, 1]`. */
  readonly inputShape?: readonly number[];
  /** Units of each hidden layer. Default `[256, 256]`, the thesis' choice. */
  readonly hidden?: readonly number[];
  /** The activation function of the hidden layers. Default `leaky-relu`. */
  readonly activation?: HiddenActivation;
  /**
   * Logits: 1, or one for each class. With several, {@link trainGan} is conditional: an image is judged by the logit of its class
   * (Mescheder et al. 2018), and the class of a generated one is the largest of the first `classes` numbers of its latent code. Default 1.
   */
  readonly classes?: number;
  /** Seed of the initial weights, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link DiscriminatorOptions}. */
export const discriminatorOptions = optionsTable<DiscriminatorOptions>()({
  inputShape: sizesRule<readonly number[]>([28, 28, 1]),
  hidden: sizesRule<readonly number[]>([256, 256]),
  activation: activationRule('leaky-relu'),
  classes: number({ min: 1, integer: true, default: 1 }),
  seed: seedRule,
});

/**
 * The discriminator of the thesis (section 2.2.3): dense layers from an image to one logit. D(x) = sigmoid(logit) is the probability
 * that the image is real; losses are computed from the logit.
 *
 * @param options - sizes, activation function, seed
 * @returns the network, `[n, ...inputShape]` to `[n, classes]`, with seeded initial weights and biases 0; it belongs to the caller, who
 *   must `dispose()` it
 * @throws InterpError `bad-option` for a size that is not an integer of 1 or more, an unknown activation, a seed that is not
 *   an integer
 *
 * @example
 * ```ts
 * import { discriminator } from '@interp/gan';
 *
 * const model = discriminator({ activation: 'relu', seed: 1 });
 * console.log(model.outputs[0].shape); // [ null, 1 ]
 * model.dispose();
 * ```
 */
export const discriminator = (options: DiscriminatorOptions = {}): tfl.LayersModel => {
  const { inputShape, hidden, activation, classes, seed } = discriminatorOptions.withDefaults(options);
  const build = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        tfl.layers.flatten({ name: 'flatten', inputShape: [...inputShape] }),
        ...hidden.flatMap((units, i) => [
          tfl.layers.dense({ name: `dense${i + 1}`, units }),
          activationLayer(activation, `${activation}${i + 1}`),
        ]),
        tfl.layers.dense({ name: 'logit', units: classes }),
      ],
    });
  return withInitialWeights(build, random(seed));
};
