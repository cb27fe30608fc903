import { random, type LabelledImages } from '@interp/core';
import {
  checkFingerprint,
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  randomFromState,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { latentSizeOf } from '../networks/input-and-output.js';
import { checkGanTraining } from './check-training.js';
import { fingerprint } from './fingerprint.js';
import { ganBatch, stepsPerEpoch } from './gan-batch.js';
import { ganMachine } from './training-state.js';
import type { GanTraining, GanTrainingStep } from './gan-training.js';
import { measureReader } from './measures.js';
import { snapshotTaker } from './snapshots.js';
import { trainGanSettings, type TrainGanOptions } from './train-options.js';
import { checkProgress, endOfEpoch, startOfTraining, sumOf } from './progress-steps.js';
import { progressForm, type GanProgress } from './training-progress.js';
import { ganWatch, type GanDiagnosis } from './diagnosis.js';

/** The kind of checkpoint that a training writes. */
export const ganCheckpointFormat = 'interp-gan-training-1';

/**
 * The training of a generator and a discriminator as a generator of steps, for `drive` of `@interp/core` or for a loop of one's own: it
 * yields after each step of the generator, and stops when it is told `true`, with a checkpoint of where it is. {@link trainGan} is the
 * same in one call.
 *
 * @param generator - `[n, latentSize]` to images; borrowed, and changed in place
 * @param discriminator - images to one logit, `[n, 1]`; borrowed, and changed in place
 * @param data - images; their labels are not looked at
 * @param options - how
 * @returns the steps; their result is the history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value`, `unsupported-model`, `unsupported-layer` for what cannot be trained,
 *   `bad-file` for a damaged checkpoint, `not-finite` where a loss or a weight is no number any more
 */
export async function* trainGanSteps(
  generator: LayersModel,
  discriminator: LayersModel,
  data: LabelledImages,
  options: TrainGanOptions = {},
): AsyncGenerator<GanTrainingStep, GanTraining, boolean> {
  const settings = trainGanSettings(options);
  const { epochs, onCheckpoint, checkpointEvery = Infinity } = settings;
  await checkGanTraining(generator, discriminator, data);
  const latentSize = latentSizeOf(generator);
  const prints = await fingerprint(generator, discriminator, data, settings);
  const root = random(settings.seed);
  const [order, firstLatents, shown] = [root.split(), root.split(), root.split()];
  const perEpoch = stepsPerEpoch(data.size, settings);
  const steps = perEpoch * epochs;
  const machine = ganMachine(generator, discriminator, settings);
  const taker = snapshotTaker(generator, settings.snapshots, (work) => machine.average.within(work), shown);
  const reader = measureReader();
  const watch = ganWatch();
  const noticed: GanDiagnosis[] = [];
  let latents = firstLatents;
  let progress = startOfTraining(order, firstLatents);

  const read = async (): Promise<readonly GanDiagnosis[]> => {
    const { sums, signs } = await reader.read();
    const diagnoses = signs ? watch(signs) : [];
    noticed.push(...diagnoses);
    progress = {
      ...progress,
      latents: [...latents.state()],
      sums: sumOf(progress.sums, sums),
      diagnoses: [...progress.diagnoses, ...diagnoses.map(({ name }) => name)],
    };
    return diagnoses;
  };
  const save = async (): Promise<void> => {
    const parts = [machine.generator.arrays(), machine.discriminator.arrays(), machine.average.arrays()];
    const arrays = [...(await Promise.all(parts)).flat(), ...taker.arrays()];
    const bytes = encodeTrainingCheckpoint(ganCheckpointFormat, { progress, fingerprint: prints, arrays });
    const { epoch, step, history } = progress;
    await onCheckpoint?.(bytes, { epoch, step, history, finished: epoch === epochs });
  };
  const resume = (bytes: Uint8Array): void => {
    const checkpoint = decodeTrainingCheckpoint<GanProgress>(ganCheckpointFormat, bytes, progressForm);
    checkFingerprint(checkpoint.fingerprint, prints);
    checkProgress(checkpoint.progress, epochs, perEpoch);
    const restored = [machine.generator, machine.discriminator, machine.average].map((part) =>
      part.restored(checkpoint.arrays),
    );
    taker.restore(checkpoint.arrays);
    for (const put of restored) put();
    progress = checkpoint.progress;
    latents = randomFromState(progress.latents);
  };
  const result = async (ended: GanTraining['ended']): Promise<GanTraining> => {
    await machine.average.settle();
    const { history, step } = progress;
    return { history, step, ended, snapshots: taker.snapshots, diagnoses: noticed };
  };

  try {
    if (settings.resume) resume(settings.resume);
    await taker.take(progress.step);
    while (progress.epoch < epochs) {
      const shuffler = randomFromState(progress.order);
      const permutation = shuffler.permutation(data.size);
      const epoch = progress.epoch + 1;
      for (let i = progress.batch; i < perEpoch; i++) {
        const began = performance.now();
        const step = progress.step + 1;
        const batch = ganBatch(data, permutation, i, latentSize, latents, settings);
        const last = i + 1 === perEpoch;
        const due = last || step % checkpointEvery === 0;
        const looks = due || step === 1 || reader.size + 1 >= settings.readEvery;
        try {
          reader.add(machine.step(batch, step, looks), step);
        } finally {
          tf.dispose([...batch.real, ...batch.latent, ...batch.mixes]);
        }
        const seconds = progress.seconds + (performance.now() - began) / 1000;
        progress = { ...progress, batch: i + 1, step, seconds };
        const diagnoses = looks ? await read() : [];
        await taker.take(step);
        if (last) progress = endOfEpoch(progress, perEpoch, shuffler);
        if (due && onCheckpoint) await save();
        const record = last && { record: progress.history.at(-1)! };
        const stop = yield { epoch, step, steps, ...reader.means, diagnoses, ...record };
        if (!stop || progress.epoch === epochs) continue;
        if (!due && onCheckpoint) {
          await read();
          await save();
        }
        return await result('stopped');
      }
    }
    return await result('finished');
  } finally {
    reader.dispose();
    machine.dispose();
  }
}
