import { InterpError, random } from '@interp/core';
import { checkedOptions, checkNumber } from '@interp/core/internal';
import * as tfl from '@tensorflow/tfjs-layers';
import { checkOutput, type GeneratorOptions } from './generator.js';
import { activationLayer, checkNetwork } from './hidden-activation.js';
import { withInitialWeights } from './initial-weights.js';

/** How {@link convolutionalGenerator} builds the network. */
export interface ConvolutionalGeneratorOptions extends Omit<GeneratorOptions, 'hidden'> {
  /** Channels of the smallest and of the middle image. Default `[64, 32]`. */
  readonly channels?: readonly [small: number, middle: number];
}

/**
 * A convolutional generator in the manner of DCGAN (Radford et al. 2016): a dense layer to a quarter of the image's height and width,
 * then two transposed convolutions 4×4 of stride 2. There is no batch normalisation: images of a batch do not depend on each other.
 *
 * @param options - sizes, activation functions, seed
 * @returns the network, `[n, latentSize]` to `[n, ...outputShape]`, with seeded first weights and biases 0; it belongs to the caller,
 *   who ends it with `dispose()`
 * @throws InterpError `bad-option` for an image whose height or width is no multiple of 4, a size that is no whole number of 1 or
 *   more, an unknown activation, a seed that is no whole number
 */
export const convolutionalGenerator = (options: ConvolutionalGeneratorOptions = {}): tfl.LayersModel => {
  const {
    latentSize = 64,
    channels = [64, 32],
    outputShape = [28, 28, 1],
    activation = 'relu',
    output = 'tanh',
    seed = 0,
  } = checkedOptions(options);
  checkNumber('latentSize', latentSize, { min: 1, integer: true });
  checkNetwork(activation, { channels, outputShape });
  checkOutput(output);
  const [height, width, depth] = checkFours(outputShape);
  const [small, middle] = channels;
  const numbers = random(seed);
  const twice = { kernelSize: 4, strides: 2, padding: 'same' } as const;
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({ name: 'dense', units: (height / 4) * (width / 4) * small, inputShape: [latentSize] }),
      activationLayer(activation, `${activation}1`),
      tfl.layers.reshape({ name: 'small', targetShape: [height / 4, width / 4, small] }),
      tfl.layers.conv2dTranspose({ name: 'middle', filters: middle, ...twice }),
      activationLayer(activation, `${activation}2`),
      tfl.layers.conv2dTranspose({ name: 'image', filters: depth, ...twice, activation: output }),
    ],
  });
  return withInitialWeights(model, numbers);
};

/** The shape of an image whose height and width can be halved twice. */
export const checkFours = (shape: readonly number[]): readonly [number, number, number] => {
  const [height, width, depth] = shape;
  if (shape.length !== 3 || height % 4 !== 0 || width % 4 !== 0)
    throw new InterpError(
      'bad-option',
      `the images have the shape [${shape.join(', ')}]; expected [height, width, channels], height and width multiples of 4`,
    );
  return [height, width, depth];
};
