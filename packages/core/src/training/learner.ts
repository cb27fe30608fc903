import type { z } from 'zod';
import type { CheckpointArray } from './checkpoint.js';

/** One step of a training, as the loop asks for it. */
export interface LearningStep {
  /** Which images of the data its batch has. */
  readonly indices: Uint32Array;
  /** The epoch that it belongs to, from 1. */
  readonly epoch: number;
  /** Steps in all including this one, from 1. */
  readonly step: number;
  /** Epochs done before it, the part of the present one included. */
  readonly epochsDone: number;
  /** Its learning rate. */
  readonly rate: number;
  /** Whether the loop calls `read` right after it. */
  readonly isRead: boolean;
}

/** The end of an epoch, as the loop says it. */
export interface EpochEnd {
  /** Which epoch, from 1. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The learning rate of its last step. */
  readonly rate: number;
  /** Seconds of wall-clock that its steps took, without interruptions, readings and checkpoints. */
  readonly seconds: number;
  /** Whether it is the last epoch of the training. */
  readonly isLast: boolean;
}

/**
 * What is trained, for `trainingLoop`: all that one kind of training has of its own. It keeps two kinds of state: arrays (weights,
 * slots of the optimizer, chains, moving averages) and plain data (states of random streams, sums over the epoch so far). Whatever the
 * next step depends on must be in one of them, so that a resumed training goes on to the bit.
 *
 * `EpochRecord` is what an epoch gives for the history, `State` the plain data, `Measures` what each step reports.
 */
export interface Learner<EpochRecord, State, Measures extends object> {
  /** The forms of `EpochRecord` and `State` in a checkpoint, schemas of zod. */
  readonly forms: { readonly record: z.ZodType<EpochRecord>; readonly state: z.ZodType<State> };
  /** What is yielded with each step, as last read. */
  readonly measures: Measures;
  /**
   * Makes a batch and trains on it. Nothing of it need be read back from the backend.
   *
   * @param at - which images, when, at which rate
   */
  step(at: LearningStep): void | Promise<void>;
  /**
   * Reads back what the steps since the last reading gave, and adds it to the epoch's sums: `measures` are then those of these steps.
   * The loop calls it after the first step, every `readEvery` steps, and before each checkpoint and end of an epoch. Throws InterpError
   * `not-finite` for a loss that is no number, saying where.
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
   * @returns its record, and whether the training ends early, with this epoch; best weights are back by then
   */
  endEpoch(at: EpochEnd): Promise<{ readonly record: EpochRecord; readonly endsEarly?: boolean }>;
  /** All arrays, for a checkpoint. */
  arrays(): readonly CheckpointArray[] | Promise<readonly CheckpointArray[]>;
  /** The plain data, for a checkpoint. */
  state(): State;
  /**
   * Takes over what a checkpoint has.
   *
   * @param arrays - what `arrays` gave; throws InterpError `bad-file`, with nothing changed, where one is missing (`arrayOf`)
   * @param state - what `state` gave; its form has been checked
   */
  restore(arrays: readonly CheckpointArray[], state: State): void;
}
