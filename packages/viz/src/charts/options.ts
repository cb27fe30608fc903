import { boolean, InterpError, list, number, text } from '@interp/checks';

/** Options of all charts. */
export interface ChartOptions {
  /** Written above the chart. Default none. */
  readonly title?: string;
  /** Written along the horizontal axis. Default none. */
  readonly xTitle?: string;
  /** Written along the vertical axis. Default none. */
  readonly yTitle?: string;
  /** Whether the vertical axis is logarithmic; all values must then be above 0. Default false. */
  readonly yLog?: boolean;
  /** Values that the vertical axis covers at least. Default those of the data (and 0 for bars). */
  readonly yRange?: readonly [low: number, high: number];
  /** Width of the plot without titles and labels, in pixels. Default 480. */
  readonly width?: number;
  /** Height of the plot without titles and labels, in pixels. Default 280. */
  readonly height?: number;
  /** Whether it is made for little room: the legend and the vertical axis' title above the plot, less white around it. Default false. */
  readonly compact?: boolean;
}

/** Numbers of a chart: an array or a typed array. */
export type Numbers = readonly number[] | Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * Checks the numbers along one axis.
 *
 * @param name - what people call them
 * @param values - the numbers
 * @param log - whether the axis is logarithmic
 * @throws InterpError `bad-shape` where there are none, `bad-value` for one that is not finite, or not above 0 on a logarithmic axis
 */
export const checkNumbers = (name: string, values: Numbers, log: boolean): void => {
  if (values.length === 0) throw new InterpError('bad-shape', `${name} is empty; expected at least one number`);
  const bad = Array.from<number>(values).findIndex((value) => !Number.isFinite(value) || (log && value <= 0));
  if (bad >= 0)
    throw new InterpError(
      'bad-value',
      `${name} has ${String(values[bad])} at ${bad}; expected finite numbers${log ? ' above 0 on a logarithmic axis' : ''}`,
    );
};

/** The rules of {@link ChartOptions}, for the tables of all charts. */
export const chartRules = {
  title: text(),
  xTitle: text(),
  yTitle: text(),
  yLog: boolean({ default: false }),
  yRange: list<readonly [low: number, high: number]>({ length: 2 }),
  width: number({ min: 40, max: 10_000, default: 480 }),
  height: number({ min: 40, max: 10_000, default: 280 }),
  compact: boolean({ default: false }),
};

/**
 * Checks of all charts that {@link chartRules} does not cover.
 *
 * @param options - the options with defaults
 * @param names - names of the series
 * @throws InterpError `bad-shape` without series, `bad-value` for a range that no axis can cover, `bad-option` for two series of one name
 */
export const checkChart = ({ yRange, yLog = false }: ChartOptions, names: readonly string[]): void => {
  if (yRange) checkNumbers('yRange', yRange, yLog);
  if (names.length === 0) throw new InterpError('bad-shape', 'there are no series; expected at least one');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InterpError(
      'bad-option',
      `two series have the name ${JSON.stringify(twice)}; expected another name for each`,
    );
};
