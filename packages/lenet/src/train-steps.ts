import { random, randomFromState, type LabelledImages, type Random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { augment } from './augmentation.js';
import { checkTraining } from './check-training.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import type { EpochRecord } from './epoch-record.js';
import { checkFingerprint, fingerprint } from './fingerprint.js';
import { lossReader } from './loss-reader.js';
import { measure } from './measure.js';
import { splitOff } from './subset.js';
import { trainer } from './trainer.js';
import { trainSettings, type TrainOptions } from './training-options.js';
import type { TrainingProgress } from './training-progress.js';

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

/** The numbers of the epochs' order and of the images' moves, and those that hold images out. */
const streams = (seed: number): { held: Random; order: Random; moves: Random } => {
  const root = random(seed);
  return { held: root.split(), order: root.split(), moves: root.split() };
};

const start = (order: Random, moves: Random): TrainingProgress => ({
  epoch: 0,
  batch: 0,
  step: 0,
  order: order.state(),
  moves: moves.state(),
  lossSum: 0,
  correct: 0,
  seen: 0,
  seconds: 0,
  history: [],
  finished: false,
});

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
  const { epochs, batch, rate, schedule, onCheckpoint, checkpointEvery } = settings;
  checkTraining(model, data);
  if (typeof settings.validation !== 'number') checkTraining(model, settings.validation);
  const { held, order, moves: firstMoves } = streams(settings.seed);
  const { training, validation } = splitOff(data, settings.validation, held);
  const prints = await fingerprint(model, data, settings);
  const perEpoch = Math.ceil(training.size / batch);
  const steps = perEpoch * epochs;
  const machine = trainer(model, settings);
  const reader = lossReader();
  let progress = start(order, firstMoves);
  let moves = firstMoves;

  const save = async (): Promise<void> => {
    if (!onCheckpoint) return;
    const bytes = encodeCheckpoint({ progress, fingerprint: prints, arrays: await machine.arrays() });
    const { epoch, step, history, finished } = progress;
    await onCheckpoint(bytes, { epoch, step, history, finished });
  };
  const read = async (): Promise<void> => {
    const { lossSum, correct, seen } = await reader.read();
    progress = {
      ...progress,
      moves: moves.state(),
      lossSum: progress.lossSum + lossSum,
      correct: progress.correct + correct,
      seen: progress.seen + seen,
    };
  };
  /** After the last batch of an epoch: its record, the validation, the decision whether to go on. */
  const endEpoch = async (nextOrder: Random, lastRate: number): Promise<EpochRecord> => {
    const seconds = progress.seconds;
    const epoch = progress.epoch + 1;
    const checked = validation && (await measure(machine, settings.loss, validation));
    const record: EpochRecord = {
      epoch,
      step: progress.step,
      loss: progress.lossSum / progress.seen,
      accuracy: progress.correct / progress.seen,
      rate: lastRate,
      seconds,
      ...(checked && { validation: checked }),
    };
    let { best } = progress;
    if (checked && settings.earlyStop && (!best || checked.loss < best.loss)) {
      best = { loss: checked.loss, epoch };
      await machine.remember();
    }
    const patience = settings.earlyStop?.patience ?? 3;
    const finished = epoch === epochs || (best !== undefined && epoch - best.epoch >= patience);
    if (finished) machine.recall();
    progress = {
      ...start(nextOrder, moves),
      epoch,
      step: progress.step,
      history: [...progress.history, record],
      finished,
      ...(best && { best }),
    };
    return record;
  };
  const result = (ended: TrainingResult['ended']): TrainingResult => ({
    history: progress.history,
    step: progress.step,
    ended,
  });
  const ending = (): TrainingResult['ended'] => (progress.epoch === epochs ? 'finished' : 'early-stop');

  try {
    if (settings.resume) {
      const checkpoint = decodeCheckpoint(settings.resume);
      checkFingerprint(checkpoint.fingerprint, prints);
      machine.restore(checkpoint.arrays);
      progress = checkpoint.progress;
      moves = randomFromState(progress.moves);
    }
    while (!progress.finished) {
      const shuffler = randomFromState(progress.order);
      const permutation = shuffler.permutation(training.size);
      for (let i = progress.batch; i < perEpoch; i++) {
        const began = performance.now();
        const indices = permutation.subarray(i * batch, (i + 1) * batch);
        const labels = Int32Array.from(indices, (index) => training.labels[index]);
        let x = training.images(indices);
        if (settings.augment) {
          const pixels = Float32Array.from(await x.data());
          x.dispose();
          x = tf.tensor(augment(pixels, training.inputShape as [number, number, number], settings.augment, moves), [
            indices.length,
            ...training.inputShape,
          ]);
        }
        const epoch = progress.epoch + 1;
        const now = rate * schedule.factor(progress.step / steps, epochs);
        const step = progress.step + 1;
        const outcome = machine.step(x, labels, { rate: now, step });
        x.dispose();
        reader.add(outcome, labels, { epoch, step, rate: now });
        progress = {
          ...progress,
          batch: i + 1,
          step,
          seconds: progress.seconds + (performance.now() - began) / 1000,
        };
        const last = i + 1 === perEpoch;
        const due = last || (checkpointEvery !== undefined && step % checkpointEvery === 0);
        if (due || reader.size >= settings.readEvery || step === 1) await read();
        const record = last ? await endEpoch(shuffler, now) : undefined;
        if (due) await save();
        const stop = yield { epoch, step, steps, loss: reader.loss, rate: now, ...(record && { record }) };
        if (!stop) continue;
        if (progress.finished) return result(ending());
        if (!due) {
          await read();
          await save();
        }
        return result('stopped');
      }
    }
    return result(ending());
  } finally {
    reader.dispose();
    machine.dispose();
  }
}
