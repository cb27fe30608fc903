import { checkRecords, InterpError, list, optionsTable, text } from '@interp/checks';
import { lineChart } from './line-chart.js';
import { chartRules, type ChartOptions, type Numbers } from './options.js';

/** A receiver operating characteristic, as `roc` of `@interp/rbm` gives it. */
export interface RocCurve {
  /** What is told apart, or by which score, in the legend. Default its number from 1. */
  readonly name?: string;
  /** The fraction of known images that is refused at each threshold, from 0 to 1. */
  readonly falsePositive: Numbers;
  /** The fraction of novel images that is refused at the same, from 0 to 1. */
  readonly truePositive: Numbers;
  /** The area under the curve, which stands in the legend. */
  readonly area: number;
}

const rocChartOptions = optionsTable<ChartOptions>()({
  ...chartRules,
  xTitle: text({ default: 'known images refused' }),
  yTitle: text({ default: 'novel images refused' }),
  yRange: list<readonly [low: number, high: number]>({ length: 2, default: [0, 1] }),
});

/** Points that a curve is thinned to: more would not be seen. */
const mostPoints = 400;

/**
 * Draws ROC curves: how many novel images are refused where how many known ones are, with the area under each curve. Vega is loaded at the
 * first call. The same input gives the same SVG.
 *
 * @param curves - one or several, in the order of the legend
 * @param options - titles, size
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-value` for a fraction or an area that is not from 0 to 1, and as {@link lineChart}
 *
 * @example
 * ```ts
 * import { rocChart } from '@interp/viz';
 *
 * const svg = await rocChart([{ name: 'letters', falsePositive: [0, 0.1, 1], truePositive: [0, 0.9, 1], area: 0.9 }]);
 * console.log(svg.includes('novel images refused')); // true
 * ```
 */
export const rocChart = async (curves: readonly RocCurve[], options: ChartOptions = {}): Promise<string> => {
  checkRecords('the curves', curves, { falsePositive: 'list', truePositive: 'list' });
  const lines = curves.map(({ name, falsePositive, truePositive, area }, i) => {
    const wrong = [area, ...Array.from(falsePositive), ...Array.from(truePositive)].find(
      (part) => !(part >= 0 && part <= 1),
    );
    if (wrong !== undefined)
      throw new InterpError('bad-value', `a fraction of a ROC curve is ${wrong}; expected numbers from 0 to 1`);
    const every = Math.ceil(falsePositive.length / mostPoints);
    const thin = (values: Numbers): number[] =>
      Array.from(values).filter((_, k) => k % every === 0 || k === values.length - 1);
    return { name: `${name ?? i + 1} (${area.toFixed(3)})`, x: thin(falsePositive), y: thin(truePositive) };
  });
  return lineChart(lines, rocChartOptions.withDefaults(options));
};
