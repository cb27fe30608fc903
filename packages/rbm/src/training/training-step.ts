import { hostValues, recordPlaces, repetitions, type Recorder, type Repeated } from '@interp/core/internal';
import { isRepeatable } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { RandomBlocks } from '../sampling/random-blocks.js';
import type { Variant } from '../variants.js';
import type { CentredParameters } from './centred-parameters.js';
import { rbmGradient } from './gradient.js';
import type { RbmTrainer } from './trainers.js';
import { updateParameters, type RbmUpdateSettings, type UpdateStep, type Velocities } from './update.js';

/** What a training changes at each step, all of it in place. */
interface Changing {
  /** The parameters, about centres. */
  readonly parameters: CentredParameters;
  /** Their last changes. */
  readonly velocities: Velocities;
  /** The persistent hidden states of the trainer. */
  readonly states: Float32Array;
  /** Random numbers. */
  readonly random: RandomBlocks;
}

/** Where a recorded step has its batch. */
interface Places {
  readonly images: tf.TensorInfo;
}

const steps = repetitions<Places>();

/** The most bytes of a recorded step. */
const mostBytes = 2 ** 26;

/** Does work and then takes back what it changed. */
const takingBack = ({ parameters, velocities, states, random }: Changing, work: () => void): void => {
  const arrays = [...Object.values<Float32Array>({ ...parameters }), ...Object.values(velocities), states];
  const [before, drawn] = [arrays.map((values) => values.slice()), random.state()];
  try {
    work();
  } finally {
    arrays.forEach((values, i) => values.set(before[i]));
    random.rewind(drawn);
  }
};

/**
 * The step of a training, recorded once batches of one shape follow one another: it then runs without JavaScript around its kernels, and allocates nothing. Only what
 * a batch or a trainer of somebody's own needs is done step by step.
 *
 * @param variant - the energy
 * @param changing - what each step changes
 * @param settings - trainer, range of the pixels, rates
 * @returns a step: given a batch `[n, ...inputShape]` (borrowed), learning rate and number. It throws InterpError `bad-value` for a pixel out of range,
 *   `not-finite` if a parameter is no longer finite
 */
export const trainingStep = (
  variant: Variant,
  changing: Changing,
  settings: RbmUpdateSettings & { readonly trainer: RbmTrainer; readonly range: readonly [low: number, high: number] },
): ((images: tf.Tensor, at: UpdateStep) => void) => {
  const { parameters, velocities, states, random } = changing;
  const now: UpdateStep = { rate: 0, step: 0 };
  const run = (images: tf.Tensor): void =>
    tf.tidy(() => {
      const gradient = rbmGradient(variant, parameters, images, settings, states, random);
      updateParameters(variant, parameters, gradient, velocities, settings, now);
    });
  const record = (by: Recorder, images: tf.Tensor): Repeated<Places> | undefined => {
    const values = hostValues(images).slice();
    let recorded: Repeated<Places> | undefined;
    takingBack(changing, () => {
      recorded = recordPlaces(by, mostBytes, ({ given }) => {
        const [batch, place] = given(images.shape, values);
        run(batch);
        return { images: place };
      });
    });
    return recorded;
  };
  return (images, at) => {
    Object.assign(now, at);
    const known =
      isRepeatable(settings.trainer) && images.dtype === 'float32'
        ? steps.find(changing, images.shape.join(), (by) => record(by, images))
        : undefined;
    if (known) known.recorder.write(known.places.images, images);
    if (!known?.recording.play(0)) run(images);
  };
};
