import { z } from 'zod';
import { InterpError } from '@interp/checks';
import type { Random } from '@interp/core';
import { randomFromState } from '@interp/core/internal';
import { checkFinite, decodeCheckpoint, encodeCheckpoint, type CheckpointOptions } from './checkpoint.js';
import { checkFingerprint } from './fingerprint.js';
import type { Learner } from './learner.js';
import { constantRate, type Schedule } from './schedules.js';

/** Options of {@link trainingLoop}, already checked by the training that calls it. */
export interface LoopOptions<EpochRecord> extends CheckpointOptions<EpochRecord> {
  /** Kind and version of the checkpoint's format, such as `interp-training-2`: increase the version whenever arrays, state or record change. */
  readonly format: string;
  /** The result of `fingerprint()` for this training. */
  readonly fingerprint: Readonly<Record<string, string>>;
  /** Number of images in an epoch. */
  readonly size: number;
  /** Number of images in a batch. */
  readonly batch: number;
  /**
   * Whether all batches have the full size: the remainder of an epoch is dropped, and fewer images than a batch are repeated to fill it.
   * Default false: the last batch of an epoch may be smaller.
   */
  readonly wholeBatches?: boolean;
  /** Number of epochs. */
  readonly epochs: number;
  /** The learning rate. */
  readonly rate: number;
  /** How the rate changes over the training. Default {@link constantRate}. */
  readonly schedule?: Schedule;
  /** Shuffles the images of each epoch. */
  readonly order: Random;
  /** Steps between calls of the learner's `read`. Default: only where `read` documents them. */
  readonly readEvery?: number;
}

/** What a training yields after each step, besides its measures. */
export interface LoopStep<EpochRecord> {
  /** The epoch that the step belongs to, from 1. */
  readonly epoch: number;
  /** Steps done in all, those before a resumption included. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** The learning rate of the step. */
  readonly rate: number;
  /** The record of the epoch, after its last step. */
  readonly record?: EpochRecord;
}

/** Result of a training. */
export interface LoopResult<EpochRecord> {
  /** The records of all epochs, those before a resumption included. */
  readonly history: readonly EpochRecord[];
  /** Steps done in all. */
  readonly step: number;
  /** Why it ended: all epochs done, no more improvement, or stopped on request. */
  readonly ended: 'finished' | 'early-stop' | 'stopped';
}

const count = z.int().min(0);

/** The schema of a training's progress in a checkpoint. */
const progressForm = <EpochRecord, State>({ forms }: Pick<Learner<EpochRecord, State, object>, 'forms'>) =>
  z.strictObject({
    /** Epochs done. */
    epoch: count,
    /** Steps done of the current epoch. */
    batch: count,
    /** Steps done in all. */
    step: count,
    /** State of the shuffling generator at the start of this epoch. */
    order: z.array(count).length(4).readonly(),
    /** Seconds spent on this epoch so far. */
    seconds: z.number(),
    history: z.array(forms.record).readonly(),
    /** Whether the training has finished. */
    finished: z.boolean(),
    /** The learner's state. */
    state: forms.state,
  });

type Progress<EpochRecord> = Omit<z.infer<ReturnType<typeof progressForm<EpochRecord, unknown>>>, 'state'>;

const checkCounts = (progress: Progress<unknown>, epochs: number, perEpoch: number): void => {
  const { epoch, batch, step, finished, history } = progress;
  const within = finished ? epoch <= epochs && batch === 0 : epoch < epochs && batch < perEpoch;
  if (!within || step !== epoch * perEpoch + batch || history.length !== epoch)
    throw new InterpError(
      'bad-file',
      `the checkpoint's counts contradict each other (epoch ${epoch}, batch ${batch}, step ${step}); give an undamaged one`,
    );
};

/** The number of batches in an epoch, and the images of each. */
const batches = ({
  size,
  batch,
  wholeBatches = false,
}: Pick<LoopOptions<unknown>, 'size' | 'batch' | 'wholeBatches'>) => ({
  perEpoch: wholeBatches ? Math.max(1, Math.floor(size / batch)) : Math.ceil(size / batch),
  indices: (order: Uint32Array, at: number): Uint32Array =>
    wholeBatches && size < batch
      ? Uint32Array.from({ length: batch }, (_, i) => order[i % size])
      : order.subarray(at * batch, (at + 1) * batch),
});

