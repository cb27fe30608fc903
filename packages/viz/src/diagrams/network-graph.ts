import { boolean, checkFields, checkNumber, InterpError, list, number, optionsTable, text } from '@interp/checks';
import { checkTexts } from '../grids/options.js';
import { theme } from '../svg/theme.js';
import type { Notation } from './notation.js';
import { shownUnits, weightLine } from './shown-units.js';
import { tints } from '../colours/tints.js';
import { unitGraphSvg, type UnitEdge, type UnitLayer } from './unit-graph.js';

/** A fully connected network as plain data, for {@link networkGraph}. */
export interface NetworkGraphData {
  /** Number of neurons of each layer, the input first. */
  readonly sizes: readonly number[];
  /** The weights between each two layers, `[from][to]` row by row as a dense layer's kernel: lines get their colour and width. */
  readonly weights?: readonly ArrayLike<number>[];
}

/** Options of {@link networkGraph}. */
export interface NetworkGraphOptions {
  /** Written above the graph. Default the number of parameters. */
  readonly title?: string;
  /** Whether neurons and one weight of each layer carry their symbols: a with layer and number, w with layer, from and to. Default false. */
  readonly notation?: boolean;
  /** Neurons of a layer that are drawn at most, from 3. Default 8. */
  readonly most?: number;
  /** Written above the layers, one for each. Default input, hidden and output; with `notation`, layer 1 and so on. */
  readonly layerTitles?: readonly string[];
}

const networkGraphOptions = optionsTable<NetworkGraphOptions>()({
  title: text(),
  notation: boolean({ default: false }),
  most: number({ min: 3, max: 50, integer: true, default: 8 }),
  layerTitles: list<readonly string[]>(),
});

const check = (given: NetworkGraphData): void => {
  checkFields('the network', given, { sizes: 'list' });
  const { sizes, weights } = given;
  if (sizes.length < 2)
    throw new InterpError('bad-shape', `the network has ${sizes.length} layers; expected two or more`);
  for (const size of sizes) checkNumber('the number of neurons', size, { min: 1, integer: true });
  if (!weights) return;
  if (weights.length !== sizes.length - 1)
    throw new InterpError('bad-shape', `there are weights for ${weights.length} layers; expected ${sizes.length - 1}`);
  weights.forEach((kernel, l) => {
    const wanted = sizes[l] * sizes[l + 1];
    if (kernel.length !== wanted)
      throw new InterpError('bad-shape', `layer ${l + 2} has ${kernel.length} weights; expected ${wanted}`);
    if (!Array.from(kernel).every(Number.isFinite))
      throw new InterpError('bad-value', `layer ${l + 2} has a weight that is not finite; expected finite numbers`);
  });
};

const idOf = (layer: number, neuron: number | null): string => `${layer} ${neuron ?? 'more'}`;

const titleOf = (layer: number, count: number, notation: boolean): string => {
  if (notation) return `layer ${layer + 1}`;
  return layer === 0 ? 'input' : layer === count - 1 ? 'output' : count === 3 ? 'hidden' : `hidden ${layer}`;
};

/**
 * Draws a fully connected network as a graph: a circle for each neuron, a line for each weight. Large layers are drawn in part, with
 * dots for the rest. Graphviz is loaded at the first call. Thesis: Figures 1.1 and, with `notation`, 1.2, where
 * a_j^l is the value of neuron j of layer l and w_ij^l the weight from neuron i of the layer before.
 *
 * @param network - sizes and weights
 * @param options - titles, notation
 * @returns an SVG document
 * @throws InterpError `bad-shape` for fewer than two layers or weights that do not fit, `bad-value` for one that is not finite,
 * `bad-option`
 *
 * @example
 * ```ts
 * import { networkGraph } from '@interp/viz';
 *
 * const svg = await networkGraph({ sizes: [3, 4, 2] }, { notation: true });
 * console.log(svg.includes('layer 2')); // true
 * ```
 */
export const networkGraph = async (network: NetworkGraphData, options: NetworkGraphOptions = {}): Promise<string> => {
  check(network);
  const { sizes, weights } = network;
  const parameters = sizes.slice(1).reduce((sum, size, l) => sum + size * (sizes[l] + 1), 0);
  const settings = networkGraphOptions.withDefaults(options);
  const { title = `${parameters} parameters`, notation, most } = settings;
  const { layerTitles = sizes.map((_, l) => titleOf(l, sizes.length, notation)) } = settings;
  checkTexts('layerTitles', layerTitles, sizes.length);
  const shown = sizes.map((size) => shownUnits(size, most));
  const symbol = (layer: number, neuron: number): Notation =>
    notation ? { base: 'a', sub: String(neuron + 1), sup: String(layer + 1) } : { base: '' };
  const layers = shown.map((neurons, l): UnitLayer => ({
    title: layerTitles[l],
    tint: l === 0 ? tints.green : l === sizes.length - 1 ? tints.red : tints.blue,
    units: neurons.map((j) => ({ id: idOf(l, j), label: j === null ? undefined : symbol(l, j) })),
  }));
  const largest = Math.max(0, ...(weights ?? []).flatMap((kernel) => Array.from(kernel, Math.abs)));
  const edges = shown.slice(1).flatMap((ends, l) =>
    shown[l].flatMap((i) =>
      ends.flatMap((j): UnitEdge[] => {
        if (i === null || j === null) return [];
        const line = weights
          ? weightLine(weights[l][i * sizes[l + 1] + j], largest)
          : { colour: theme.mutedInk, width: 1 };
        const named = notation && i === 0 && j === Math.min(1, sizes[l + 1] - 1);
        const label = { base: 'w', sub: `${i + 1}${j + 1}`, sup: String(l + 2) };
        const stroke = { ...line, ...(named && { colour: theme.ink, width: 2.5 }) };
        return [{ from: idOf(l, i), to: idOf(l + 1, j), stroke, label: named ? label : undefined }];
      }),
    ),
  );
  return unitGraphSvg({ title, layers, edges, direction: 'right', radius: 19, rankGap: notation ? 130 : 90 });
};
