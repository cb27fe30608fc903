import { InterpError } from '@interp/core';
import { checkBatch } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Rbm } from './rbm.js';

/**
 * Checks that a tensor is a batch of visible vectors, and lays each out in a row.
 *
 * @param machine - the RBM
 * @param v - `[n, ...inputShape]`, finite; for binary visible units from 0 to 1; borrowed
 * @returns the same as `[n, M]`, the caller's (within a `tf.tidy` it goes with that)
 * @throws InterpError `bad-shape` for another shape or an empty batch, `bad-value` for values that are not finite or out of range
 */
export const visibleRows = (machine: Rbm, v: tf.Tensor): tf.Tensor2D => {
  checkBatch(machine, v);
  if (!machine.variant.continuous) {
    const bad = v.dataSync<'float32' | 'int32'>().find((value) => value < 0 || value > 1);
    if (bad !== undefined)
      throw new InterpError(
        'bad-value',
        `a visible value is ${bad}; expected 0 to 1 for binary visible units; binarise the images first`,
      );
  }
  return tf.reshape(v, [v.shape[0], machine.visible]);
};

/**
 * Checks that a tensor is a batch of hidden vectors.
 *
 * @param machine - the RBM
 * @param h - `[n, N]`, from 0 to 1; borrowed
 * @throws InterpError `bad-shape` for another shape or an empty batch, `bad-value` for values out of range
 */
export const checkHidden = (machine: Rbm, h: tf.Tensor): void => {
  checkBatch({ inputShape: [machine.hidden] }, h);
  const bad = h.dataSync<'float32' | 'int32'>().find((value) => value < 0 || value > 1);
  if (bad !== undefined)
    throw new InterpError('bad-value', `a hidden value is ${bad}; expected 0 to 1, states or probabilities`);
};
