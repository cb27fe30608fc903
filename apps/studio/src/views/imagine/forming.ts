import type { StepRecord } from '@interp/am';
import type { PictureShape } from '../../compute/network-pictures.js';

/** What is imagined, before the first step. */
export interface Begun extends PictureShape {
  /** The classes. */
  readonly classes: readonly number[];
  /** The names of all classes of the network. */
  readonly classNames: readonly string[];
  /** Every how many steps have an image: 1 unless they are many and large. */
  readonly every: number;
}

/** Steps that an ascent has done since the last time. */
export interface DoneSteps {
  /** Of each, objective and probability, class by class. */
  readonly records: readonly (readonly StepRecord[])[];
  /** The bytes of the images of those that have one, class after class. */
  readonly frames: readonly Uint8Array[];
}

/** What there is so far of images that form: the start and each step. */
export interface Forming extends Begun, DoneSteps {
  /** Which ascent it is. */
  readonly id: number;
}

/** What has been done, with some steps more. */
export const withSteps = (forming: Forming, { records, frames }: DoneSteps): Forming => ({
  ...forming,
  records: [...forming.records, ...records],
  frames: [...forming.frames, ...frames],
});

/** The image of a class, by its place among those that are imagined, at a step or the last one before it. */
export const frameAt = ({ frames, every, classes }: Forming, step: number, i: number): Uint8Array => {
  const all = frames[Math.min(frames.length - 1, Math.floor(step / every))];
  const size = all.length / classes.length;
  return all.subarray(i * size, (i + 1) * size);
};

/** What the page tells an ascent: to wait, to go on, to do one more step, to end. */
export type Steering = 'hold' | 'go' | 'step' | 'stop';

/** What an ascent tells the page. */
export type AscentNews = { readonly begun: Begun } | { readonly done: DoneSteps };
