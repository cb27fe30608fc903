import { InterpError } from '@interp/checks';
import { range } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { isBetter } from '../ascent/gradient-ascent.js';
import type { ObjectiveFunction, StepRecord } from '../ascent/objective-function.js';

/** Which of the drawn codes ascents start at. */
export interface BestLatentsOptions {
  /** The class of each prototype. */
  readonly classes: readonly number[];
  /** Codes drawn for each prototype. */
  readonly draws: number;
  /** How many of them are kept, at most `draws`. */
  readonly restarts: number;
  /** The probability to reach. */
  readonly threshold: number;
}

/**
 * The best of the codes that were drawn for each prototype, by what its ascents maximise, the best first; all of them in the order in which
 * they were drawn where none is left out. The codes of one prototype are a batch.
 *
 * @param codes - `[classes.length * draws, latentSize]`, those of a prototype one after the other; borrowed
 * @param objectiveFor - gives the objective function for the class of each code of a batch
 * @param options - classes, draws, restarts, threshold
 * @returns `[classes.length * restarts, latentSize]`, which belongs to the caller
 * @throws InterpError `not-finite` for an objective that is no number
 */
export const bestLatents = <R extends StepRecord>(
  codes: tf.Tensor2D,
  objectiveFor: (targets: readonly number[]) => ObjectiveFunction<R>,
  { classes, draws, restarts, threshold }: BestLatentsOptions,
): tf.Tensor2D => {
  if (draws === restarts) return tf.clone(codes);
  const all = Array.from(range(0, draws));
  const bestOf = (wanted: number, prototype: number): tf.Tensor2D =>
    tf.tidy(() => {
      const drawn = tf.slice2d(codes, [prototype * draws, 0], [draws, -1]);
      const { records } = objectiveFor(all.map(() => wanted))(drawn, all);
      const bad = records.findIndex(({ objective }) => !Number.isFinite(objective));
      if (bad >= 0)
        throw new InterpError(
          'not-finite',
          `the objective of code ${bad} for class ${wanted} is ${records[bad].objective}; expected numbers; take other weights`,
        );
      const order = all.toSorted((a, b) =>
        isBetter(records[a], records[b], threshold) ? -1 : Number(isBetter(records[b], records[a], threshold)),
      );
      return tf.gather(drawn, tf.tensor1d(order.slice(0, restarts), 'int32'));
    });
  return tf.tidy(() => tf.concat(classes.map(bestOf)));
};
