import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isInterpError } from '../errors.js';
import { program } from './lower.js';

/**
 * Whether the walk knows every layer of a model.
 *
 * @param model - a built model with one input and one output; borrowed
 * @returns false where {@link program} refuses one of its layers
 */
export const canWalk = (model: LayersModel): boolean => {
  try {
    program(model);
    return true;
  } catch (error) {
    if (isInterpError(error) && error.code === 'unsupported-layer') return false;
    throw error;
  }
};
