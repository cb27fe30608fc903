import { random, type LabelledImages } from '@interp/core';
import {
  checkFingerprint,
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  randomFromState,
} from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkTraining } from './check-training.js';
import { endEpoch } from './end-epoch.js';
import type { EpochRecord } from './epoch-record.js';
import { fingerprint } from './fingerprint.js';
import { lossReader } from './loss-reader.js';
import { checkProgress, progressForm } from './progress-form.js';
import { splitOff } from './split-off.js';
import { trainer } from './learner.js';
import { trainingBatch } from './training-batch.js';
import { trainSettings, type TrainOptions } from './training-options.js';
import { startOfEpoch, withSums } from './training-progress.js';

const checkpointFormat = 'interp-training-1';

/** What is said after each step of a training. */
export interface TrainingStep {
  /** The epoch that the step belongs to, from 1. */
  readonly epoch: number;
  /** Steps done in all, those before a resumption included. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** Mean loss of the batches that were read back last (`readEvery`). */
  readonly loss: number;
  /** The learning rate of the step. */
  readonly rate: number;
  /** What the epoch gave, after its last step. */
  readonly record?: EpochRecord;
}

/** What a training gives; the model is changed in place. */
export interface TrainingResult {
  /** The epochs that are done, those before a resumption included. */
  readonly history: readonly EpochRecord[];
  /** Steps done in all. */
  readonly step: number;
  /** Why it ended: all epochs done, no improvement any more, or because it was asked to. */
  readonly ended: 'finished' | 'early-stop' | 'stopped';
}

/**
 * Training as a generator of steps, for `drive` of `@interp/core` or for a loop of one's own: it yields after each batch, and
 * stops when it is told `true`, with a checkpoint of where it is. {@link train} is the same in one call.
 *
 * @param model - any `tf.LayersModel` `[n, ...inputShape]` to `[n, classes]`, with logits or a softmax at its end; borrowed, and
 *   changed in place
 * @param data - images and labels
 * @param options - how
 * @returns the steps; their result is the history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-class`, `unsupported-model` for what cannot be trained, `bad-file` for a
 *   damaged checkpoint, `not-finite` where the loss or a weight is no number any more
 */
export async function* trainSteps(
  model: LayersModel,
  data: LabelledImages,
  options: TrainOptions = {},
): AsyncGenerator<TrainingStep, TrainingResult, boolean> {
  const settings = trainSettings(options);
  const { epochs, batch, schedule, onCheckpoint, checkpointEvery = Infinity } = settings;
  checkTraining(model, data);
  if (typeof settings.validation !== 'number') checkTraining(model, settings.validation);
  const root = random(settings.seed);
  const [held, order, firstMoves, firstAttacks, onValidation] = Array.from({ length: 5 }, () => root.split());
  const { training, validation } = splitOff(data, settings.validation, held);
  const perEpoch = Math.ceil(training.size / batch);
  const steps = perEpoch * epochs;
  const prints = await fingerprint(model, data, settings);
  const machine = trainer(model, settings);
  const reader = lossReader();
  let progress = startOfEpoch(order, firstMoves, settings.adversarial && firstAttacks);
  let moves = firstMoves;
  let attacks = firstAttacks;

  const read = async (): Promise<void> => {
    progress = withSums(progress, await reader.read(), moves, attacks);
  };
  const save = async (): Promise<void> => {
    const arrays = await machine.state.arrays();
    const { epoch, step, history, finished } = progress;
    const bytes = encodeTrainingCheckpoint(checkpointFormat, { progress, fingerprint: prints, arrays });
    await onCheckpoint?.(bytes, { epoch, step, history, finished });
  };
  const result = (stopped = false): TrainingResult => {
    const { epoch, history, step } = progress;
    return { history, step, ended: stopped ? 'stopped' : epoch === epochs ? 'finished' : 'early-stop' };
  };

  try {
    if (settings.resume) {
      const checkpoint = decodeTrainingCheckpoint(checkpointFormat, settings.resume, progressForm);
      checkFingerprint(checkpoint.fingerprint, prints);
      checkProgress(checkpoint.progress, settings, perEpoch);
      machine.state.restore(checkpoint.arrays);
      progress = checkpoint.progress;
      moves = randomFromState(progress.moves);
      if (progress.adversarial) attacks = randomFromState(progress.adversarial.random);
    }
    while (!progress.finished) {
      const shuffler = randomFromState(progress.order);
      const permutation = shuffler.permutation(training.size);
      const epoch = progress.epoch + 1;
      for (let i = progress.batch; i < perEpoch; i++) {
        const began = performance.now();
        const indices = permutation.subarray(i * batch, (i + 1) * batch);
        const { x, labels } = await trainingBatch(training, indices, moves, settings.augment);
        const rate = settings.rate * schedule.factor(progress.step / steps, epochs);
        const moment = { rate, step: progress.step + 1 };
        const attack = settings.adversarial && { epochs: progress.step / perEpoch, random: attacks };
        try {
          reader.add(machine.step(x, labels, moment, attack), labels, { epoch, ...moment });
        } finally {
          x.dispose();
        }
        const seconds = progress.seconds + (performance.now() - began) / 1000;
        progress = { ...progress, batch: i + 1, step: moment.step, seconds };
        const last = i + 1 === perEpoch;
        const due = last || moment.step % checkpointEvery === 0;
        if (due || reader.size >= settings.readEvery || moment.step === 1) await read();
        if (last)
          progress = await endEpoch(machine, settings, validation, progress, {
            order: shuffler,
            moves,
            ...(settings.adversarial && { attacks, onValidation: onValidation.state() }),
            rate: moment.rate,
          });
        if (due) await save();
        const record = last && { record: progress.history.at(-1)! };
        const stop = yield { epoch, ...moment, steps, loss: reader.loss, ...record };
        if (!stop || progress.finished) continue;
        if (!due) {
          await read();
          await save();
        }
        return result(true);
      }
    }
    return result();
  } finally {
    reader.dispose();
    machine.state.dispose();
  }
}
