import type { RbmEpochRecord } from './measures.js';

/** What is said about a checkpoint to who keeps it. */
export interface CheckpointInfo {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The epochs done. */
  readonly history: readonly RbmEpochRecord[];
  /** Whether the training is over. */
  readonly finished: boolean;
}
