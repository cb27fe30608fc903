import type { LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { freeEnergy, hiddenGiven, visibleGiven } from '../energy.js';
import { enumerated, enumeratedUnits } from '../partition/enumerate.js';
import { logSumExp } from '../partition/log-sum-exp.js';
import type { Rbm } from '../rbm.js';

/** What one epoch of an RBM's training gave, measured at its end on some images of each set. */
export interface RbmEpochRecord {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps in all at its end. */
  readonly step: number;
  /** The rate of the weights at its last step. */
  readonly rate: number;
  /** Seconds of wall-clock that it took, without interruptions and without this measuring. */
  readonly seconds: number;
  /** Mean squared difference of a training pixel and its mean given P(h | v). */
  readonly reconstruction: number;
  /** Mean P(h = 1 | v) over hidden units and training images. */
  readonly activity: number;
  /** Mean free energy of training images, in nats. */
  readonly freeEnergy: number;
  /** Mean free energy of the held-out images less that of the training images, in nats: it grows where the model overfits. */
  readonly freeEnergyGap?: number;
  /** Mean exact log-likelihood of training images, in nats, where there are few enough states. */
  readonly logLikelihood?: number;
  /** The same of the held-out images. */
  readonly heldOutLogLikelihood?: number;
}

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
 * @param model - the RBM; borrowed
 * @param training - images that it is trained on; borrowed
 * @param heldOut - others, if any; borrowed
 * @param limits - how many images of each set, and up to 2 to the power of what the states are enumerated
 * @returns the measures
 */
export const monitor = async (
  model: Rbm,
  training: LabelledImages,
  heldOut: LabelledImages | undefined,
  { monitored, exactUpTo }: { readonly monitored: number; readonly exactUpTo: number },
): Promise<Measures> => {
  const images = someOf(training, monitored);
  const hidden = hiddenGiven(model, images);
  const reconstruction = await number(
    tf.tidy(() => tf.mean(tf.squaredDifference(images, visibleGiven(model, hidden)))),
  );
  const activity = await number(tf.mean(hidden));
  const energy = await number(tf.tidy(() => tf.mean(freeEnergy(model, images))));
  tf.dispose([images, hidden]);
  let other: number | undefined;
  if (heldOut) {
    const others = someOf(heldOut, monitored);
    other = await number(tf.tidy(() => tf.mean(freeEnergy(model, others))));
    others.dispose();
  }
  const logZ = enumeratedUnits(model) <= exactUpTo ? logSumExp(enumerated(model).weights) : undefined;
  return {
    reconstruction,
    activity,
    freeEnergy: energy,
    ...(other !== undefined && { freeEnergyGap: other - energy }),
    ...(logZ !== undefined && { logLikelihood: -energy - logZ }),
    ...(logZ !== undefined && other !== undefined && { heldOutLogLikelihood: -other - logZ }),
  };
};
