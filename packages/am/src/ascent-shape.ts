import { checkRecords, InterpError } from '@interp/checks';

/** The shape of an ascent's objective, in parts of its rise: the difference between its highest and its lowest value. */
export interface AscentShape {
  /** The objective at the start and after each step, 0 where it is lowest and 1 where it is highest; all 0 where it never changes. */
  readonly parts: readonly number[];
  /** The largest change in one step. */
  readonly largestStep: number;
  /** The sum of all decreases: 0 for an objective that only rises. */
  readonly roughness: number;
}

/**
 * Measures how smoothly the objective of an ascent grows, in a unit by which ascents of different objectives compare (thesis, 4.3 and Figure 4.4).
 *
 * @param history - the objective at the start and after each step, as each item of `prototypes` has it
 * @returns the curve on one scale, its largest step and its roughness
 * @throws InterpError `bad-shape` for no record, `bad-value` for an objective that is not finite
 *
 * @example
 * ```ts
 * import { ascentShape } from '@interp/am';
 *
 * const history = [0, 6, 4, 8].map((objective) => ({ objective }));
 * const { parts, largestStep, roughness } = ascentShape(history);
 * console.log(parts, largestStep, roughness); // [ 0, 0.75, 0.5, 1 ] 0.75 0.25
 * ```
 */
export const ascentShape = (history: readonly { readonly objective: number }[]): AscentShape => {
  checkRecords('the history', history, { objective: 'number' });
  const values = history.map(({ objective }) => objective);
  if (values.length === 0)
    throw new InterpError('bad-shape', 'the history is empty; expected the objective at the start, at least');
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0)
    throw new InterpError('bad-value', `the objective after step ${odd} is ${values[odd]}; expected finite numbers`);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const rise = high - low;
  if (rise === 0) return { parts: values.map(() => 0), largestStep: 0, roughness: 0 };
  const steps = values.slice(1).map((value, i) => value - values[i]);
  return {
    parts: values.map((value) => (value - low) / rise),
    largestStep: Math.max(...steps.map(Math.abs)) / rise,
    roughness: steps.reduce((sum, step) => sum + Math.max(0, -step), 0) / rise,
  };
};
