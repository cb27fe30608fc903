import { lineChart } from '@interp/viz';
import { table } from '../../shell/text.js';

/** The methods that climb an objective, as the command line calls them. */
export type ClimbingMethod = 'am' | 'expert' | 'decoder';

/** How the climb to one prototype went. */
export interface PrototypeClimb {
  /** By which method. */
  readonly method: ClimbingMethod;
  /** Steps taken. */
  readonly steps: number;
  /** Wall-clock seconds of all steps. */
  readonly seconds: number;
  /** The objective at the start and after each step. */
  readonly history: readonly { readonly objective: number }[];
}

/** Seconds per iteration that section 4.3 of the thesis tells, on an i7-7700HQ with a GTX 1060. */
export const thesisSecondsPerStep: Readonly<Record<ClimbingMethod, number>> = { am: 0.005, expert: 11, decoder: 0.03 };

const titles: Readonly<Record<ClimbingMethod, string>> = {
  am: 'AM',
  expert: 'AM with expert',
  decoder: 'AM with decoder',
};

/**
 * Seconds per iteration of a climb.
 *
 * @param climb - the climb
 * @returns seconds; 0 where it took no step
 */
export const secondsPerStep = ({ seconds, steps }: Pick<PrototypeClimb, 'seconds' | 'steps'>): number =>
  steps === 0 ? 0 : seconds / steps;

/** A time of any size with two digits. */
const shortly = (seconds: number): string => `${Number(seconds.toPrecision(2))} s`;

const ofItsRise = (history: PrototypeClimb['history']): number[] => {
  const values = history.map(({ objective }) => objective);
  const [start, top] = [values[0], Math.max(...values)];
  return values.map((value) => (top > start ? (value - start) / (top - start) : 0));
};

/**
 * Figure 4.4 of the thesis: the objective of several methods after each iteration on one chart. The objectives have different units, so
 * each is drawn in parts of its own rise: 0 at its start, 1 where it is highest. The legend has the seconds per iteration, and beside
 * them the thesis'.
 *
 * @param climbs - the climbs, one of each method
 * @returns the chart as SVG
 */
export const climbsChart = (climbs: readonly PrototypeClimb[]): Promise<string> =>
  lineChart(
    climbs.map((climb) => ({
      name: `${titles[climb.method]}: ${shortly(secondsPerStep(climb))} an iteration (thesis ${thesisSecondsPerStep[climb.method]} s)`,
      y: ofItsRise(climb.history),
    })),
    { title: 'Objective per iteration', xTitle: 'iteration', yTitle: 'part of its rise', yRange: [0, 1] },
  );

/**
 * The same as a table for people.
 *
 * @param climbs - the climbs, each with its P(c|x)
 * @returns lines
 */
export const climbsTable = (climbs: readonly (PrototypeClimb & { readonly probability: number })[]): string =>
  table([
    ['method', 'probability', 'iterations', 'seconds', 's/iteration', "thesis'"],
    ...climbs.map((climb) => [
      titles[climb.method],
      climb.probability.toFixed(4),
      String(climb.steps),
      climb.seconds.toFixed(2),
      secondsPerStep(climb).toPrecision(2),
      String(thesisSecondsPerStep[climb.method]),
    ]),
  ]);
