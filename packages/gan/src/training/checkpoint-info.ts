import type { GanEpochRecord } from './epoch-record.js';

/** What is said about a checkpoint to who keeps it. */
export interface CheckpointInfo {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The epochs done. */
  readonly history: readonly GanEpochRecord[];
  /** Whether the training is over. */
  readonly finished: boolean;
}
