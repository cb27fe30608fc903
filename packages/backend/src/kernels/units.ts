import type { KernelConfig } from '@tensorflow/tfjs-core';
import { costOfValue } from '../threads/divide.js';
import { compiledKernel } from './compiled-kernel.js';

/** Draws from matrices `x` and `by`, whose columns have the rows of `law`. */
const draw = (kernelName: string, compiled: 'drawBinary' | 'drawNormal'): KernelConfig =>
  compiledKernel(kernelName, ({ inputs: { x, by, law }, at, make, divide }) => {
    const [rows, columns] = x.shape;
    const out = make(x.shape);
    const [from, chances, laws, to] = [x, by, law, out].map(at);
    divide(compiled, { length: rows, work: costOfValue * rows * columns }, (first, count) => {
      const offset = 4 * columns * first;
      return [from + offset, chances + offset, laws, to + offset, count, columns];
    });
    return [out];
  });

/**
 * Passes over rows of units, each in place of several operations; all float32.
 * `BinaryUnits`: `law` `[4, columns]` has slope, offset, low and step; the unit is low + step where `by` is below
 * sigmoid(slope · x + offset), else low. `NormalUnits`: `law` `[3, columns]` has slope, offset and spread; slope · x + offset + spread · by.
 * `ScaledRows`: `gain` · (x - centre) for a number `centre`, the lowest and the highest of x, NaN where one is, and how many are `centre`.
 * `ChanceRows`: `law` `[2, columns]` has offset and centre; with p = sigmoid(x + offset) the results are part · (p - centre) and the sum of
 * p over the rows. `MomentSums`: the sums of x and of x² over the rows, `[2, columns]`.
 */
export const units: readonly KernelConfig[] = [
  draw('BinaryUnits', 'drawBinary'),
  draw('NormalUnits', 'drawNormal'),
  compiledKernel('ScaledRows', ({ native, inputs: { x, gain }, numbers: { centre }, at, make }) => {
    const [rows, columns] = x.shape;
    const [out, facts] = [make(x.shape), make([3])];
    native.scaleRows(at(x), at(gain), at(out), at(facts), centre, rows, columns);
    return [out, facts];
  }),
  compiledKernel('ChanceRows', ({ native, inputs: { x, law }, numbers: { part }, at, make }) => {
    const [rows, columns] = x.shape;
    const [activity, sums] = [make(x.shape), make([columns])];
    native.chanceRows(at(x), at(law), at(activity), at(sums), part, rows, columns);
    return [activity, sums];
  }),
  compiledKernel('MomentSums', ({ native, inputs: { x }, at, make }) => {
    const [rows, columns] = x.shape;
    const out = make([2, columns]);
    native.sumMoments(at(x), at(out), rows, columns);
    return [out];
  }),
];
