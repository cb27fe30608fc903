import { same, type Text } from '../figure.js';
import type { FigureContext } from '../context.js';
import type { PrototypeRow } from './prototype-row.js';

/** The three ways to a prototype of 5 and how each went. */
export interface Climb {
  /** Name of the method. */
  readonly method: 'am' | 'expert' | 'decoder';
  /** What came of it. */
  readonly row: PrototypeRow;
}

/** Climbs to a 5 by each method. */
export const climbs = async ({ outcome, spec, progress }: FigureContext): Promise<readonly Climb[]> => {
  const all: Climb[] = [];
  for (const [i, method] of (['am', 'expert', 'decoder'] as const).entries()) {
    const own =
      method === 'expert'
        ? ['--expert', spec('rbm-8')]
        : ['--restarts', '1', ...(method === 'decoder' ? ['--decoder', spec('generator')] : [])];
    const found = await outcome(['prototype', '--method', method, '--class', '5', '--model', spec('lenet'), ...own]);
    all.push({ method, row: (found.json as readonly PrototypeRow[])[0] });
    progress((i + 1) / 3);
  }
  return all;
};

/**
 * How little smooth a curve is: the sum of its falls over its rise, 0 where it only rises.
 *
 * @param values - the curve
 * @returns the roughness, in parts of the whole rise
 */
export const roughness = (values: readonly number[]): number => {
  const rise = Math.max(...values) - Math.min(...values);
  const falls = values.slice(1).reduce((sum, value, i) => sum + Math.max(0, values[i] - value), 0);
  return rise === 0 ? 0 : falls / rise;
};

/**
 * The largest step of a curve.
 *
 * @param values - the curve
 * @returns the largest change in one step, in parts of the whole rise
 */
export const largestJump = (values: readonly number[]): number => {
  const rise = Math.max(...values) - Math.min(...values);
  const jumps = values.slice(1).map((value, i) => Math.abs(value - values[i]));
  return rise === 0 ? 0 : Math.max(...jumps) / rise;
};

/** What the three methods are called. */
export const methodNames: Readonly<Record<Climb['method'], Text>> = {
  am: same('AM'),
  expert: { en: 'AM with expert', es: 'AM con experto' },
  decoder: { en: 'AM with decoder', es: 'AM con decodificador' },
};
