import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { costOfValue } from '../../threads/divide.js';
import { compiledKernel } from '../compiled-kernel.js';

/** The cost of a unit's probability, in multiplications of a matrix product. */
const costOfChance = 30;

/** A kernel that draws units, given matrices `x` and `by`, with one column of `coefficients` for each of their columns. */
const draw = (kernelName: string, compiled: 'drawBinary' | 'drawNormal', cost: number): KernelConfig =>
  compiledKernel(kernelName, ({ inputs: { x, by, coefficients }, at, make, divide }) => {
    const [rows, columns] = x.shape;
    const out = make(x.shape);
    const [from, chances, table, to] = [x, by, coefficients, out].map(at);
    divide(compiled, { length: rows, work: cost * rows * columns }, (first, count) => {
      const offset = 4 * columns * first;
      return [from + offset, chances + offset, table, to + offset, count, columns];
    });
    return [out];
  });

/** Joins what the parts of a matrix found: the smallest value, the largest, and how many equal the centre. */
const joined = (facts: Float32Array): readonly [number, number, number] => {
  let [lowest, highest, count] = [Infinity, -Infinity, 0];
  for (let at = 0; at < facts.length; at += 3) {
    lowest = Math.min(lowest, facts[at]);
    highest = Math.max(highest, facts[at + 1]);
    count += facts[at + 2];
  }
  return [lowest, highest, count];
};

/**
 * Kernels over rows of units, each of which replaces several operations; all float32.
 * `BinaryUnits`: `coefficients` `[4, columns]` has slope, offset, low and step; the unit is low + step where `by` is below
 * sigmoid(slope · x + offset), else low. `NormalUnits`: `coefficients` `[3, columns]` has slope, offset and spread; slope · x + offset + spread · by.
 * `ScaledRows`: `gain` · (x - centre) for a number `centre`; then the smallest and the largest x (NaN if there is a NaN), and how many x equal `centre`.
 * `ChanceRows`: `coefficients` `[2, columns]` has offset and centre; with p = sigmoid(x + offset) the results are part · (p - centre), the sum of p
 * over the rows and, where `by` is given, states: 1 where it is below p, else 0. `MomentSums`: the sums of x and of x² over the rows,
 * `[2, columns]`.
 */
export const units: readonly KernelConfig[] = [
  draw('BinaryUnits', 'drawBinary', costOfChance),
  draw('NormalUnits', 'drawNormal', costOfValue),
  compiledKernel('ScaledRows', ({ inputs: { x, gain }, numbers: { centre }, at, make, room, loop, parts, divide }) => {
    const [rows, columns] = x.shape;
    const [out, facts, ofParts] = [make(x.shape), make([3]), room(3 * parts)];
    const [from, gains, to, each] = [x, gain, out, ofParts].map(at);
    let used = 0;
    divide('scaleRows', { length: rows, work: costOfValue * rows * columns }, (first, count, part) => {
      const offset = 4 * columns * first;
      used = part + 1;
      return [from + offset, gains, to + offset, each + 12 * part, centre, count, columns];
    });
    loop((values) => values(facts).set(joined(values(ofParts).subarray(0, 3 * used))));
    return [out, facts];
  }),
  compiledKernel('ChanceRows', ({ inputs: { x, coefficients, by }, numbers: { part }, at, make, divide }) => {
    const [rows, columns] = x.shape;
    const [activity, sums] = [make(x.shape), make([columns])];
    const states = (by as TensorInfo | undefined) && make(x.shape);
    const places = [x, coefficients, by, activity, states, sums].map(at);
    divide('chanceRows', { length: columns, unit: 4, work: costOfChance * rows * columns }, (from, some) => [
      ...places.map((place) => place && place + 4 * from),
      part,
      rows,
      columns,
      some,
    ]);
    return states ? [activity, sums, states] : [activity, sums];
  }),
  compiledKernel('MomentSums', ({ inputs: { x }, at, make, divide }) => {
    const [rows, columns] = x.shape;
    const out = make([2, columns]);
    const places = [x, out].map(at);
    divide('sumMoments', { length: columns, unit: 8, work: (costOfValue / 2) * rows * columns }, (from, some) => [
      ...places.map((place) => place + 4 * from),
      rows,
      columns,
      some,
    ]);
    return [out];
  }),
];
