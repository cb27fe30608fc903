import * as tf from '@tensorflow/tfjs-core';
import { InterpError, shownName } from '@interp/checks';
import { areFinite } from '@interp/core/internal';
import type { Dataset } from '../hdf5/dataset.js';

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/**
 * A weight of a layer as a tensor, after a check of its shape and of its numbers.
 *
 * @param layer - the layer's name, for messages
 * @param stored - the weight in the file
 * @param shape - the shape that the layer takes
 * @returns the tensor, which belongs to the caller
 * @throws InterpError `bad-file` for another shape, `bad-value` for numbers that are not finite
 */
export const weightTensor = (layer: string, stored: Dataset, shape: readonly number[]): tf.Tensor => {
  if (!tf.util.arraysEqual([...shape], [...stored.shape]))
    throw new InterpError(
      'bad-file',
      `the layer ${shownName(layer)} takes a weight of shape ${shown(shape)}, and the file has ${shown(stored.shape)}; save the model again`,
    );
  const values = stored.read();
  if (!areFinite(values))
    throw new InterpError(
      'bad-value',
      `the layer ${shownName(layer)} has weights that are not finite; expected a model whose training did not diverge`,
    );
  return tf.tensor(values, [...shape], 'float32');
};
