import type { TrainingOptions } from '../options.js';

/** Options of `interp train gan`. */
export interface TrainOptions extends TrainingOptions {
  /** Times that every image is seen. */
  readonly epochs: number;
  /** Images in a batch. */
  readonly batch: number;
  /** The kind of networks. */
  readonly architecture: 'dense' | 'convolutional';
  /** Length of a latent code. */
  readonly latent: number;
  /** What is minimised. */
  readonly loss: 'non-saturating' | 'minimax' | 'thesis' | 'wgan-gp' | 'hinge';
  /** On the discriminator's gradient. */
  readonly penalty?: 'r1' | 'gradient' | 'none';
  /** Weight of r1. */
  readonly gamma?: number;
  /** How far below 1 the target for real images lies. */
  readonly smoothing?: number;
  /** Steps of the discriminator for one of the generator. */
  readonly discriminatorSteps: number;
  /** Learning rate of both networks. */
  readonly rate: number;
  /** Of Adam. */
  readonly beta1: number;
  /** How much of the moving average stays at each step. */
  readonly average: number;
  /** Whether digits drawn by code take MNIST's place. */
  readonly drawn?: boolean;
}
