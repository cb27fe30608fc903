import { InterpError } from '@interp/core';
import { checkBoolean, checkList, checkNumber, checkText } from '@interp/core/internal';

/** What every chart can be told. */
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

/**
 * Checks what all charts have in common.
 *
 * @param options - the options as given
 * @param names - names of the series
 * @throws InterpError `bad-shape` without series, `bad-option` for a size out of range or two series of one name
 */
export const checkChart = (options: ChartOptions, names: readonly string[]): void => {
  const { width = 480, height = 280, title, xTitle, yTitle, yRange, yLog = false } = options;
  for (const [name, text] of Object.entries({ title, xTitle, yTitle })) checkText(name, text);
  checkNumber('width', width, { min: 40, max: 10_000 });
  checkNumber('height', height, { min: 40, max: 10_000 });
  checkBoolean('yLog', yLog);
  if (yRange !== undefined) checkList('yRange', yRange, { length: 2 });
  if (yRange) checkNumbers('yRange', yRange, yLog);
  if (names.length === 0) throw new InterpError('bad-shape', 'there are no series; expected at least one');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InterpError(
      'bad-option',
      `two series have the name ${JSON.stringify(twice)}; expected another name for each`,
    );
};
