import { checkFields, checkNumber, InterpError, nested, optionsTable, text } from '@interp/checks';
import { svgDocument, textElement } from '../svg/markup.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import { arrow } from './arrows.js';
import { layOutGraph, type GraphEdge } from './graph-layout.js';
import { drawNode, nodeElements, type RelevanceNode } from './relevance-node.js';

/** The account of relevance of one layer: a row of a ledger of `@interp/lrp`. */
export interface RelevanceRow {
  /** The layer's name. */
  readonly layer: string;
  /** Relevance of its output. */
  readonly in: number;
  /** Relevance of its input, the part that was passed on. */
  readonly out: number;
  /** Absorbed by biases. */
  readonly bias: number;
  /** Absorbed by stabilisers. */
  readonly stabiliser: number;
  /** Lost in empty branches, or, where negative, gained. */
  readonly empty: number;
}

/** What {@link relevanceDiagram} draws. */
export interface RelevanceDiagramData {
  /** The ledger of one image, from the output to the input. */
  readonly ledger: readonly RelevanceRow[];
  /** The start of the relevance: the explained score. */
  readonly score: RelevanceNode;
  /** The end of the relevance: the input. */
  readonly input: RelevanceNode;
  /** More about some layers, such as their relevances, by their names in the ledger. Default names alone. */
  readonly layers?: Readonly<Record<string, Omit<RelevanceNode, 'name'>>>;
}

/** Options of {@link relevanceDiagram}. */
export interface RelevanceDiagramOptions {
  /** Written above the diagram. Default none. */
  readonly title?: string;
  /** Names of the losses. Default biases, stabiliser, empty branches. */
  readonly lossNames?: Readonly<Partial<Record<RelevanceLoss, string>>>;
}

const losses: readonly RelevanceLoss[] = ['bias', 'stabiliser', 'empty'];

/** The kinds of loss of relevance: biases, stabilisers, empty branches. */
export type RelevanceLoss = 'bias' | 'stabiliser' | 'empty';

type LossNames = Readonly<Record<RelevanceLoss, string>>;

const lossNameRules = optionsTable<Partial<LossNames>>()({
  bias: text({ default: 'biases' }),
  stabiliser: text({ default: 'stabiliser' }),
  empty: text({ default: 'empty branches' }),
});

const relevanceDiagramOptions = optionsTable<RelevanceDiagramOptions>()({
  title: text({ default: '' }),
  lossNames: nested(lossNameRules, { default: {} }),
});

/** Losses above this fraction of a layer's relevance are drawn. */
const least = 1e-4;
const { padding, titleSize, labelSize } = theme;

interface Flow extends GraphEdge {
  readonly amount: number;
  readonly lost: boolean;
}

/** Four digits, so that small losses show. */
const sum = (amount: number): string => `R ${String(Number(amount.toPrecision(4))).replace('-', '−')}`;

const flow = (from: string, to: string, amount: number, lost = false): Flow => {
  return { from, to, amount, lost, weight: lost ? 1 : 50, label: [textWidth(sum(amount), labelSize, 600) + 10, 18] };
};

/** Edges lead from lower to higher layers, as the network does; relevance flows against them. */
const flowsOf = (ledger: readonly RelevanceRow[]): Flow[] => [
  flow('layer 0', 'score', ledger[0].in),
  ...ledger.map((row, i) => flow(i + 1 < ledger.length ? `layer ${i + 1}` : 'input', `layer ${i}`, row.out)),
  ...ledger.flatMap((row, i) =>
    losses.flatMap((kind) =>
      Math.abs(row[kind]) > least * Math.abs(row.in) ? [flow(`${kind} ${i}`, `layer ${i}`, row[kind], true)] : [],
    ),
  ),
];

const check = (ledger: readonly RelevanceRow[]): void => {
  if (ledger.length === 0) throw new InterpError('bad-shape', 'the ledger has no rows; expected one for each layer');
  for (const row of ledger)
    for (const [name, value] of Object.entries(row))
      if (name !== 'layer') checkNumber(`${name} of ${row.layer}`, value);
};

/**
 * Draws the flow of relevance from the score back through the layers to the input, with the sums of one image on the arrows and the
 * losses to biases, stabilisers and empty branches. Graphviz is loaded at the first call. Thesis: Figure 2.4; Bach et al. 2015.
 *
 * @param data - ledger, pictures of the nodes
 * @param options - title, names of losses
 * @returns an SVG document
 * @throws InterpError `bad-shape` for an empty ledger or relevances that are no image, `bad-value` and `bad-option` for what is
 * not finite
 *
 * @example
 * ```ts
 * import { relevanceDiagram } from '@interp/viz';
 *
 * const svg = await relevanceDiagram({
 *   ledger: [
 *     { layer: 'head', in: 4, out: 3.5, bias: 0.5, stabiliser: 0, empty: 0 },
 *     { layer: 'conv', in: 3.5, out: 3.5, bias: 0, stabiliser: 0, empty: 0 },
 *   ],
 *   score: { name: 'logit of 7' },
 *   input: { name: 'pixels', map: { data: Float32Array.of(1, 2, -0.5, 1), shape: [1, 2, 2, 1] } },
 * });
 * console.log(svg.includes('R 3.5')); // true
 * ```
 */
export const relevanceDiagram = async (
  data: RelevanceDiagramData,
  options: RelevanceDiagramOptions = {},
): Promise<string> => {
  checkFields('the data', data, { ledger: 'list', score: 'object', input: 'object' });
  const { ledger, score, input, layers = {} } = data;
  const { title, lossNames } = relevanceDiagramOptions.withDefaults(options);
  check(ledger);
  const names = lossNameRules.withDefaults(lossNames);
  const flows = flowsOf(ledger);
  const lost = flows.filter((one) => one.lost);
  const stops = new Map<string, RelevanceNode>([
    ['input', input],
    ...ledger.map(({ layer }, i) => [`layer ${i}`, { name: layer, ...layers[layer] }] as const),
    ['score', score],
    ...lost.map(({ from }) => [from, { name: names[from.split(' ')[0] as RelevanceLoss] }] as const),
  ]);
  const nodes = [...stops].map(([id, node]) => ({ id, ...drawNode(node) }));
  const layout = await layOutGraph({ nodes, edges: flows, direction: 'right', gap: 14, rankGap: 16 });
  const top = padding + (title === '' ? 0 : titleSize + 18);
  const width = Math.max(layout.width, textWidth(title, titleSize, 600)) + 2 * padding;
  return svgDocument(Math.ceil(width), layout.height + top + padding, title || 'Relevance, layer by layer', [
    ...(title === '' ? [] : [textElement(title, { x: padding, y: padding + titleSize, size: titleSize, weight: 600 })]),
    `<g transform="translate(${padding} ${top})">`,
    ...layout.edges.flatMap(({ points }, i) =>
      arrow([...points].reverse(), {
        colour: flows[i].lost ? theme.mutedInk : flows[i].amount < 0 ? '#2f6fb5' : '#c8382f',
        width: flows[i].lost ? 1.2 : 2,
        dashes: flows[i].lost ? '4 3' : undefined,
      }),
    ),
    ...layout.edges.map(({ label }, i) =>
      textElement(sum(flows[i].amount), {
        x: label![0],
        y: label![1] + 4,
        weight: 600,
        anchor: 'middle',
      }),
    ),
    ...nodes.flatMap((node) => nodeElements(node, layout.nodes.get(node.id)!)),
    '</g>',
  ]);
};
