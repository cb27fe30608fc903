import { InterpError, shownValue } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';
import type { GraphInput } from './graph.js';

/**
 * Checks the batches that a network is given, in the order of its inputs.
 *
 * @param inputs - what it takes
 * @param batches - a batch for each input
 * @returns the batches
 * @throws InterpError `bad-shape` where one has another shape
 */
export const checkedInputs = (inputs: readonly GraphInput[], batches: readonly tf.Tensor[]): readonly tf.Tensor[] => {
  inputs.forEach(({ name, shape }, i) => {
    const x = batches[i];
    if (x.rank !== shape.length || x.shape.some((size, axis) => axis > 0 && shape[axis] !== size))
      throw new InterpError('bad-shape', `the input ${shownValue(name)} has the shape [${x.shape.join(', ')}]; expected [${shape.map((size, axis) => (axis === 0 ? 'n' : size)).join(', ')}]`); // prettier-ignore
  });
  return batches;
};