/**
 * The training loop: epochs of shuffled batches, checkpoints at the end of each epoch and in between, bit-exact resumption.
 * It yields after each step, and stops, with a checkpoint, on `next(true)`. A training of a package checks its options,
 * makes a {@link Learner}, and returns `yield* trainingLoop(learner, …)` from its own generator, in a `try` whose `finally` disposes the
 * learner's tensors.
 *
 * @param learner - what is trained; borrowed
 * @param options - how
 * @returns the steps; their result is the history
 * @throws InterpError `bad-file` for a damaged checkpoint or one of another format, `unsupported-model` and `bad-option` for one that was
 *   made with something else, `not-finite` if an array is no longer finite, and what the learner throws
 */
export async function* trainingLoop<EpochRecord, State, Measures extends object>(
  learner: Learner<EpochRecord, State, Measures>,
  options: LoopOptions<EpochRecord>,
): AsyncGenerator<LoopStep<EpochRecord> & Measures, LoopResult<EpochRecord>, boolean> {
  const { format, fingerprint, size, epochs, rate, order, resume, onCheckpoint } = options;
  const { schedule = constantRate(), checkpointEvery = Infinity, readEvery = Infinity } = options;
  const { perEpoch, indices } = batches(options);
  const steps = perEpoch * epochs;
  let unread = 0;
  let progress: Progress<EpochRecord> = {
    epoch: 0,
    batch: 0,
    step: 0,
    order: order.state(),
    seconds: 0,
    history: [],
    finished: false,
  };
  const read = async (): Promise<void> => {
    unread = 0;
    await learner.read?.();
  };
  const save = async (): Promise<void> => {
    const arrays = await learner.arrays();
    const { epoch, step, history, finished } = progress;
    if (!onCheckpoint) {
      checkFinite(arrays, step);
      return;
    }
    const state = { ...progress, state: learner.state() };
    const bytes = encodeCheckpoint(format, { progress: state, fingerprint, arrays });
    await onCheckpoint(bytes, { epoch, step, history, finished });
  };
  const result = (ended: LoopResult<EpochRecord>['ended']): LoopResult<EpochRecord> => {
    const { history, step } = progress;
    return { history, step, ended };
  };

  if (resume) {
    const checkpoint = decodeCheckpoint(format, resume, progressForm(learner));
    checkFingerprint(checkpoint.fingerprint, fingerprint);
    const { state, ...kept } = checkpoint.progress;
    checkCounts(kept, epochs, perEpoch);
    learner.restore(checkpoint.arrays, state);
    progress = kept;
  }
  await learner.afterStep?.(progress.step);
  while (!progress.finished) {
    const shuffler = randomFromState(progress.order);
    const permutation = shuffler.permutation(size);
    const epoch = progress.epoch + 1;
    for (let i = progress.batch; i < perEpoch; i++) {
      const began = performance.now();
      const step = progress.step + 1;
      const isLast = i + 1 === perEpoch;
      const isDue = isLast || step % checkpointEvery === 0;
      const isRead = isDue || step === 1 || ++unread >= readEvery;
      const at = { epoch, step, rate: rate * schedule.factor(progress.step / steps, epochs) };
      await learner.step({ ...at, indices: indices(permutation, i), epochsDone: progress.step / perEpoch, isRead });
      const seconds = progress.seconds + (performance.now() - began) / 1000;
      progress = { ...progress, batch: i + 1, step, seconds };
      if (isRead) await read();
      await learner.afterStep?.(step);
      let record: EpochRecord | undefined;
      if (isLast) {
        const end = await learner.endEpoch({ ...at, seconds, isLast: epoch === epochs });
        record = end.record;
        progress = {
          epoch,
          batch: 0,
          step,
          order: shuffler.state(),
          seconds: 0,
          history: [...progress.history, record],
          finished: epoch === epochs || end.endsEarly === true,
        };
      }
      if (isDue) await save();
      const stop = yield { ...at, steps, ...learner.measures, ...(record && { record }) };
      if (!stop || progress.finished) continue;
      if (!isDue) {
        await read();
        await save();
      }
      return result('stopped');
    }
  }
  return result(progress.epoch === epochs ? 'finished' : 'early-stop');
}
