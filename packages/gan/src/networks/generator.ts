import { choice, number, optionsTable } from '@interp/checks';
import { random } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import * as tfl from '@tensorflow/tfjs-layers';
import { hasRoomForClassUnits, setClassUnits } from './class-units.js';
import {
  activationLayer,
  activationRule,
  checkClassNumbers,
  multiplyClassRows,
  seedRule,
  sizesRule,
  withInitialWeights,
  type HiddenActivation,
} from './layers.js';

/** The activation function of a generator's output, which determines the range of its images: [-1, 1], [0, 1] or any. */
export type OutputActivation = 'tanh' | 'sigmoid' | 'linear';

/** Options of {@link generator}. */
export interface GeneratorOptions {
  /** Length of a latent code. Default 64. */
  readonly latentSize?: number;
  /** Units of each hidden layer. Default `[256, 256]`, the thesis' choice. */
  readonly hidden?: readonly number[];
  /** Shape of an image. Default `[28, 28, 1]`. */
  readonly outputShape?: readonly number[];
  /** The activation function of the hidden layers. Default `relu`. */
  readonly activation?: HiddenActivation;
  /** The activation function of the output. Default `tanh`: images in [-1, 1]. */
  readonly output?: OutputActivation;
  /**
   * For a conditional training (see `classes` of `discriminator`): how many of the first numbers of a latent code name a class, at most
   * `latentSize`. The network begins as one that tells sharply which of them is the largest, so that few of its images
   * lie between two classes; a dense one needs two hidden layers for that, of 2.5 units for each pair of classes and 8 for each class
   * or more, and where they are smaller, the initial weights of these numbers are four times as large instead. Default 1, none.
   */
  readonly classes?: number;
  /** Seed of the initial weights, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link GeneratorOptions}. */
export const generatorOptions = optionsTable<GeneratorOptions>()({
  latentSize: number({ min: 1, integer: true, default: 64 }),
  hidden: sizesRule<readonly number[]>([256, 256]),
  outputShape: sizesRule<readonly number[]>([28, 28, 1]),
  activation: activationRule('relu'),
  output: choice(['tanh', 'sigmoid', 'linear'], { default: 'tanh' }),
  classes: number({ min: 1, integer: true, default: 1 }),
  seed: seedRule,
});

/**
 * The generator of the thesis (section 2.2.3; after Goodfellow et al. 2014): dense layers from a latent code z ~ N(0, I) to an image.
 *
 * @param options - sizes, activation functions, seed
 * @returns the network, `[n, latentSize]` to `[n, ...outputShape]`, with seeded initial weights and biases 0; it belongs to the caller,
 *   who must `dispose()` it
 * @throws InterpError `bad-option` for a size that is not an integer of 1 or more, an unknown activation, a seed that is not
 *   an integer, more classes than numbers in a latent code
 *
 * @example
 * ```ts
 * import { generator } from '@interp/gan';
 *
 * const model = generator({ seed: 1 });
 * console.log(model.countParams()); // 283920
 * model.dispose();
 * ```
 */
export const generator = (options: GeneratorOptions = {}): tfl.LayersModel => {
  const { latentSize, hidden, outputShape, activation, output, classes, seed } = generatorOptions.withDefaults(options);
  checkClassNumbers(latentSize, classes);
  const pixels = sizeOfShape(outputShape);
  const layers = hidden.flatMap((units, i) => [
    tfl.layers.dense({ name: `dense${i + 1}`, units, ...(i === 0 && { inputShape: [latentSize] }) }),
    activationLayer(activation, `${activation}${i + 1}`),
  ]);
  const build = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        ...layers,
        tfl.layers.dense({ name: 'pixels', units: pixels, activation: output }),
        tfl.layers.reshape({ name: 'image', targetShape: [...outputShape] }),
      ],
    });
  return withInitialWeights(build, random(seed), (model) => {
    if (hasRoomForClassUnits(hidden, classes)) setClassUnits(model, classes);
    else multiplyClassRows(model.layers[0], classes, 4);
  });
};
