import type { z } from 'zod';
import type { CheckpointArray } from './checkpoint.js';

/** One step of a training, as the loop asks for it. */
export interface LearningStep {
  /** Indices of the images in its batch. */
  readonly indices: Uint32Array;
  /** The epoch that it belongs to, from 1. */
  readonly epoch: number;
  /** Steps in all including this one, from 1. */
  readonly step: number;
  /** Epochs done before it, including the fraction of the current one. */
  readonly epochsDone: number;
  /** Its learning rate. */
  readonly rate: number;
  /** Whether the loop calls `read` right after it. */
  readonly isRead: boolean;
}

/** Passed by the loop at the end of an epoch. */
export interface EpochEnd {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The learning rate of its last step. */
  readonly rate: number;
  /** Wall-clock seconds that its steps took, without interruptions, readings and checkpoints. */
  readonly seconds: number;
  /** Whether it is the last epoch of the training. */
  readonly isLast: boolean;
}

/**
 * Everything specific to one kind of training, for `trainingLoop`. It has two kinds of state: arrays (weights, slots of the
 * optimiser, chains, moving averages) and plain data (states of random number generators, sums over the epoch so far). Everything that the
 * next step depends on must be in one of them, so that a resumed training gives the same bits.
 *
 * `EpochRecord` is an epoch's entry in the history, `State` the plain data, `Measures` what each step reports.
 */
export interface Learner<EpochRecord, State, Measures extends object> {
  /** The zod schemas of `EpochRecord` and `State` in a checkpoint. */
  readonly forms: { readonly record: z.ZodType<EpochRecord>; readonly state: z.ZodType<State> };
  /** The measures yielded with each step, as last read. */
  readonly measures: Measures;
  /**
   * Makes a batch and trains on it. It need not wait for results from the backend.
   *
   * @param at - images, step and learning rate
   */
  step(at: LearningStep): void | Promise<void>;
  /**
   * Reads back the results of the steps since the last call and adds them to the epoch's sums; `measures` are then those of these
   * steps. The loop calls it after the first step, every `readEvery` steps, and before each checkpoint and end of an epoch. Throws InterpError
   * `not-finite` for a loss that is not a number, saying where.
   */
  read?(): Promise<void>;
  /**
   * Called before the first step, resumed or not, and after each step once it is read: for snapshots.
   *
   * @param step - steps done in all
   */
  afterStep?(step: number): void | Promise<void>;
  /**
   * Measures an epoch, and starts the sums of the next.
   *
   * @param at - which epoch
   * @returns its record, and whether the training ends early with this epoch; the best weights are then restored
   */
  endEpoch(at: EpochEnd): Promise<{ readonly record: EpochRecord; readonly endsEarly?: boolean }>;
  /** All arrays, for a checkpoint. */
  arrays(): readonly CheckpointArray[] | Promise<readonly CheckpointArray[]>;
  /** The plain data, for a checkpoint. */
  state(): State;
  /**
   * Restores the state of a checkpoint.
   *
   * @param arrays - the result of `arrays`; throws InterpError `bad-file`, with nothing changed, if one is missing (`arrayOf`)
   * @param state - the result of `state`, validated
   */
  restore(arrays: readonly CheckpointArray[], state: State): void;
}
