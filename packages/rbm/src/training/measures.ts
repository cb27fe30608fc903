import type { LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { hiddenGiven, visibleGiven } from '../conditionals.js';
import { enumerated } from '../partition/enumerate.js';
import type { RbmEpochRecord } from './epoch-record.js';
import { freeEnergy } from '../log-density.js';
import { logSumExp } from '../partition/log-sum-exp.js';
import type { Rbm } from '../rbm.js';

type Measures = Omit<RbmEpochRecord, 'epoch' | 'step' | 'rate' | 'seconds'>;

const someOf = (data: LabelledImages, count: number): tf.Tensor => {
  const n = Math.min(count, data.size);
  return data.images(Uint32Array.from({ length: n }, (_, i) => Math.floor((i * data.size) / n)));
};

const number = async (scalar: tf.Tensor): Promise<number> => {
  const [value] = await scalar.data();
  scalar.dispose();
  return value;
};

/**
 * Measures an RBM on images.
 *
 * @param machine - the RBM; borrowed
 * @param training - images that it is trained on; borrowed
 * @param heldOut - others, if any; borrowed
 * @param limits - how many images of each set, and up to 2 to the power of what the states are enumerated
 * @returns the measures
 */
export const monitor = async (
  machine: Rbm,
  training: LabelledImages,
  heldOut: LabelledImages | undefined,
  { monitored, exactUpTo }: { readonly monitored: number; readonly exactUpTo: number },
): Promise<Measures> => {
  const images = someOf(training, monitored);
  const hidden = hiddenGiven(machine, images);
  const reconstruction = await number(
    tf.tidy(() => tf.mean(tf.squaredDifference(images, visibleGiven(machine, hidden)))),
  );
  const activity = await number(tf.mean(hidden));
  const energy = await number(tf.tidy(() => tf.mean(freeEnergy(machine, images))));
  tf.dispose([images, hidden]);
  let other: number | undefined;
  if (heldOut) {
    const others = someOf(heldOut, monitored);
    other = await number(tf.tidy(() => tf.mean(freeEnergy(machine, others))));
    others.dispose();
  }
  const units = machine.variant.continuous ? machine.hidden : Math.min(machine.hidden, machine.visible);
  const logZ = units <= exactUpTo ? logSumExp(enumerated(machine).weights) : undefined;
  return {
    reconstruction,
    activity,
    freeEnergy: energy,
    ...(other !== undefined && { freeEnergyGap: other - energy }),
    ...(logZ !== undefined && { logLikelihood: -energy - logZ }),
    ...(logZ !== undefined && other !== undefined && { heldOutLogLikelihood: -other - logZ }),
  };
};
