import type { LabelledImages, Random } from '@interp/core';
import { randomFromState } from '@interp/core/internal';
import { adam } from '@interp/training';
import { allOrNothing, trainedWeights, type Learner } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { engineFor } from '../gradients/engine-for.js';
import { classRows, latentClasses, type DiscriminatorGradients, type Generated } from '../gradients/engine.js';
import type { GanLoss } from '../losses/loss.js';
import type { GradientPenalty } from '../losses/penalties.js';
import { classesOf, latentSizeOf } from '../networks/input-and-output.js';
import { ganWatch, type GanDiagnosis } from './diagnosis.js';
import { epochMeasures, epochRecordForm, measuresForm, type GanEpochRecord, type GanMeasures } from './measures.js';
import { movingAverage } from './moving-average.js';
import { snapshotCollector, type GanSnapshots, type SnapshotOptions } from './snapshots.js';

/** The schema of a checkpoint's plain data. */
const stateForm = z.strictObject({
  /** Sums over the epoch so far. */
  sums: measuresForm,
  /** Names of the diagnoses of the current epoch. */
  diagnoses: z.array(z.string()).readonly(),
  /** State of the generator for latent codes. */
  latents: z.array(z.int().min(0)).length(4).readonly(),
});

/** Settings of a {@link GanLearner}. */
export interface GanLearnerSettings {
  /** The loss. */
  readonly loss: GanLoss;
  /** The penalty on the discriminator's gradient. */
  readonly penalty: GradientPenalty;
  /** Discriminator steps per generator step. */
  readonly discriminatorSteps: number;
  /** The learning rate of the generator. */
  readonly rate: number;
  /** The learning rate of the discriminator. */
  readonly discriminatorRate: number;
  /** Of Adam. */
  readonly beta1: number;
  /** Of Adam. */
  readonly beta2: number;
  /** Decay of the moving average of the generator's weights. */
  readonly average: number;
  /** Snapshot options. */
  readonly snapshots: Required<SnapshotOptions>;
}

/** The random number generators of a training. */
export interface GanStreams {
  /** For the latent codes of the steps. */
  readonly latents: Random;
  /** For the latent codes of the snapshots. */
  readonly snapshots: Random;
}

/** The learner of a generator and a discriminator, for the training loop of core. */
export interface GanLearner extends Learner<
  GanEpochRecord,
  z.infer<typeof stateForm>,
  GanMeasures & { readonly diagnoses: readonly GanDiagnosis[] }
> {
  /** The snapshots so far. */
  readonly snapshots: GanSnapshots;
  /** All diagnoses. */
  readonly diagnoses: readonly GanDiagnosis[];
  /** Replaces the generator's weights by their moving average. */
  settle(): Promise<void>;
  /** Disposes of slots and average, not of the models. */
  dispose(): void;
}

/** The inputs of a step. */
type GanBatch = {
  /** Real images for each step of the discriminator, `[n, ...shape]`. */
  readonly real: tf.Tensor[];
  /** Latent codes for each step of the discriminator, `[n, latentSize]`. */
  readonly latent: tf.Tensor2D[];
  /** Interpolation weights from 0 to 1 for each, `[n]`, if the penalty needs them. */
  readonly mixes: tf.Tensor1D[];
  /** Classes of the real images for each, `[n]`, if the training is conditional. */
  readonly labels: tf.Tensor1D[];
};

/** Standard deviation over the images, averaged over the pixels. */
const spreadOf = (images: tf.Tensor): tf.Tensor => {
  const centred = tf.sub(images, tf.mean(images, 0, true));
  return tf.mean(tf.sqrt(tf.mean(tf.square(centred), 0)));
};

/** Random interpolations of image pairs, with one weight per pair. */
const interpolated = (real: tf.Tensor, fake: tf.Tensor, mixes: tf.Tensor1D): tf.Tensor => {
  const parts = tf.reshape(mixes, [mixes.size, ...real.shape.slice(1).map(() => 1)]);
  return tf.add(fake, tf.mul(parts, tf.sub(real, fake)));
};

/**
 * Creates the learner of a generator and a discriminator.
 *
 * @param generator - its weights are changed in place; borrowed
 * @param discriminator - likewise
 * @param data - images; borrowed
 * @param settings - how
 * @param streams - the source of all random numbers
 * @returns the learner, which owns tensors until its `dispose()`; the models stay
 */
