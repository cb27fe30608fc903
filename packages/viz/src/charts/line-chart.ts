import { boolean, checkRecords, InterpError, optionsTable } from '@interp/checks';
import { aroundPlot } from './around-plot.js';
import { axisScale } from './axis.js';
import { chartRules, checkChart, checkNumbers, type ChartOptions, type Numbers } from './options.js';
import { chartSvg } from './chart-svg.js';
import { seriesColours } from '../svg/theme.js';

/** One line of a chart. */
export interface Line {
  /** Its name in the legend, which is drawn where there are two lines or more. Default its number from 1. */
  readonly name?: string;
  /** Horizontal positions. Default 0, 1, 2, … */
  readonly x?: Numbers;
  /** Vertical positions, as many. */
  readonly y: Numbers;
}

/** Options of {@link lineChart}. */
export interface LineChartOptions extends ChartOptions {
  /** Whether the horizontal axis is logarithmic; all positions must then be above 0. Default false. */
  readonly xLog?: boolean;
}

const lineChartOptions = optionsTable<LineChartOptions>()({ ...chartRules, xLog: boolean({ default: false }) });

const fewPoints = 12;
const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3]];

const pointsOf = (line: Line, name: string, xLog: boolean, yLog: boolean): { x: number; y: number; name: string }[] => {
  const { y, x = Array.from(y, (_, i) => i) } = line;
  checkNumbers(`y of ${JSON.stringify(name)}`, y, yLog);
  checkNumbers(`x of ${JSON.stringify(name)}`, x, xLog);
  if (x.length !== y.length)
    throw new InterpError(
      'bad-shape',
      `${JSON.stringify(name)} has ${x.length} x and ${y.length} y; expected as many of both`,
    );
  return Array.from<number, { x: number; y: number; name: string }>(y, (value, i) => ({ x: x[i], y: value, name }));
};

/**
 * Draws lines, such as a loss over the epochs or an objective over the steps of an ascent. Vega is loaded at the first call. The
 * same input gives the same SVG.
 *
 * @param lines - the lines, in the order of the legend
 * @param options - titles, logarithmic axes, size
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` without lines or points or with x and y of different lengths, `bad-value` for a point that is not
 * finite or cannot stand on a logarithmic axis, `bad-option` for an option out of range or two lines of one name
 *
 * @example
 * ```ts
 * import { lineChart } from '@interp/viz';
 *
 * const svg = await lineChart(
 *   [
 *     { name: 'training', y: [0.9, 0.3, 0.1] },
 *     { name: 'test', y: [0.8, 0.35, 0.2] },
 *   ],
 *   { title: 'Loss per epoch', xTitle: 'epoch', yTitle: 'cross-entropy', yLog: true },
 * );
 * console.log(svg.includes('cross-entropy')); // true
 * ```
 */
export const lineChart = async (lines: readonly Line[], options: LineChartOptions = {}): Promise<string> => {
  checkRecords('the lines', lines, { y: 'list' });
  const settings = lineChartOptions.withDefaults(options);
  const { xTitle, xLog, yLog, yRange, width, height } = settings;
  const names = lines.map(({ name }, i) => name ?? String(i + 1));
  checkChart(settings, names);
  const values = lines.flatMap((line, i) => pointsOf(line, names[i], xLog, yLog));
  const xs = values.map(({ x }) => x);
  const { top, yTitle, legend } = aroundPlot(settings, names, 'stroke');
  return chartSvg({
    ...top,
    width,
    height,
    data: { values },
    mark: { type: 'line', point: values.length <= fewPoints * lines.length },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: xTitle ?? null,
        ...axisScale(xs, { log: xLog, nice: false, ticks: Math.ceil(width / 80) }),
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: yTitle,
        ...axisScale([...(yRange ?? []), ...values.map(({ y }) => y)], {
          log: yLog,
          nice: true,
          ticks: Math.ceil(height / 50),
        }),
      },
      color: { field: 'name', type: 'nominal', sort: null, scale: { domain: names }, legend },
      strokeDash: {
        field: 'name',
        type: 'nominal',
        sort: null,
        scale: {
          domain: names,
          range: names.map((_, i) => dashes[Math.floor(i / seriesColours.length) % dashes.length]),
        },
        legend,
      },
    },
  });
};
