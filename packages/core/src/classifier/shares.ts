import { InterpError } from '@interp/checks';
import type { Returns } from '../network/parts/scores-of-values.js';

/** Whether values are from 0 to 1, up to a limit beyond. */
export const areShares = (values: Float32Array, limit: number): boolean =>
  values.every((value) => value >= 0 && value <= 1 + limit);

/** Whether each row of a batch of answers sums to 1, up to a limit. */
export const sumToOne = (values: Float32Array, columns: number, limit: number): boolean =>
  Array.from({ length: values.length / columns }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns).reduce((a, b) => a + b),
  ).every((sum) => Math.abs(sum - 1) <= limit);

/** The error for a source that returns numbers from 0 to 1 of which nobody can tell what they are. */
export const unclearShares = (source: string): InterpError =>
  new InterpError(
    'bad-option',
    `${source} returns numbers from 0 to 1 whose rows do not sum to 1; expected to be told what they are; pass returns: "logits", "probabilities", "sigmoid" or "values"`,
  );

/** Refuses answers of a source that are not the probabilities that it is said, or was seen, to return. */
export const checkShares = (
  source: string,
  returns: Returns,
  values: Float32Array,
  columns: number,
  limit: number,
): void => {
  if (returns !== 'probabilities' && returns !== 'sigmoid') return;
  const mustSum = returns === 'probabilities' && columns > 1;
  if (areShares(values, limit) && (!mustSum || sumToOne(values, columns, limit))) return;
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  throw new InterpError(
    'bad-value',
    `${source} is taken to return ${returns}, and returned numbers from ${least} to ${most}; expected 0 to 1${mustSum ? ', and rows that sum to 1' : ''}; say otherwise by returns`,
  );
};
