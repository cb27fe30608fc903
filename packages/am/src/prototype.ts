import type { Tensor } from '@tensorflow/tfjs-core';
import type { Moment } from './route.js';

/** How one prototype was got, and how sure the classifier is of it. */
export interface Prototype {
  /** The class that it stands for. */
  readonly class: number;
  /** P(c|x) of the image. */
  readonly probability: number;
  /** P(c|x) - λ‖x‖² of the image, the thesis' objective, whatever was climbed. */
  readonly objective: number;
  /** Steps that its run took. */
  readonly steps: number;
  /** Its share of the wall-clock seconds of all prototypes, which are made together. */
  readonly seconds: number;
  /** Objective and probability at the start of its run and after each step. */
  readonly history: readonly Moment[];
}

/** What activation maximisation gives. */
export interface Prototypes {
  /** The images, `[n, ...inputShape]`, in the order of the items; they belong to the caller. */
  readonly images: Tensor;
  /** The prototypes. */
  readonly items: readonly Prototype[];
  /** Whether it was stopped before its end; the images are then the best until then. */
  readonly stopped: boolean;
}

/** What is known after a step of all ascents: for each prototype the best image of its restarts so far. */
export type PrototypeStep = readonly Moment[];
