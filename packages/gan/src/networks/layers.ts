import { checkedBy, checkNumber, choice, InterpError, number, type DefaultedRule } from '@interp/checks';
import type { Random } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import { allOrNothing } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** The activation function of hidden layers: `relu`, or `leaky-relu` with a slope of 0.2 below 0. */
export type HiddenActivation = 'relu' | 'leaky-relu';

/** The slope below 0 of `leaky-relu`, that of Radford et al. 2016. */
const leakySlope = 0.2;

/** The layer of an activation function. */
export const activationLayer = (activation: HiddenActivation, name: string): tfl.layers.Layer =>
  activation === 'relu' ? tfl.layers.reLU({ name }) : tfl.layers.leakyReLU({ alpha: leakySlope, name });

/** A rule for the activation function of hidden layers. */
export const activationRule = (usual: HiddenActivation): DefaultedRule<HiddenActivation> =>
  choice(['relu', 'leaky-relu'], { default: usual });

/** A rule for units, channels or the shape of an image: integers of 1 and more, at least `least` of them. */
export const sizesRule = <T extends readonly number[]>(usual: T, least = 1): DefaultedRule<T> =>
  checkedBy<T>(
    (name, values) => {
      if (!Array.isArray(values) || values.length < least)
        throw new InterpError(
          'bad-option',
          `${name} is ${least === 0 ? 'no list' : 'empty'}; expected a list of whole numbers of 1 and more`,
        );
      for (const value of values) checkNumber(name, value, { min: 1, integer: true });
    },
    { default: usual },
  );

/** A rule for the seed of the initial weights. */
export const seedRule = number({ integer: true, default: 0 });

/**
 * Checks that an image's height and width can be halved twice.
 *
 * @param shape - of the image
 * @returns the shape
 * @throws InterpError `bad-option` where they cannot
 */
export const checkFours = (shape: readonly number[]): readonly [height: number, width: number, channels: number] => {
  const [height, width, depth] = shape;
  if (shape.length !== 3 || height % 4 !== 0 || width % 4 !== 0)
    throw new InterpError(
      'bad-option',
      `the images have the shape [${shape.join(', ')}]; expected [height, width, channels], height and width multiples of 4`,
    );
  return [height, width, depth];
};

/**
 * Builds a network with seeded initial weights: kernels uniform in ±√(6 / (fan-in + fan-out)) (Glorot & Bengio 2010), biases 0.
 *
 * @param build - makes it
 * @param stream - the generator that they are drawn from
 * @param adjust - changes them in place
 * @returns the model
 */
export const withInitialWeights = (
  build: () => tfl.LayersModel,
  stream: Random,
  adjust: (model: tfl.LayersModel) => void = () => undefined,
): tfl.LayersModel =>
  allOrNothing(() => {
    const model = build();
    for (const { weights } of model.layers) {
      for (const weight of weights) {
        const shape = weight.shape as number[];
        const size = sizeOfShape(shape);
        if (shape.length === 1) {
          weight.write(tf.zeros(shape));
          continue;
        }
        const [first, second] = shape.slice(-2) as [number, number];
        const limit = Math.sqrt((6 * first * second) / (size * (first + second)));
        weight.write(tf.tensor(stream.uniforms(size, -limit, limit), shape));
      }
    }
    adjust(model);
    return model;
  });

/**
 * Multiplies the weights of the numbers that name a class.
 *
 * @param layer - a dense layer whose first inputs are these numbers; changed in place
 * @param classes - how many there are; 1 is none
 * @param factor - what by
 */
export const multiplyClassRows = ({ weights: [kernel] }: tfl.layers.Layer, classes: number, factor: number): void => {
  if (classes === 1) return;
  tf.tidy(() => {
    const [rows] = kernel.shape as number[];
    const factors = Array.from({ length: rows }, (_, i) => (i < classes ? factor : 1));
    kernel.write(tf.mul(kernel.read(), tf.tensor2d(factors, [rows, 1])));
  });
};

/**
 * Checks that a latent code has a number for each class.
 *
 * @param latentSize - length of a code
 * @param classes - how many of its numbers name a class; 1 is none
 * @throws InterpError `bad-option` where there are more classes
 */
export const checkClassNumbers = (latentSize: number, classes: number): void => {
  if (classes > latentSize)
    throw new InterpError(
      'bad-option',
      `there are ${classes} classes and the latent codes have ${latentSize} numbers; expected a number for each class; give a longer latentSize`,
    );
};
