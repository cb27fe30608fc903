import { InterpError } from '@interp/core';
import { checkChoice, checkNumber } from '@interp/core/internal';
import * as tfl from '@tensorflow/tfjs-layers';

/** The activation function of hidden layers: `relu`, or `leaky-relu` with a slope of 0.2 below 0. */
export type HiddenActivation = 'relu' | 'leaky-relu';

/** Every {@link HiddenActivation}. */
const hiddenActivations: readonly string[] = ['relu', 'leaky-relu'];

/** The slope below 0 of `leaky-relu`, that of Radford et al. 2016. */
const leakySlope = 0.2;

/** Checks the options that all networks of this package have. */
export const checkNetwork = (activation: string, sizes: Readonly<Record<string, readonly number[]>>): void => {
  checkChoice('the activation', activation, hiddenActivations);
  for (const [name, values] of Object.entries(sizes)) {
    if (!Array.isArray(values) || values.length === 0)
      throw new InterpError('bad-option', `${name} is empty; expected a list of whole numbers of 1 and more`);
    for (const value of values) checkNumber(name, value, { min: 1, integer: true });
  }
};

/** The layer of an activation function. */
export const activationLayer = (activation: HiddenActivation, name: string): tfl.layers.Layer =>
  activation === 'relu' ? tfl.layers.reLU({ name }) : tfl.layers.leakyReLU({ alpha: leakySlope, name });
