import { random } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import * as tfl from '@tensorflow/tfjs-layers';
import { checkFours } from './convolutional-generator.js';
import type { DiscriminatorOptions } from './discriminator.js';
import { activationLayer, checkNetwork } from './hidden-activation.js';
import { withInitialWeights } from './initial-weights.js';

/** How {@link convolutionalDiscriminator} builds the network. */
export interface ConvolutionalDiscriminatorOptions extends Omit<DiscriminatorOptions, 'hidden'> {
  /** Channels of the two convolutions. Default `[32, 64]`. */
  readonly channels?: readonly [first: number, second: number];
}

/**
 * A convolutional discriminator in the manner of DCGAN (Radford et al. 2016): two convolutions 4×4 of stride 2 and a dense layer to
 * one logit, without batch normalisation, which gradient penalties forbid (they are of each image alone).
 *
 * @param options - sizes, activation function, seed
 * @returns the network, `[n, ...inputShape]` to `[n, 1]`, with seeded first weights and biases 0; it belongs to the caller, who ends it
 *   with `dispose()`
 * @throws InterpError `bad-option` for an image whose height or width is no multiple of 4, a size that is no whole number of 1 or
 *   more, an unknown activation, a seed that is no whole number
 */
export const convolutionalDiscriminator = (options: ConvolutionalDiscriminatorOptions = {}): tfl.LayersModel => {
  const {
    inputShape = [28, 28, 1],
    channels = [32, 64],
    activation = 'leaky-relu',
    seed = 0,
  } = checkedOptions(options);
  checkNetwork(activation, { channels, inputShape });
  const numbers = random(seed);
  const half = { kernelSize: 4, strides: 2, padding: 'same' } as const;
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ name: 'conv1', filters: channels[0], inputShape: [...checkFours(inputShape)], ...half }),
      activationLayer(activation, `${activation}1`),
      tfl.layers.conv2d({ name: 'conv2', filters: channels[1], ...half }),
      activationLayer(activation, `${activation}2`),
      tfl.layers.flatten({ name: 'flatten' }),
      tfl.layers.dense({ name: 'logit', units: 1 }),
    ],
  });
  return withInitialWeights(model, numbers);
};
