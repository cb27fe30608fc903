import type { Tensor } from '@tensorflow/tfjs-core';
import type { StepRecord } from './route.js';

/** How one prototype was got, and how sure the classifier is of it. */
export interface Prototype<M extends StepRecord = StepRecord> extends StepRecord {
  /** The class that it stands for. */
  readonly class: number;
  /** P(c|x) of the image. */
  readonly probability: number;
  /** What it was chosen by: P(c|x) - λ‖x‖² of the image, whatever was climbed, or what the method says that it climbs. */
  readonly objective: number;
  /** Steps that its run took; of background addition the changes that were kept. */
  readonly steps: number;
  /** Its share of the wall-clock seconds of all prototypes, which are made together. */
  readonly seconds: number;
  /** Objective and probability at the start of its run and after each step. */
  readonly history: readonly M[];
}

/** What activation maximisation gives. */
export interface Prototypes<M extends StepRecord = StepRecord> {
  /** The images, `[n, ...inputShape]`, in the order of the items; they belong to the caller. */
  readonly images: Tensor;
  /** The prototypes. */
  readonly items: readonly (Prototype<M> & M)[];
  /** Whether it was stopped before its end; the images are then the best until then. */
  readonly stopped: boolean;
}

/** What is known after a step of all ascents: for each prototype the best image of its restarts so far. */
export type PrototypeStep<M extends StepRecord = StepRecord> = readonly M[];
