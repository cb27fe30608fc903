import type { TrainingOptions } from '../options.js';

/** Options of `interp train rbm`. */
export interface TrainOptions extends TrainingOptions {
  /** Times that every image is seen. */
  readonly epochs: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Hidden units. */
  readonly hidden: number;
  /** The energy. */
  readonly variant: 'binary' | 'cho' | 'krizhevsky' | 'goodfellow';
  /** How the model is sampled. */
  readonly trainer: 'cd' | 'pcd' | 'pt';
  /** Gibbs steps at each training step. */
  readonly k: number;
  /** Chains of pcd and pt. */
  readonly chains?: number;
  /** Temperatures of pt. */
  readonly temperatures?: number;
  /** Learning rate of the weights. */
  readonly rate?: number;
  /** How the rates go. */
  readonly schedule: 'constant' | 'linear';
  /** The part of the last change that is kept. */
  readonly momentum?: number;
  /** What is taken of the weights. */
  readonly weightDecay?: number;
  /** The first σ. */
  readonly sigma?: number;
  /** The lowest σ. */
  readonly sigmaFloor?: number;
  /** Whether all pixels share one σ. */
  readonly oneSigma?: boolean;
  /** Whether σ stays as it is. */
  readonly fixedSigma?: boolean;
  /** Which units are centred. */
  readonly centre: 'both' | 'visible' | 'none';
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
}
