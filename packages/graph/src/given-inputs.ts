import { InterpError, shownValue } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { GraphInput } from './graph.js';

/**
 * The batches that a network is given, in the order of its inputs.
 *
 * @param inputs - what it takes
 * @param given - a batch for each input by name, or the batch of the only one
 * @returns the batches
 * @throws InterpError `bad-shape` where one is missing or has another shape
 */
export const givenInputs = (
  inputs: readonly GraphInput[],
  given: tf.Tensor | Readonly<Record<string, tf.Tensor>>,
): readonly tf.Tensor[] =>
  inputs.map(({ name, shape }, i) => {
    const one: unknown = given instanceof tf.Tensor ? (i === 0 ? given : undefined) : given[name];
    if (!(one instanceof tf.Tensor))
      throw new InterpError('bad-shape', `the input ${shownValue(name)} has no batch; expected one for each of ${inputs.map((one) => one.name).slice(0, 8).join(', ')}`); // prettier-ignore
    const x = one as tf.Tensor;
    if (x.rank !== shape.length || x.shape.some((size, axis) => axis > 0 && shape[axis] !== size))
      throw new InterpError('bad-shape', `the input ${shownValue(name)} has the shape [${x.shape.join(', ')}]; expected [${shape.map((size, axis) => (axis === 0 ? 'n' : size)).join(', ')}]`); // prettier-ignore
    return x;
  });