export const ganLearner = (
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  settings: GanLearnerSettings,
  streams: GanStreams,
): GanLearner => {
  const { loss, penalty, discriminatorRate, discriminatorSteps, beta1, beta2 } = settings;
  const faster = discriminatorRate / settings.rate;
  const engine = engineFor(generator, discriminator, loss, penalty);
  const optimizer = adam({ beta1, beta2 });
  const { generatorWeights, discriminatorWeights, average } = allOrNothing(() => ({
    generatorWeights: trainedWeights(generator, optimizer, { prefix: 'generator/' }),
    discriminatorWeights: trainedWeights(discriminator, optimizer, { prefix: 'discriminator/' }),
    average: movingAverage(generator, settings.average),
  }));
  const collector = snapshotCollector(generator, settings.snapshots, (work) => average.within(work), streams.snapshots);
  const measures = epochMeasures();
  const watch = ganWatch();
  const latentSize = latentSizeOf(generator);
  const classes = classesOf(discriminator);
  const all: GanDiagnosis[] = [];
  let { latents } = streams;
  let diagnoses: readonly GanDiagnosis[] = [];
  let ofEpoch: readonly string[] = [];

  const labelsOf = (indices: Uint32Array): tf.Tensor1D =>
    tf.tensor1d(
      Int32Array.from(indices, (index) => data.labels[index]),
      'int32',
    );

  const batchOf = (indices: Uint32Array): GanBatch => {
    const n = indices.length / discriminatorSteps;
    const each = <T>(make: (k: number) => T): T[] => Array.from({ length: discriminatorSteps }, (_, k) => make(k));
    // In a scope, so that none of them stays where one fails.
    return tf.tidy(() => ({
      real: each((k) => data.images(indices.subarray(k * n, (k + 1) * n))),
      latent: each(() => tf.tensor2d(latents.normals(n * latentSize), [n, latentSize])),
      mixes: penalty.at === 'interpolated' ? each(() => tf.tensor1d(latents.uniforms(n))) : [],
      labels: classes > 1 ? each((k) => labelsOf(indices.subarray(k * n, (k + 1) * n))) : [],
    }));
  };

  /** The discriminator steps and one generator step; returns `[6]` measures, or `[7]` with the spread. */
  const trainOn = (
    { real, latent, mixes, labels }: GanBatch,
    step: number,
    rate: number,
    withSpread: boolean,
  ): tf.Tensor1D =>
    tf.tidy(() => {
      let generated!: Generated;
      let judged!: DiscriminatorGradients;
      real.forEach((images, i) => {
        generated = engine.generate(latent[i]);
        const between = mixes[i] && interpolated(images, generated.images, mixes[i]);
        const known = labels[i] && {
          real: classRows(labels[i], classes),
          fake: latentClasses(latent[i], classes),
        };
        judged = engine.discriminatorGradients(images, generated.images, { between, classes: known });
        const at = { rate: rate * faster, step: (step - 1) * discriminatorSteps + i + 1 };
        discriminatorWeights.update(judged.gradients, at);
      });
      const generatorStep = engine.generatorGradients(generated);
      generatorWeights.update(generatorStep.gradients, { rate, step });
      average.follow(step);
      const { loss: discriminatorLoss, penalty: extra, real: realLogits, fake: fakeLogits } = judged;
      return tf.stack([
        discriminatorLoss,
        generatorStep.loss,
        extra,
        tf.mean(realLogits),
        tf.mean(fakeLogits),
        tf.mean(tf.cast(tf.greater(realLogits, fakeLogits), 'float32')),
        ...(withSpread ? [tf.div(spreadOf(generated.images), tf.maximum(spreadOf(real.at(-1)!), 1e-6))] : []),
      ]) as tf.Tensor1D;
    });

  return {
    forms: { record: epochRecordForm, state: stateForm },
    get measures() {
      return { ...measures.recent, diagnoses };
    },
    get snapshots() {
      return collector.snapshots;
    },
    get diagnoses() {
      return all;
    },
    step: ({ indices, step, rate, isRead }) => {
      diagnoses = [];
      const batch = batchOf(indices);
      try {
        measures.add(trainOn(batch, step, rate, isRead), step);
      } finally {
        tf.dispose([...batch.real, ...batch.latent, ...batch.mixes, ...batch.labels]);
      }
    },
    read: async () => {
      const recent = await measures.read();
      diagnoses = recent ? watch(recent) : [];
      all.push(...diagnoses);
      ofEpoch = [...ofEpoch, ...diagnoses.map(({ name }) => name)];
    },
    afterStep: collector.take,
    endEpoch: ({ epoch, step, seconds }) => {
      const means = measures.endEpoch(step / epoch);
      const record = { epoch, step, seconds, diagnoses: [...new Set(ofEpoch)], ...means };
      ofEpoch = [];
      return Promise.resolve({ record });
    },
    arrays: async () => [
      ...(await generatorWeights.arrays()),
      ...(await discriminatorWeights.arrays()),
      ...(await average.arrays()),
      ...collector.arrays(),
    ],
    state: () => ({ sums: measures.sums, diagnoses: ofEpoch, latents: latents.state() }),
    restore: (arrays, state) => {
      const parts = [generatorWeights, discriminatorWeights, average].map((part) => part.restored(arrays));
      collector.restore(arrays);
      for (const put of parts) put();
      latents = randomFromState(state.latents);
      measures.sums = state.sums;
      ofEpoch = state.diagnoses;
    },
    settle: average.settle,
    dispose: () => {
      measures.dispose();
      generatorWeights.dispose();
      discriminatorWeights.dispose();
      average.dispose();
    },
  };
};
