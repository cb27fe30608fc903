import { boolean, checkRecords, optionsTable, text } from '@interp/checks';
import { lineChart } from './line-chart.js';

/** An ascent of an objective, as the prototypes of `@interp/am` come with it. */
export interface AscentCurve {
  /** Its name in the legend. Default its class, with its place from 0 where several have one class; without a class its number from 1. */
  readonly name?: string;
  /** The class that it is of. */
  readonly class?: number;
  /** The objective at the start and after each step. */
  readonly history: readonly { readonly objective: number }[];
}

/** Options of {@link ascentChart}. */
export interface AscentChartOptions {
  /** Written above. Default `Objective`. */
  readonly title?: string;
  /** Title of the horizontal axis. Default `step`. */
  readonly xTitle?: string;
  /** Whether each curve is in parts of its own rise, 0 where it is lowest and 1 where it is highest, for objectives of different units. Default false. */
  readonly relative?: boolean;
}

const ascentChartOptions = optionsTable<AscentChartOptions>()({
  title: text({ default: 'Objective' }),
  xTitle: text({ default: 'step' }),
  relative: boolean({ default: false }),
});

const partsOfRise = (values: readonly number[]): number[] => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (high === low ? 0 : (value - low) / (high - low)));
};

const nameOf = (curve: AscentCurve, place: number, curves: readonly AscentCurve[]): string | undefined => {
  const { name, class: wanted } = curve;
  if (name !== undefined || wanted === undefined) return name;
  const isRepeated = curves.some((other) => other !== curve && other.class === wanted);
  return isRepeated ? `${wanted} (${place})` : String(wanted);
};

/**
 * Draws the objective of ascents after each step, as in Figure 4.4 of the thesis.
 *
 * @param curves - one or several, in the order of the legend; the items of `prototypes` of `@interp/am` are such
 * @param options - titles, and whether curves are relative
 * @returns an SVG document
 * @throws InterpError as {@link lineChart}
 *
 * @example
 * ```ts
 * import { ascentChart } from '@interp/viz';
 *
 * const history = [{ objective: -9 }, { objective: -1 }, { objective: -0.2 }];
 * const svg = await ascentChart([{ name: '5', history }], { relative: true });
 * console.log(svg.includes('part of its rise')); // true
 * ```
 */
export const ascentChart = async (curves: readonly AscentCurve[], options?: AscentChartOptions): Promise<string> => {
  checkRecords('the curves', curves, { history: 'list' });
  const { title, xTitle, relative } = ascentChartOptions.withDefaults(options);
  const lines = curves.map((curve, i) => {
    const values = curve.history.map(({ objective }) => objective);
    return { name: nameOf(curve, i, curves), y: relative ? partsOfRise(values) : values };
  });
  if (!relative) return lineChart(lines, { title, xTitle, yTitle: 'objective' });
  return lineChart(lines, { title, xTitle, yTitle: 'part of its rise', yRange: [0, 1] });
};
