import { lineChart } from '../line-chart.js';
import { arrangeCharts } from './arrange-charts.js';

/** A curve over the epochs of a training: its name, and its value after an epoch, where it is known. */
export type EpochCurve<Epoch> = readonly [name: string, value: (epoch: Epoch) => number | undefined];

/** One chart over the epochs of a training. */
export interface EpochChart<Epoch> {
  /** Its title. */
  readonly title: string;
  /** What its vertical axis counts. */
  readonly yTitle: string;
  /** Its curves; one that is known after no epoch is left out, and a chart without curves too. */
  readonly curves: readonly EpochCurve<Epoch>[];
}

/**
 * What a training is monitored by, after each epoch: one chart, or several below each other.
 *
 * @param history - what is known of each epoch, at least one, with its number
 * @param charts - the charts
 * @param xTitle - what the horizontal axis counts. Default `epoch`
 * @returns an SVG document
 *
 * @example
 * ```ts
 * import { epochCharts } from '@interp/viz';
 *
 * const history = [
 *   { epoch: 1, loss: 0.9 },
 *   { epoch: 2, loss: 0.4 },
 * ];
 * const svg = await epochCharts(history, [{ title: 'Loss', yTitle: 'nats', curves: [['training', ({ loss }) => loss]] }]);
 * console.log(svg.includes('nats')); // true
 * ```
 */
export const epochCharts = async <Epoch extends { readonly epoch: number }>(
  history: readonly Epoch[],
  charts: readonly EpochChart<Epoch>[],
  xTitle = 'epoch',
): Promise<string> => {
  const known = charts
    .map(({ curves, ...titles }) => ({
      ...titles,
      lines: curves.flatMap(([name, value]) => {
        const epochs = history.filter((epoch) => value(epoch) !== undefined);
        const line = { name, x: epochs.map(({ epoch }) => epoch), y: epochs.map((epoch) => value(epoch) ?? 0) };
        return epochs.length > 0 ? [line] : [];
      }),
    }))
    .filter(({ lines }) => lines.length > 0);
  const height = charts.length > 1 ? 200 : undefined;
  const drawn: string[] = [];
  for (const { lines, title, yTitle } of known) drawn.push(await lineChart(lines, { title, xTitle, yTitle, height }));
  return charts.length > 1 ? arrangeCharts(drawn) : drawn[0];
};
