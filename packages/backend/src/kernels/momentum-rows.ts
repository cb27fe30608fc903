import { compiledKernel } from './compiled-kernel.js';

/**
 * A kernel of our own: moves a matrix `values` along the gradient up + down in one pass, with `velocity` or without:
 * change = momentum · velocity + scale · gradient - decay · values, values + speed · change. Results: the values, the change (empty
 * without a velocity), and for each row the sum of gradient · values before the move, and those of shift · values and of the values
 * after it, where `shift` has a number for each column.
 */
export const momentumRows = compiledKernel(
  'MomentumRows',
  ({ native, inputs, numbers: { momentum, scale, decay, speed }, at, make }) => {
    const { values, up, down, velocity, shift } = inputs;
    const [rows, columns] = values.shape;
    const [next, change] = [make(values.shape), make('velocity' in inputs ? values.shape : [0])];
    const sums = [make([rows]), make([rows]), make([rows])];
    const places = [values, up, down, velocity, shift, next, change, ...sums].map(at);
    native.moveRows(...places, rows, columns, momentum, scale, decay, speed);
    return [next, change, ...sums];
  },
);
