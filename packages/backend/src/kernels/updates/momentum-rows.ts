import { costOfValue } from '../../threads/divide.js';
import { compiledKernel } from '../compiled-kernel.js';

/**
 * A kernel of our own: moves a matrix `values` along the gradient up + down in one pass, with `velocity` or without:
 * change = momentum · velocity + scale · gradient - decay · values, values + speed · change, where `motion` has these four numbers. Results: the values, the change (empty
 * without a velocity), and for each row the sum of gradient · values before the move, and those of shift · values and of the values
 * after it, where `shift` has a number for each column.
 */
export const momentumRows = compiledKernel('MomentumRows', ({ inputs, at, make, divide }) => {
  const { values, up, down, velocity, shift, motion } = inputs;
  const [rows, columns] = values.shape;
  const [next, change] = [make(values.shape), make('velocity' in inputs ? values.shape : [0])];
  const sums = [make([rows]), make([rows]), make([rows])];
  const byMatrix = [values, up, down, velocity].map(at);
  const [across, how, ...byRow] = [shift, motion, ...sums].map(at);
  const results = [next, change].map(at);
  divide('moveRows', { length: rows, work: 2 * costOfValue * rows * columns }, (from, count) => {
    const offset = (place: number): number => place && place + 4 * columns * from;
    const moved = [
      ...byMatrix.map(offset),
      across,
      how,
      ...results.map(offset),
      ...byRow.map((place) => place + 4 * from),
    ];
    return [...moved, count, columns];
  });
  return [next, change, ...sums];
});
