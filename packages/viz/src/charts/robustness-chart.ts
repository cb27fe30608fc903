import { checkRecords, InterpError, list, optionsTable, text } from '@interp/checks';
import { lineChart } from './line-chart.js';
import { chartRules, type ChartOptions } from './options.js';

/** Accuracy under one attack as a function of its radius ε. */
export interface RobustnessCurve {
  /** The attack's or the network's name in the legend. Default its number from 1. */
  readonly name?: string;
  /** Accuracy without any attack, from 0 to 1: the curve's point at 0. */
  readonly cleanAccuracy: number;
  /** The radius, and the fraction of all images that withstand. */
  readonly points: readonly { readonly epsilon: number; readonly accuracy: number }[];
}

const robustnessChartOptions = optionsTable<ChartOptions>()({
  ...chartRules,
  xTitle: text({ default: 'ε' }),
  yTitle: text({ default: 'accuracy' }),
  yRange: list<readonly [low: number, high: number]>({ length: 2, default: [0, 1] }),
});

/**
 * Draws accuracy under attack as a function of ε. Vega is loaded at the first call. The same input gives the same SVG.
 *
 * @param curves - one or several, in the order of the legend
 * @param options - titles, size
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-value` for an accuracy that is not from 0 to 1 or an epsilon that is not above or at 0, and as
 * {@link lineChart}
 *
 * @example
 * ```ts
 * import { robustnessChart } from '@interp/viz';
 *
 * const svg = await robustnessChart([
 *   { name: 'pgd', cleanAccuracy: 0.98, points: [{ epsilon: 0.1, accuracy: 0.9 }, { epsilon: 0.2, accuracy: 0.6 }] },
 * ]);
 * console.log(svg.includes('accuracy')); // true
 * ```
 */
export const robustnessChart = async (
  curves: readonly RobustnessCurve[],
  options: ChartOptions = {},
): Promise<string> => {
  checkRecords('the curves', curves, { points: 'list' });
  const lines = curves.map(({ name, cleanAccuracy, points }) => {
    const all = [{ epsilon: 0, accuracy: cleanAccuracy }, ...points.filter(({ epsilon }) => epsilon !== 0)];
    const wrong = all.find(({ epsilon, accuracy }) => !(epsilon >= 0 && accuracy >= 0 && accuracy <= 1));
    if (wrong) {
      throw new InterpError(
        'bad-value',
        `a point has the accuracy ${wrong.accuracy} at epsilon ${wrong.epsilon}; expected accuracies from 0 to 1 at epsilons from 0`,
      );
    }
    const sorted = all.toSorted((a, b) => a.epsilon - b.epsilon);
    return {
      name,
      x: sorted.map(({ epsilon }) => epsilon),
      y: sorted.map(({ accuracy }) => accuracy),
    };
  });
  return lineChart(lines, robustnessChartOptions.withDefaults(options));
};
