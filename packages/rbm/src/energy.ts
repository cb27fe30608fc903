import { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkHidden, visibleRows } from './check-visible.js';
import { hiddenInputs } from './hidden-inputs.js';
import type { Rbm } from './rbm.js';
import { visibleEnergy } from './visible-energy.js';

/**
 * The energy E(v, h), the thesis' equation (2.3) for the variant `cho`.
 *
 * @param machine - the RBM; borrowed
 * @param v - visible vectors, `[n, ...inputShape]`; borrowed
 * @param h - hidden vectors, `[n, N]`, from 0 to 1; borrowed
 * @returns `[n]`, which belongs to the caller
 * @throws InterpError `bad-shape` or `bad-value` for vectors that do not fit
 */
export const energy = (machine: Rbm, v: tf.Tensor, h: tf.Tensor2D): tf.Tensor1D =>
  tf.tidy(() => {
    const rows = visibleRows(machine, v);
    checkHidden(machine, h);
    if (h.shape[0] !== rows.shape[0])
      throw new InterpError(
        'bad-shape',
        `there are ${rows.shape[0]} visible and ${h.shape[0]} hidden vectors; expected as many of both`,
      );
    return tf.sub(visibleEnergy(machine, rows), tf.sum(tf.mul(hiddenInputs(machine, rows), h), 1));
  });
