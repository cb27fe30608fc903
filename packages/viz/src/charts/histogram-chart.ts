import { checkedBy, checkRecords, InterpError, number, optionsTable } from '@interp/checks';
import { lineChart } from './line-chart.js';
import { chartRules, type ChartOptions, type Numbers } from './options.js';

/** The values of one histogram line. */
export interface HistogramSeries {
  /** Its name in the legend. */
  readonly name: string;
  /** The values, in any order; at least one. */
  readonly values: Numbers;
}

/** Options of {@link histogramChart}. */
export interface HistogramChartOptions extends ChartOptions {
  /** Bins of equal width. Default 60. */
  readonly bins?: number;
  /** The fraction of the lowest values to omit. Default 0.005. */
  readonly trim?: number;
  /** A value to mark by a vertical line. Default none. */
  readonly mark?: { readonly name: string; readonly value: number };
}

const histogramChartOptions = optionsTable<HistogramChartOptions>()({
  ...chartRules,
  bins: number({ min: 1, integer: true, default: 60 }),
  trim: number({ min: 0, max: 0.5, default: 0.005 }),
  mark: checkedBy(() => undefined),
});

/**
 * Draws histograms, in per cent of each series, one line per series.
 *
 * @param series - the values, at least one series
 * @param options - bins, mark, titles, size
 * @returns an SVG document
 * @throws InterpError `bad-shape` for series without values, `bad-option`; as `lineChart` does
 *
 * @example
 * ```ts
 * import { histogramChart } from '@interp/viz';
 *
 * const svg = await histogramChart([{ name: 'heights', values: [1, 2, 2, 3, 3, 3] }], { bins: 3, xTitle: 'metres' });
 * console.log(svg.includes('metres')); // true
 * ```
 */
export const histogramChart = async (
  series: readonly HistogramSeries[],
  options?: HistogramChartOptions,
): Promise<string> => {
  checkRecords('the series', series, { values: 'list' });
  const { bins, trim, mark, ...chart } = histogramChartOptions.withDefaults(options);
  if (series.length === 0 || series.some(({ values }) => values.length === 0))
    throw new InterpError('bad-shape', 'there are no values to count; expected at least one in each series');
  const all = [...(mark ? [mark.value] : []), ...series.flatMap(({ values }) => Array.from(values))].sort(
    (a, b) => a - b,
  );
  const low = all[Math.floor(trim * all.length)];
  const high = all[all.length - 1] + 1e-3;
  const width = (high - low) / bins;
  const shares = series.map(({ values }) => {
    const counts = new Float64Array(bins);
    for (const value of Array.from(values))
      if (value >= low) counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
    return counts.map((count) => (100 * count) / values.length);
  });
  const top = Math.max(...shares.flatMap((one) => [...one]));
  const centres = Float64Array.from({ length: bins }, (_, bin) => low + (bin + 0.5) * width);
  const marked = mark && Math.max(low, mark.value);
  return lineChart(
    [
      ...series.map(({ name }, i) => ({ name, x: centres, y: shares[i] })),
      ...(mark && marked !== undefined ? [{ name: mark.name, x: [marked, marked], y: [0, top] }] : []),
    ],
    chart,
  );
};
