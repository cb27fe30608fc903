import { InterpError } from '@interp/core';
import { optionsTable } from '@interp/core/internal';
import { axisScale } from './axis.js';
import { chartRules, checkChart, checkNumbers, type ChartOptions, type Numbers } from './options.js';
import { chartSvg } from './chart-svg.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';

/** The bars of one colour: one for each label. */
export interface BarSeries {
  /** Its name in the legend, which is drawn where there are two series or more. Default its number from 1. */
  readonly name?: string;
  /** Heights, one for each label. */
  readonly values: Numbers;
}

/** Options of {@link barChart}. */
export type BarChartOptions = ChartOptions;

const barChartOptions = optionsTable<BarChartOptions>()(chartRules);

/**
 * Draws bars, grouped by label if there are several series, such as the probability of each class. Vega is loaded at the first
 * call. The same input gives the same SVG.
 *
 * @param labels - the texts under the bars, all different
 * @param series - the bars, in the order of the legend
 * @param options - titles, logarithmic axis, size
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` without series or labels or for another number of values than labels, `bad-value` for a value that is
 * not finite or cannot stand on a logarithmic axis, `bad-option` for an option out of range or two series or labels of one name
 *
 * @example
 * ```ts
 * import { barChart } from '@interp/viz';
 *
 * const svg = await barChart(['0', '1', '2'], [{ values: [0.02, 0.95, 0.03] }], {
 *   xTitle: 'class',
 *   yTitle: 'probability',
 *   yRange: [0, 1],
 * });
 * console.log(svg.includes('probability')); // true
 * ```
 */
export const barChart = async (
  labels: readonly string[],
  series: readonly BarSeries[],
  options: BarChartOptions = {},
): Promise<string> => {
  const settings = barChartOptions.withDefaults(options);
  const { title, xTitle, yTitle, yLog, yRange, width, height } = settings;
  const names = series.map(({ name }, i) => name ?? String(i + 1));
  checkChart(settings, names);
  if (labels.length === 0) throw new InterpError('bad-shape', 'there are no labels; expected at least one');
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined)
    throw new InterpError(
      'bad-option',
      `two bars have the label ${JSON.stringify(twice)}; expected another label for each`,
    );
  const values = series.flatMap((one, s) => {
    checkNumbers(`values of ${JSON.stringify(names[s])}`, one.values, yLog);
    if (one.values.length !== labels.length)
      throw new InterpError(
        'bad-shape',
        `${JSON.stringify(names[s])} has ${one.values.length} values; expected ${labels.length}, one for each label`,
      );
    return labels.map((label, i) => ({ label, value: one.values[i], name: names[s] }));
  });
  const all = [...(yRange ?? []), ...values.map(({ value }) => value)];
  const floor = all.reduce((least, value) => Math.min(least, value)) / 2;
  const y = axisScale([...all, yLog ? floor : 0], { log: yLog, nice: true, ticks: Math.ceil(height / 50) });
  const below = !yLog && floor < 0;
  const room = width / labels.length - 8;
  const fits = labels.every((label) => textWidth(label, theme.labelSize) <= room);
  return chartSvg({
    title: title || undefined,
    width,
    height,
    data: { values },
    mark: { type: 'bar', cornerRadiusEnd: 1 },
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        sort: null,
        title: xTitle ?? null,
        scale: { domain: [...labels], paddingInner: 0.25, paddingOuter: 0.15 },
        axis: { labelAngle: fits ? 0 : -45, ticks: false, domain: !below },
      },
      y: { field: 'value', type: 'quantitative', stack: null, title: yTitle ?? null, ...y },
      ...(yLog && { y2: { datum: y.scale.domain[0] } }),
      ...(series.length > 1 && { xOffset: { field: 'name', sort: null, scale: { domain: names } } }),
      color: {
        field: 'name',
        type: 'nominal',
        sort: null,
        scale: { domain: names },
        legend: series.length > 1 ? { symbolType: 'square' } : null,
      },
    },
  });
};
