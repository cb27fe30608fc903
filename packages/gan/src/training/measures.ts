import { InterpError } from '@interp/core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { GanMeasures } from './epoch-record.js';
import type { GanSigns } from './diagnosis.js';
import { measureNames, noSums, type GanProgress } from './training-progress.js';

/** Keeps what steps measured and reads it back together: each reading waits for the backend. */
export interface MeasureReader {
  /** Steps that wait to be read. */
  readonly size: number;
  /** Means over the steps that were read last. */
  readonly means: GanMeasures;
  /** Takes what a step measured, which belongs to the reader from now on. */
  add(measures: Tensor1D, step: number): void;
  /** Reads all that wait into sums; signs where the last step looked. Throws InterpError `not-finite` for a loss that is no number, saying where. */
  read(): Promise<{ readonly sums: GanProgress['sums']; readonly signs?: GanSigns }>;
  /** Lets go of all that wait. */
  dispose(): void;
}

const scaled = (sums: GanProgress['sums'], factor: number): GanProgress['sums'] =>
  Object.fromEntries(measureNames.map((name) => [name, sums[name] * factor])) as GanProgress['sums'];

/**
 * A reader of measures.
 *
 * @returns the reader, empty
 */
export const measureReader = (): MeasureReader => {
  let waiting: { measures: Tensor1D; step: number }[] = [];
  let means: GanMeasures = noSums;
  const dispose = (): void => {
    for (const { measures } of waiting) measures.dispose();
    waiting = [];
  };
  return {
    get size() {
      return waiting.length;
    },
    get means() {
      return means;
    },
    add: (measures, step) => {
      waiting.push({ measures, step });
    },
    read: async () => {
      const sums = { ...noSums };
      let spread: number | undefined;
      const steps = waiting.length;
      const last = waiting.at(-1)?.step;
      for (const { measures, step } of waiting) {
        const values = await measures.data<'float32'>();
        measureNames.forEach((name, i) => {
          if (!Number.isFinite(values[i]))
            throw new InterpError(
              'not-finite',
              `the ${name} is ${values[i]} at step ${step}; train anew at a lower rate, or with a higher penalty; the last checkpoint stays as it is`,
            );
          sums[name] += values[i];
        });
        spread = values.at(measureNames.length);
      }
      dispose();
      if (last === undefined) return { sums };
      means = scaled(sums, 1 / steps);
      return { sums, ...(spread !== undefined && { signs: { ...means, step: last, steps, spread } }) };
    },
    dispose,
  };
};
