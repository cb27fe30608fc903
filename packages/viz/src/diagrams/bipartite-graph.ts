import { checkFields, InterpError, list, number, optionsTable, text } from '@interp/checks';
import { checkTexts } from '../grids/options.js';
import { theme } from '../svg/theme.js';
import { shownUnits, weightLine } from './shown-units.js';
import { tints } from '../colours/tints.js';
import { unitGraphSvg, type UnitEdge, type UnitLayer } from './unit-graph.js';

/** A restricted Boltzmann machine as plain data, for {@link bipartiteGraph}. */
export interface BipartiteGraphData {
  /** Number of visible units, M. */
  readonly visible: number;
  /** Number of hidden units, N. */
  readonly hidden: number;
  /** W, `[M, N]` row by row: the sign gives a line's colour and the size its width. Default: all lines are alike. */
  readonly weights?: ArrayLike<number>;
}

/** Options of {@link bipartiteGraph}. */
export interface BipartiteGraphOptions {
  /** Written above the graph. Default the numbers of units and weights. */
  readonly title?: string;
  /** The visible units that are drawn, from 0, in rising order; dots stand for those between. Default the first ones and the last. */
  readonly shown?: readonly number[];
  /** Units of a layer that are drawn at most where `shown` does not say, from 3. Default 8. */
  readonly most?: number;
  /** Written beside the layers, that of the visible units first. Default visible and hidden. */
  readonly layerTitles?: readonly [visible: string, hidden: string];
}

const bipartiteGraphOptions = optionsTable<BipartiteGraphOptions>()({
  title: text(),
  shown: list<readonly number[]>(),
  most: number({ min: 3, max: 50, integer: true, default: 8 }),
  layerTitles: list<readonly [visible: string, hidden: string]>({ default: ['visible', 'hidden'] }),
});

/** The shown units, with a gap wherever some are omitted. */
const withGaps = (shown: readonly number[], count: number): (number | null)[] => {
  const inOrder = shown.every(
    (unit, i) => Number.isInteger(unit) && unit >= 0 && unit < count && (i === 0 || unit > shown[i - 1]),
  );
  if (shown.length === 0 || !inOrder)
    throw new InterpError(
      'bad-option',
      `shown are ${shown.slice(0, 20).join(', ')}; expected rising numbers from 0 to ${count - 1}`,
    );
  return [
    ...shown.flatMap((unit, i) => (unit > (i === 0 ? 0 : shown[i - 1] + 1) ? [null, unit] : [unit])),
    ...(shown[shown.length - 1] < count - 1 ? [null] : []),
  ];
};

const layerOf = (
  letter: string,
  title: string,
  units: readonly (number | null)[],
  tint: UnitLayer['tint'],
): UnitLayer => ({
  title,
  tint,
  units: units.map((unit, at) =>
    unit === null
      ? { id: `${letter} gap ${at}` }
      : { id: `${letter} ${unit}`, label: { base: letter, sub: String(unit + 1) } },
  ),
});

/**
 * Draws a restricted Boltzmann machine as a bipartite graph: every visible unit is connected with every hidden
 * one. Graphviz is loaded at the first call. Thesis: Figure 2.1.
 *
 * @param rbm - sizes and weights
 * @param options - title, which units are drawn
 * @returns an SVG document
 * @throws InterpError `bad-shape` for a model without units or weights of another number, `bad-value` for one that is not
 * finite, `bad-option` for unknown units
 *
 * @example
 * ```ts
 * import { bipartiteGraph } from '@interp/viz';
 *
 * const svg = await bipartiteGraph({ visible: 784, hidden: 3 }, { shown: [0, 1, 783] });
 * console.log(svg.includes('784')); // true
 * ```
 */
export const bipartiteGraph = async (rbm: BipartiteGraphData, options: BipartiteGraphOptions = {}): Promise<string> => {
  checkFields('the model', rbm, { visible: 'number', hidden: 'number' });
  const { visible, hidden, weights } = rbm;
  if (!(Number.isInteger(visible) && Number.isInteger(hidden) && visible > 0 && hidden > 0))
    throw new InterpError(
      'bad-shape',
      `the model has ${visible} visible and ${hidden} hidden units; expected one or more`,
    );
  if (weights && weights.length !== visible * hidden)
    throw new InterpError('bad-shape', `there are ${weights.length} weights; expected ${visible} × ${hidden}`);
  if (weights && !Array.from(weights).every(Number.isFinite))
    throw new InterpError('bad-value', 'a weight is not finite; expected finite numbers');
  const settings = bipartiteGraphOptions.withDefaults(options);
  const { title = `${visible} visible and ${hidden} hidden units, ${visible * hidden} weights` } = settings;
  const { shown, most, layerTitles } = settings;
  checkTexts('layerTitles', layerTitles, 2);
  const below = shown ? withGaps(shown, visible) : shownUnits(visible, most);
  const above = shownUnits(hidden, most);
  const pairs = below.flatMap((i) => above.flatMap((j) => (i === null || j === null ? [] : [{ i, j }])));
  const weight = (i: number, j: number): number => weights?.[i * hidden + j] ?? 0;
  const largest = Math.max(...pairs.map(({ i, j }) => Math.abs(weight(i, j))));
  const edges = pairs.map(({ i, j }): UnitEdge => {
    const line = weights ? weightLine(weight(i, j), largest) : { colour: theme.mutedInk, width: 1 };
    return { from: `v ${i}`, to: `h ${j}`, stroke: { ...line, head: false } };
  });
  const layers = [layerOf('v', layerTitles[0], below, tints.green), layerOf('h', layerTitles[1], above, tints.blue)];
  return unitGraphSvg({ title, layers, edges, direction: 'up', radius: 22, rankGap: 120 });
};
