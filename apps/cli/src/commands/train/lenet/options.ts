import type { TrainingOptions } from '../options.js';

/** Options of `interp train lenet`. */
export interface TrainOptions extends TrainingOptions {
  /** Times that every image is seen. */
  readonly epochs?: number;
  /** Images in a batch. */
  readonly batch?: number;
  /** Of all layers but the last. */
  readonly activation: 'sigmoid' | 'relu' | 'softplus' | 'identity' | 'tanh';
  /** What is minimised. */
  readonly loss: 'cross-entropy' | 'mean-squared-error';
  /** How weights move. */
  readonly optimizer: 'adam' | 'sgd';
  /** Of sgd. */
  readonly momentum?: number;
  /** Learning rate at its peak. */
  readonly rate?: number;
  /** How the rate goes. */
  readonly schedule: 'one-cycle' | 'cosine' | 'step' | 'constant';
  /** Decoupled weight decay. */
  readonly weightDecay?: number;
  /** What the network is trained against, where it is. */
  readonly adversarial?: 'fgsm' | 'pgd' | 'trades';
  /** How far attacks may move each value, in units of the input. */
  readonly epsilon?: number;
  /** Steps of the attack on each batch. */
  readonly attackSteps?: number;
  /** Epochs over which the attacks come to their full strength. */
  readonly ramp?: number;
  /** What the divergence weighs in TRADES. */
  readonly tradesBeta?: number;
  /** Largest random shift, in pixels. */
  readonly shift?: number;
  /** Largest random rotation, in degrees. */
  readonly rotate?: number;
  /** Part of the images held out. */
  readonly validation?: number;
  /** Epochs without improvement after which it stops. */
  readonly patience?: number;
}
