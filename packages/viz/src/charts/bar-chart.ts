import { checkList, checkRecords, InterpError, number, optionsTable } from '@interp/checks';
import { aroundPlot } from './around-plot.js';
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
export interface BarChartOptions extends ChartOptions {
  /**
   * Where the vertical axis begins instead of at 0, for values that differ little, such as accuracies between 93 and 99 %. A white
   * break across each bar says so. Default 0.
   */
  readonly yFrom?: number;
}

const barChartOptions = optionsTable<BarChartOptions>()({ ...chartRules, yFrom: number() });

/** How far above the axis a break stands, as a share of the axis. */
const breakHeight = 0.06;

const checkFrom = (yFrom: number, values: readonly number[], yLog: boolean): void => {
  if (yLog)
    throw new InterpError('bad-option', 'yFrom and yLog are both given; a logarithmic axis has no 0 to leave out');
  const least = Math.min(...values);
  if (least < yFrom)
    throw new InterpError('bad-value', `a bar of ${least} ends below yFrom, ${yFrom}; expected yFrom under all values`);
};

/**
 * Draws bars, grouped by label if there are several series, such as the probability of each class. Vega is loaded at the first
 * call. The same input gives the same SVG.
 *
 * @param labels - the texts under the bars, all different
 * @param series - the bars, in the order of the legend
 * @param options - titles, logarithmic axis, size
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` without series or labels or for another number of values than labels, `bad-value` for a value that is
 * not finite or cannot stand on a logarithmic axis or is below `yFrom`, `bad-option` for an option out of range or two series or labels of one name
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
  checkList('the labels', labels);
  checkRecords('the series', series, { values: 'list' });
  const settings = barChartOptions.withDefaults(options);
  const { xTitle, yLog, yRange, yFrom, width, height } = settings;
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
  if (yFrom !== undefined) checkFrom(yFrom, all, yLog);
  const floor = all.reduce((least, value) => Math.min(least, value)) / 2;
  const y = axisScale([...all, yFrom ?? (yLog ? floor : 0)], { log: yLog, nice: true, ticks: Math.ceil(height / 50) });
  const below = !yLog && floor < 0;
  const room = width / labels.length - (settings.compact ? 2 : 8);
  const fits = labels.every((label) => textWidth(label, theme.labelSize) <= room);
  const bars = { mark: { type: 'bar' as const, cornerRadiusEnd: 1 } };
  const [bottom, top] = y.scale.domain;
  const breaks = {
    mark: { type: 'text' as const, text: '≈', fontSize: 22, fontWeight: 600 as const },
    encoding: { y: { datum: bottom + (top - bottom) * breakHeight }, color: { value: theme.background } },
  };
  const around = aroundPlot(settings, names, 'square');
  return chartSvg({
    ...around.top,
    width,
    height,
    data: { values },
    layer: [bars, ...(yFrom === undefined ? [] : [breaks])],
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        sort: null,
        title: xTitle ?? null,
        scale: { domain: [...labels], paddingInner: 0.25, paddingOuter: 0.15 },
        axis: { labelAngle: fits ? 0 : -45, ticks: false, domain: !below },
      },
      y: { field: 'value', type: 'quantitative', stack: null, title: around.yTitle, ...y },
      ...((yLog || yFrom !== undefined) && { y2: { datum: bottom } }),
      ...(series.length > 1 && { xOffset: { field: 'name', sort: null, scale: { domain: names } } }),
      color: {
        field: 'name',
        type: 'nominal',
        sort: null,
        scale: { domain: names },
        legend: around.legend,
      },
    },
  });
};
