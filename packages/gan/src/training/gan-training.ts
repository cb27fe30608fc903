import type { GanEpochRecord, GanMeasures } from './epoch-record.js';
import type { GanSnapshots } from './snapshots.js';
import type { GanDiagnosis } from './diagnosis.js';

/** What is said after each step of a training. */
export interface GanTrainingStep extends GanMeasures {
  /** The epoch that the step belongs to, from 1. */
  readonly epoch: number;
  /** Steps of the generator done in all, those before a resumption included. */
  readonly step: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** What was noticed to go wrong at this step; the training goes on. */
  readonly diagnoses: readonly GanDiagnosis[];
  /** What the epoch gave, after its last step. */
  readonly record?: GanEpochRecord;
}

/** What a training gives; both models are changed in place, and the generator is left with its moving average. */
export interface GanTraining {
  /** The epochs that are done, those before a resumption included. */
  readonly history: readonly GanEpochRecord[];
  /** Steps of the generator done in all. */
  readonly step: number;
  /** Why it ended: all epochs done, or because it was asked to. */
  readonly ended: 'finished' | 'stopped';
  /** Samples of the same latent codes at the steps that were asked for. */
  readonly snapshots: GanSnapshots;
  /** What was noticed to go wrong since it was started or resumed. */
  readonly diagnoses: readonly GanDiagnosis[];
}
