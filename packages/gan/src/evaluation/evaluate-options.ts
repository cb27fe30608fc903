import type { Decoder, LabelledImages } from '@interp/core';
import type { FeatureFunction } from './features.js';

/** The real images that samples are compared with. */
export interface RealImages {
  /** Images that the generator was trained on. */
  readonly train: LabelledImages;
  /** Images that it was not trained on. */
  readonly test: LabelledImages;
}

/** How {@link evaluateGan} evaluates. */
export interface EvaluateGanOptions {
  /** How many samples. Default 10,000. */
  readonly count?: number;
  /** Decides the latent codes: a whole number. Default 0. */
  readonly seed?: number;
  /** Features for the Fréchet distance. Default {@link hiddenFeatures} of the classifier's model. */
  readonly features?: FeatureFunction;
  /** How many samples, and as many test images, get their nearest training image looked for; 0 is none. Default 200. */
  readonly neighbours?: number;
  /** Another decoder whose Fréchet distance is told beside, an untrained generator's for example. Default none. */
  readonly comparison?: Decoder;
  /** Images at a time. Default 500. */
  readonly batch?: number;
}

/** How far an evaluation is. */
export interface EvaluateGanStep {
  /** What is being done. */
  readonly doing: 'samples' | 'test images' | 'training images' | 'comparison' | 'neighbours';
  /** Images done of it. */
  readonly done: number;
}
