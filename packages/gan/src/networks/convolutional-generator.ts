import { optionsTable } from '@interp/checks';
import { random } from '@interp/core';
import * as tfl from '@tensorflow/tfjs-layers';
import { classLayers } from './class-layers.js';
import { generatorOptions, type GeneratorOptions } from './generator.js';
import {
  activationLayer,
  checkClassNumbers,
  checkFours,
  sizesRule,
  multiplyClassRows,
  withInitialWeights,
} from './layers.js';

/** Options of {@link convolutionalGenerator}. */
export interface ConvolutionalGeneratorOptions extends Omit<GeneratorOptions, 'hidden'> {
  /** Channels of the smallest and of the middle image. Default `[64, 32]`. */
  readonly channels?: readonly [small: number, middle: number];
  /** Units of dense layers between the latent code and the smallest image. Default none. */
  readonly hidden?: readonly number[];
}

const { rules } = generatorOptions;

/** Checks and defaults of {@link ConvolutionalGeneratorOptions}. */
export const convolutionalGeneratorOptions = optionsTable<ConvolutionalGeneratorOptions>()({
  latentSize: rules.latentSize,
  outputShape: rules.outputShape,
  activation: rules.activation,
  output: rules.output,
  classes: rules.classes,
  seed: rules.seed,
  channels: sizesRule<readonly [number, number]>([64, 32]),
  hidden: sizesRule<readonly number[]>([], 0),
});

/**
 * A convolutional generator in the manner of DCGAN (Radford et al. 2016): dense layers to a quarter of the image's height and width,
 * then two transposed convolutions 4×4 of stride 2. With classes, two dense layers before them find the class that a code names. There is no batch normalisation: images of a batch do not depend on each other.
 *
 * @param options - sizes, activation functions, seed
 * @returns the network, `[n, latentSize]` to `[n, ...outputShape]`, with seeded initial weights and biases 0; it belongs to the caller,
 *   who must `dispose()` it
 * @throws InterpError `bad-option` for an image whose height or width is no multiple of 4, a size that is not an integer of 1 or
 *   more, an unknown activation, a seed that is not an integer, more classes than numbers in a latent code
 */
export const convolutionalGenerator = (options: ConvolutionalGeneratorOptions = {}): tfl.LayersModel => {
  const { latentSize, channels, hidden, outputShape, activation, output, classes, seed } =
    convolutionalGeneratorOptions.withDefaults(options);
  checkClassNumbers(latentSize, classes);
  const [height, width, depth] = checkFours(outputShape);
  const [small, middle] = channels;
  const twice = { kernelSize: 4, strides: 2, padding: 'same' } as const;
  const naming = classes > 1 ? classLayers(latentSize, classes) : undefined;
  const build = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        ...(naming?.layers ?? []),
        ...hidden.flatMap((units, i) => [
          tfl.layers.dense({ name: `hidden${i + 1}`, units, ...(i === 0 && { inputShape: [latentSize] }) }),
          activationLayer(activation, `${activation}-hidden${i + 1}`),
        ]),
        tfl.layers.dense({
          name: 'dense',
          units: (height / 4) * (width / 4) * small,
          ...(hidden.length === 0 && { inputShape: [latentSize] }),
        }),
        activationLayer(activation, `${activation}1`),
        tfl.layers.reshape({ name: 'small', targetShape: [height / 4, width / 4, small] }),
        tfl.layers.conv2dTranspose({ name: 'middle', filters: middle, ...twice }),
        activationLayer(activation, `${activation}2`),
        tfl.layers.conv2dTranspose({ name: 'image', filters: depth, ...twice, activation: output }),
      ],
    });
  return withInitialWeights(build, random(seed), (model) => {
    naming?.initialise();
    if (naming) multiplyClassRows(model.layers[naming.layers.length], classes, 2);
  });
};
