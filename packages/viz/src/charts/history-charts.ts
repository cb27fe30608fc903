import { checkRecords, InterpError, optionsTable, text } from '@interp/checks';
import { lineChart } from './line-chart.js';
import { chartRules } from './options.js';
import { stackCharts } from './stack-charts.js';

/** A chart of training measures with a common unit. */
export interface HistoryPanel<Epoch> {
  /** What stands above it. */
  readonly title: string;
  /** The unit, for the vertical axis. */
  readonly yTitle: string;
  /** The measures; each is left out where no epoch has it. */
  readonly lines: readonly {
    /** Its name in the legend. */
    readonly name: string;
    /** Gives its value in an epoch, or undefined. */
    readonly value: (epoch: Epoch) => number | undefined;
  }[];
}

/** Options of {@link historyCharts}. */
export interface HistoryChartsOptions {
  /** Title of the horizontal axes. Default `epoch`. */
  readonly xTitle?: string;
  /** Height of each chart in pixels. Default 200. */
  readonly height?: number;
}

const historyChartsOptions = optionsTable<HistoryChartsOptions>()({
  xTitle: text({ default: 'epoch' }),
  height: { ...chartRules.height, default: 200 },
});

/**
 * Draws the measures of a training per epoch, as charts one below the other. Measures without values and charts without measures are
 * omitted.
 *
 * @param history - the epochs, each with its number
 * @param panels - the charts; where there is one, it is the document
 * @param options - title of the horizontal axes, height
 * @returns an SVG document
 * @throws InterpError `bad-shape` where there is nothing to draw; as `lineChart` does
 *
 * @example
 * ```ts
 * import { historyCharts } from '@interp/viz';
 *
 * const history = [{ epoch: 1, loss: 0.9 }, { epoch: 2, loss: 0.4 }];
 * const value = ({ loss }: { loss: number }): number => loss;
 * const svg = await historyCharts(history, [{ title: 'Loss', yTitle: 'nats', lines: [{ name: 'training', value }] }]);
 * console.log(svg.includes('nats')); // true
 * ```
 */
export const historyCharts = async <Epoch extends { readonly epoch: number }>(
  history: readonly Epoch[],
  panels: readonly HistoryPanel<Epoch>[],
  options?: HistoryChartsOptions,
): Promise<string> => {
  checkRecords('the history', history);
  checkRecords('the panels', panels, { lines: 'list' });
  const { xTitle, height } = historyChartsOptions.withDefaults(options);
  const charts: string[] = [];
  for (const { title, yTitle, lines } of panels) {
    const drawn = lines
      .map(({ name, value }) => {
        const points = history.map((one) => [one.epoch, value(one)] as const);
        const known = points.filter((point): point is [number, number] => point[1] !== undefined);
        return { name, x: known.map(([epoch]) => epoch), y: known.map(([, measure]) => measure) };
      })
      .filter(({ y }) => y.length > 0);
    if (drawn.length > 0) charts.push(await lineChart(drawn, { title, xTitle, yTitle, height }));
  }
  if (charts.length === 0)
    throw new InterpError('bad-shape', 'there is nothing to draw; expected an epoch with one of the measures');
  return panels.length === 1 ? charts[0] : stackCharts(charts);
};
