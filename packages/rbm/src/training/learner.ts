import type { LabelledImages } from '@interp/core';
import { hostValues } from '@interp/core/internal';
import type { CheckpointArray, CheckpointInfo as TrainingCheckpointInfo } from '@interp/training';
import { arrayOf, type Learner } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { pixelStatistics } from '../density/pixel-statistics.js';
import { freeEnergy, hiddenGiven, visibleGiven } from '../energy.js';
import { enumerateStates, enumeratedUnits } from '../partition/enumerate.js';
import { logSumExp } from '../partition/log-sum-exp.js';
import { rbm, type Rbm } from '../rbm.js';
import { blocksFromState, type RandomBlocks } from '../sampling/random-blocks.js';
import { stateSize } from '../sampling/xoshiro.js';
import { centred, folded } from './centred-parameters.js';
import type { RbmTrainer } from './trainers.js';
import { trainingStep } from './training-step.js';
import type { RbmUpdateSettings, Velocities } from './update.js';

/** Measures of an RBM at the end of an epoch of its training, on some images of each set. */
export interface RbmEpochRecord {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps in all at its end. */
  readonly step: number;
  /** The rate of the weights at its last step. */
  readonly rate: number;
  /** Wall-clock seconds that it took, without interruptions and without these measurements. */
  readonly seconds: number;
  /** Mean squared difference of a training pixel and its mean given P(h | v). */
  readonly reconstruction: number;
  /** Mean P(h = 1 | v) over hidden units and training images. */
  readonly activity: number;
  /** Mean free energy of training images, in nats. */
  readonly freeEnergy: number;
  /** Mean free energy of the validation images less that of the training images, in nats: it grows where the model overfits. */
  readonly freeEnergyGap?: number;
  /** Mean exact log-likelihood of training images, in nats, where there are few enough states. */
  readonly logLikelihood?: number;
  /** The same for the validation images. */
  readonly validationLogLikelihood?: number;
}

/** What `onCheckpoint` gets with a checkpoint. */
export type CheckpointInfo = TrainingCheckpointInfo<RbmEpochRecord>;

const count = z.int().min(0);

const recordForm: z.ZodType<RbmEpochRecord> = z.strictObject({
  epoch: count,
  step: count,
  rate: z.number(),
  seconds: z.number(),
  reconstruction: z.number(),
  activity: z.number(),
  freeEnergy: z.number(),
  freeEnergyGap: z.number().exactOptional(),
  logLikelihood: z.number().exactOptional(),
  validationLogLikelihood: z.number().exactOptional(),
});

/** The plain data of a checkpoint. */
interface State {
  /** State of the generator for sampling. */
  readonly random: readonly number[];
}

const stateForm: z.ZodType<State> = z.strictObject({ random: z.array(count).length(stateSize).readonly() });

/** Settings of a {@link learner}. */
export interface LearnerSettings extends RbmUpdateSettings {
  /** The trainer. */
  readonly trainer: RbmTrainer;
  /** Lowest and highest pixel value that is allowed. */
  readonly range: readonly [low: number, high: number];
  /** Validation images, to compare free energies with. */
  readonly validation?: LabelledImages | undefined;
  /** How many images of each set are measured after an epoch. */
  readonly monitored: number;
  /** The exact log-likelihood is computed after an epoch where at most 2 to the power of this many states are to be enumerated. */
  readonly exactUpTo: number;
}

const someOf = (data: LabelledImages, count: number): tf.Tensor => {
  const n = Math.min(count, data.size);
  return data.images(Uint32Array.from({ length: n }, (_, i) => Math.floor((i * data.size) / n)));
};

const valueOf = async (scalar: tf.Tensor): Promise<number> => {
  const [value] = await scalar.data();
  scalar.dispose();
  return value;
};

