import type { Tensor } from '@tensorflow/tfjs-core';
import type { StepRecord } from './route.js';

/** What an ascent learns about the points of a batch. */
export interface Slope<M extends StepRecord = StepRecord> {
  /** Probability and objective of each point. */
  readonly moments: readonly M[];
  /** Uphill, of the shape of the points. */
  readonly gradient: Tensor;
}

/**
 * What an ascent climbs: from points `[n, ...shape]`, borrowed, and the run that each belongs to, their slope, which belongs to
 * the caller. Called inside `tf.tidy`, once a step. An ascent knows no more than this of classifiers and images.
 */
export type Landscape<M extends StepRecord = StepRecord> = (points: Tensor, runs: readonly number[]) => Slope<M>;
