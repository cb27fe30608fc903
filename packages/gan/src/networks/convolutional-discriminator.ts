import { optionsTable } from '@interp/checks';
import { random } from '@interp/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { discriminatorOptions, type DiscriminatorOptions } from './discriminator.js';
import { activationLayer, checkFours, sizesRule, withInitialWeights } from './layers.js';

/** Options of {@link convolutionalDiscriminator}. */
export interface ConvolutionalDiscriminatorOptions extends Omit<DiscriminatorOptions, 'hidden'> {
  /** Channels of the two convolutions. Default `[32, 64]`. */
  readonly channels?: readonly [first: number, second: number];
}

const { rules } = discriminatorOptions;

/** Checks and defaults of {@link ConvolutionalDiscriminatorOptions}. */
export const convolutionalDiscriminatorOptions = optionsTable<ConvolutionalDiscriminatorOptions>()({
  inputShape: rules.inputShape,
  activation: rules.activation,
  classes: rules.classes,
  seed: rules.seed,
  channels: sizesRule<readonly [number, number]>([32, 64]),
});

/**
 * A convolutional discriminator in the manner of DCGAN (Radford et al. 2016): two convolutions 4×4 of stride 2 and a dense layer to
 * one logit, or one for each class, without batch normalisation, because gradient penalties are defined per image.
 *
 * @param options - sizes, activation function, seed
 * @returns the network, `[n, ...inputShape]` to `[n, classes]`, with seeded initial weights and biases 0; it belongs to the caller, who
 *   must `dispose()` it
 * @throws InterpError `bad-option` for an image whose height or width is no multiple of 4, a size that is not an integer of 1 or
 *   more, an unknown activation, a seed that is not an integer
 */
export const convolutionalDiscriminator = (options: ConvolutionalDiscriminatorOptions = {}): tfl.LayersModel => {
  const { inputShape, channels, activation, classes, seed } = convolutionalDiscriminatorOptions.withDefaults(options);
  const half = { kernelSize: 4, strides: 2, padding: 'same' } as const;
  const build = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        tfl.layers.conv2d({ name: 'conv1', filters: channels[0], inputShape: [...checkFours(inputShape)], ...half }),
        activationLayer(activation, `${activation}1`),
        tfl.layers.conv2d({ name: 'conv2', filters: channels[1], ...half }),
        activationLayer(activation, `${activation}2`),
        tfl.layers.flatten({ name: 'flatten' }),
        tfl.layers.dense({ name: 'logit', units: classes }),
      ],
    });
  return withInitialWeights(build, random(seed));
};