/** Measures an RBM on part of each set of images. */
const measure = async (
  model: Rbm,
  training: LabelledImages,
  { validation, monitored, exactUpTo }: Pick<LearnerSettings, 'validation' | 'monitored' | 'exactUpTo'>,
): Promise<Omit<RbmEpochRecord, 'epoch' | 'step' | 'rate' | 'seconds'>> => {
  const { distance, active, free } = tf.tidy(() => {
    const images = someOf(training, monitored);
    const hidden = hiddenGiven(model, images);
    return {
      distance: tf.mean(tf.squaredDifference(images, visibleGiven(model, hidden))),
      active: tf.mean(hidden),
      free: tf.mean(freeEnergy(model, images)),
    };
  });
  const [reconstruction, activity, energy] = [await valueOf(distance), await valueOf(active), await valueOf(free)];
  const other = validation && (await valueOf(tf.tidy(() => tf.mean(freeEnergy(model, someOf(validation, monitored))))));
  const logZ = enumeratedUnits(model) <= exactUpTo ? logSumExp(enumerateStates(model).weights) : undefined;
  return {
    reconstruction,
    activity,
    freeEnergy: energy,
    ...(other !== undefined && { freeEnergyGap: other - energy }),
    ...(logZ !== undefined && { logLikelihood: -energy - logZ }),
    ...(logZ !== undefined && other !== undefined && { validationLogLikelihood: -other - logZ }),
  };
};

/**
 * The learner of an RBM, for the training loop of core. It holds plain arrays and no tensors.
 *
 * @param start - the initial RBM; borrowed
 * @param data - its images, whose mean becomes the visible centre; borrowed
 * @param settings - how
 * @param random - samples, the chains' first states to begin with
 * @returns the learner, with `model`, which returns the current RBM, owned by the caller
 */
export const learner = async (
  start: Rbm,
  data: LabelledImages,
  settings: LearnerSettings,
  random: RandomBlocks,
): Promise<Learner<RbmEpochRecord, State, object> & { model(): Rbm }> => {
  const { variant, inputShape, visible, hidden } = start;
  const mean = settings.centre === 'none' ? new Float64Array(visible) : (await pixelStatistics(data)).mean;
  const p = centred(start, {
    visibleCentre: Float32Array.from(mean),
    hiddenCentre: new Float32Array(hidden).fill(settings.centre === 'both' ? 0.5 : 0),
  });
  const velocities: Velocities = {
    weights: new Float32Array(p.weights.length),
    visibleBias: new Float32Array(p.visibleBias.length),
    hiddenBias: new Float32Array(p.hiddenBias.length),
    logPrecision: new Float32Array(p.logPrecision.length),
  };
  const first = random.uniforms([settings.trainer.chains * hidden]);
  const states = hostValues(first).map(Math.round);
  first.dispose();
  const arrays: readonly CheckpointArray[] = [
    ...Object.entries<Float32Array>({ ...p }),
    ...Object.entries(velocities).map(([name, values]) => [`velocity/${name}`, values] as const),
    ['states', states] as const,
  ].map(([name, values]) => ({ name, shape: [values.length], values }));
  const model = (): Rbm => rbm({ variant, inputShape, parameters: folded(variant, p) });
  const train = trainingStep(variant, { parameters: p, velocities, states, random }, settings);
  return {
    forms: { record: recordForm, state: stateForm },
    measures: {},
    step: ({ indices, rate, step }) => {
      const images = data.images(indices);
      try {
        train(images, { rate, step });
      } finally {
        images.dispose();
      }
    },
    endEpoch: async ({ epoch, step, rate, seconds }) => {
      const now = model();
      try {
        return { record: { epoch, step, rate, seconds, ...(await measure(now, data, settings)) } };
      } finally {
        now.dispose();
      }
    },
    arrays: () => arrays,
    state: () => ({ random: random.state() }),
    restore: (kept, state) => {
      const before = arrays.map(({ name, values }) => arrayOf(kept, name, values.length));
      random.rewind(blocksFromState(state.random).state());
      arrays.forEach(({ values }, i) => values.set(before[i]));
    },
    model,
  };
};
