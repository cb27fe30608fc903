import { checkFields, list, optionsTable, text } from '@interp/checks';
import { checkTexts } from '../grids/options.js';
import { barChart } from './bar-chart.js';
import { chartRules, type ChartOptions } from './options.js';

/** How well a classifier does on each class; `evaluate` of `@interp/lenet` measures it. */
export interface ClassAccuracies {
  /** Fraction of all images that are right. */
  readonly accuracy: number;
  /** The same for the images of each class; null, drawn as 0, for a class without images. */
  readonly perClass: readonly (number | null)[];
  /** Images evaluated. */
  readonly n: number;
}

/** Options of {@link accuracyChart}. */
export interface AccuracyChartOptions extends ChartOptions {
  /** The names of the classes, in their order. Default their numbers. */
  readonly labels?: readonly string[];
}

const accuracyChartOptions = optionsTable<AccuracyChartOptions>()({
  ...chartRules,
  labels: list<readonly string[]>(),
  xTitle: text({ default: 'class' }),
  yTitle: text({ default: 'right, %' }),
  yRange: list<readonly [low: number, high: number]>({ length: 2, default: [0, 100] }),
});

/**
 * Draws the accuracy of each class as a bar, in per cent; that of all stands above. Vega is loaded at the first call.
 *
 * @param evaluation - fractions from 0 to 1
 * @param options - names of the classes, titles, size
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-option` for another number of names than classes, and as {@link barChart}
 *
 * @example
 * ```ts
 * import { accuracyChart } from '@interp/viz';
 *
 * const svg = await accuracyChart({ accuracy: 0.9, perClass: [1, 0.8, null], n: 20 }, { labels: ['cat', 'dog', 'owl'] });
 * console.log(svg.includes('90.00 % of 20 images right')); // true
 * ```
 */
export const accuracyChart = async (
  evaluation: ClassAccuracies,
  options: AccuracyChartOptions = {},
): Promise<string> => {
  checkFields('the accuracies', evaluation, { perClass: 'list' });
  const { accuracy, perClass, n } = evaluation;
  const { labels, title, ...settings } = accuracyChartOptions.withDefaults(options);
  checkTexts('labels', labels, perClass.length);
  return barChart(
    perClass.map((_, c) => labels?.[c] ?? String(c)),
    [{ values: perClass.map((part) => 100 * (part ?? 0)) }],
    { ...settings, title: title ?? `${(100 * accuracy).toFixed(2)} % of ${n} images right` },
  );
};
