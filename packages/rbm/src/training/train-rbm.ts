import { random, type LabelledImages } from '@interp/core';
import {
  arrayOf,
  checkFingerprint,
  decodeTrainingCheckpoint,
  encodeTrainingCheckpoint,
  randomFromState,
} from '@interp/core/internal';
import { checkImages } from './check-training.js';
import type { RbmEpochRecord } from './measures.js';
import { fingerprint } from './fingerprint.js';
import { monitor } from './measures.js';
import { blocksFromState, randomBlocks } from '../sampling/random-blocks.js';
import type { Rbm } from '../rbm.js';
import { rbmTrainingState } from './training-state.js';
import { trainRbmWithDefaults, type TrainRbmOptions } from './train-options.js';
import { progressForm, type TrainingProgress } from './training-progress.js';

const checkpointFormat = 'interp-rbm-training-1';

/** What is said after each step of a training. */
export interface RbmTrainingStep {
  /** The epoch that the step belongs to, from 1. */
  readonly epoch: number;
  /** Steps done in all, those before a resumption included. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** The rate of the weights. */
  readonly rate: number;
  /** What the epoch gave, after its last step. */
  readonly record?: RbmEpochRecord;
}

/** What a training gives. */
export interface RbmTraining {
  /** The trained RBM, which belongs to the caller. */
  readonly rbm: Rbm;
  /** The epochs that are done, those before a resumption included. */
  readonly history: readonly RbmEpochRecord[];
  /** Steps done in all. */
  readonly step: number;
  /** Why it ended: all epochs done, or because it was asked to. */
  readonly ended: 'finished' | 'stopped';
}

/**
 * The training of an RBM as a generator of steps, for `drive` of `@interp/core` or for a loop of one's own: it yields after each batch,
 * and stops when it is told `true`, with a checkpoint of where it is. {@link trainRbm} is the same in one call.
 *
 * @param start - where it starts, of {@link initialRbm} or an earlier training; borrowed
 * @param data - images; their labels are not looked at
 * @param options - how
 * @returns the steps; their result is the trained RBM and its history
 * @throws InterpError `bad-option`, `bad-shape`, `bad-value` for what cannot be trained, `bad-file` for a damaged checkpoint,
 *   `unsupported-model` for one of another model, `not-finite` where a number is finite no more
 */
export async function* trainRbmSteps(
  start: Rbm,
  data: LabelledImages,
  options: TrainRbmOptions = {},
): AsyncGenerator<RbmTrainingStep, RbmTraining, boolean> {
  const settings = trainRbmWithDefaults(options, start.variant.continuous);
  const { epochs, batch, rate, schedule, onCheckpoint, checkpointEvery, heldOut } = settings;
  checkImages(start, data);
  if (heldOut !== undefined) checkImages(start, heldOut);
  const prints = await fingerprint(start, data, settings);
  const root = random(settings.seed);
  const order = root.split();
  let blocks = randomBlocks(root);
  const state = await rbmTrainingState(start, data, settings, blocks);
  const perEpoch = Math.ceil(data.size / batch);
  const steps = perEpoch * epochs;
  let progress: TrainingProgress = {
    epoch: 0,
    batch: 0,
    step: 0,
    order: order.state(),
    random: blocks.state(),
    seconds: 0,
    history: [],
  };
  const save = async (): Promise<void> => {
    if (!onCheckpoint) return;
    const { epoch, step, history } = progress;
    const bytes = encodeTrainingCheckpoint(checkpointFormat, {
      progress: { ...progress, random: blocks.state() },
      fingerprint: prints,
      arrays: Object.entries(state.arrays).map(([name, values]) => ({ name, shape: [values.length], values })),
    });
    await onCheckpoint(bytes, { epoch, step, history, finished: epoch === epochs });
  };
  const measured = async (lastRate: number): Promise<RbmEpochRecord> => {
    const model = state.model();
    const measures = await monitor(model, data, heldOut, settings).finally(() => {
      model.dispose();
    });
    const { step, seconds } = progress;
    return { epoch: progress.epoch + 1, step, rate: lastRate, seconds, ...measures };
  };
  const result = (ended: RbmTraining['ended']): RbmTraining => ({
    rbm: state.model(),
    history: progress.history,
    step: progress.step,
    ended,
  });

  if (settings.resume) {
    const checkpoint = decodeTrainingCheckpoint(checkpointFormat, settings.resume, progressForm);
    checkFingerprint(checkpoint.fingerprint, prints);
    const kept = Object.entries(state.arrays).map(
      ([name, values]) => [values, arrayOf(checkpoint.arrays, name, values.length)] as const,
    );
    for (const [values, before] of kept) values.set(before);
    progress = checkpoint.progress;
    blocks = blocksFromState(progress.random);
  }
  while (progress.epoch < epochs) {
    const shuffler = randomFromState(progress.order);
    const permutation = shuffler.permutation(data.size);
    for (let i = progress.batch; i < perEpoch; i++) {
      const began = performance.now();
      const epoch = progress.epoch + 1;
      const step = progress.step + 1;
      const now = rate * schedule.factor(progress.step / steps, epochs);
      const images = data.images(permutation.subarray(i * batch, (i + 1) * batch));
      try {
        state.step(images, blocks, { rate: now, step });
      } finally {
        images.dispose();
      }
      progress = { ...progress, batch: i + 1, step, seconds: progress.seconds + (performance.now() - began) / 1000 };
      const last = i + 1 === perEpoch;
      const record = last ? await measured(now) : undefined;
      if (record)
        progress = {
          ...progress,
          epoch,
          batch: 0,
          seconds: 0,
          order: shuffler.state(),
          history: [...progress.history, record],
        };
      const due = last || (checkpointEvery !== undefined && step % checkpointEvery === 0);
      if (due) await save();
      const stop = yield { epoch, step, steps, rate: now, ...(record && { record }) };
      if (!stop) continue;
      if (!due) await save();
      return result(progress.epoch === epochs ? 'finished' : 'stopped');
    }
  }
  return result('finished');
}
