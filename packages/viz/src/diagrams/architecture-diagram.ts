import { boolean, checkFields, choice, InterpError, nested, optionsTable, shownName, text } from '@interp/checks';
import { svgDocument, textElement } from '../svg/markup.js';
import { cutMiddle, cutText, textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import type { Architecture, LayerBox } from './architecture.js';
import { type ArchitectureWords, parametersText, translated, wordRules } from './architecture-words.js';
import { arrow } from './arrows.js';
import { foldedDiagram } from './folded-diagram.js';
import { kindTints, layerKind } from './folding/layer-kinds.js';
import { layOutGraph } from './graph-layout.js';
import { boxHeight, layerBox, type LayerTexts, widthOfTexts } from './layer-box.js';

/** Options of {@link architectureDiagram}. */
export interface ArchitectureDiagramOptions {
  /** Written above the diagram. Default the network's name and its number of parameters. */
  readonly title?: string;
  /** Direction of the layers. Default `down`. */
  readonly direction?: 'down' | 'right';
  /**
   * Whether small steps share a box with the layer before them, as a convolution with its normalisation and activation, and repetitions are drawn once.
   * Default where there are more than 24 layers.
   */
  readonly fold?: boolean;
  /** Its words in another language. Default English. */
  readonly words?: ArchitectureWords;
}

const architectureDiagramOptions = optionsTable<ArchitectureDiagramOptions>()({
  title: text(),
  direction: choice(['down', 'right'], { default: 'down' }),
  fold: boolean(),
  words: nested(wordRules, { default: {} }),
});

const { padding, labelSize, titleSize } = theme;
/** From more layers than this on, networks are folded. */
const mostUnfolded = 24;

const inset = 12;

const shapeText = (shape: readonly (number | null)[]): string => shape.map((size) => size ?? '?').join(' × ');

/** The widest texts of a box, in pixels. */
const widest = 400;

/** The four texts of a box: name and parameters above, kind and shape below. */
const textsOf = (
  { name, kind, detail, shape, parameters }: LayerBox,
  words: Required<ArchitectureWords>,
): LayerTexts => [
  cutMiddle(name, widest, labelSize, 600),
  parameters === 0 ? '' : parametersText([parameters], words),
  cutText(translated(detail === undefined ? kind : `${kind} ${detail}`, words), widest, labelSize),
  shapeText(shape) || words.oneNumber,
];

const check = (given: Architecture): void => {
  checkFields('the architecture', given, { layers: 'list' });
  const { layers } = given;
  if (layers.length === 0) throw new InterpError('bad-shape', 'the network has no layers; expected at least one');
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) throw new InterpError('bad-option', `two layers are called ${shownName(name)}; expected other names`); // prettier-ignore
    names.add(name);
  }
  for (const { name, inputs } of layers) {
    const unknown = inputs.find((input) => !names.has(input));
    if (unknown !== undefined)
      throw new InterpError('bad-option', `the layer ${shownName(name)} takes the output of ${shownName(unknown)}, which there is not`); // prettier-ignore
  }
};

/**
 * Draws the layers of a network, branches included, each with name, type, shape of the output and number
 * of parameters. Graphviz is loaded at the first call. Thesis: Figure 1.5.
 *
 * @param architecture - the network; {@link architectureOf} makes it from a `tf.LayersModel`
 * @param options - title, direction, words
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` without layers, `bad-option` for two layers of one name or an unknown input
 *
 * @example
 * ```ts
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { architectureDiagram, architectureOf } from '@interp/viz';
 *
 * const model = sequential({
 *   layers: [
 *     layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
 *     layers.flatten(),
 *     layers.dense({ units: 3, activation: 'softmax' }),
 *   ],
 * });
 * const svg = await architectureDiagram(architectureOf(model));
 * console.log(svg.includes('6 × 6 × 4')); // true
 * ```
 */
export const architectureDiagram = async (
  architecture: Architecture,
  options: ArchitectureDiagramOptions = {},
): Promise<string> => {
  check(architecture);
  const { layers, name } = architecture;
  const all = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  const settings = architectureDiagramOptions.withDefaults(options);
  const words = wordRules.withDefaults(settings.words);
  const prefix = name === undefined ? '' : `${cutMiddle(name, widest, titleSize, 600)}: `;
  const {
    title = `${prefix}${parametersText([all], words)}`,
    direction,
    fold = layers.length > mostUnfolded,
  } = settings;
  if (fold) return foldedDiagram(architecture, title, direction, words);
  const texts = layers.map((layer) => textsOf(layer, words));
  const width = Math.max(...texts.map((one) => Math.ceil(2 * inset + 28 + widthOfTexts(one))));
  const layout = await layOutGraph({
    nodes: layers.map(({ name: id }) => ({ id, width, height: boxHeight })),
    edges: layers.flatMap(({ name: to, inputs }) => inputs.map((from) => ({ from, to }))),
    direction,
    rankGap: 12,
  });
  const top = padding + titleSize + 18;
  const titleWidth = textWidth(title, titleSize, 600);
  const left = padding + Math.max(0, (titleWidth - layout.width) / 2);
  return svgDocument(
    Math.ceil(Math.max(layout.width, titleWidth) + 2 * padding),
    layout.height + top + padding,
    title,
    [
      textElement(title, { x: padding, y: padding + titleSize, size: titleSize, weight: 600 }),
      `<g transform="translate(${left} ${top})">`,
      ...layout.edges.flatMap(({ points }) => arrow(points, { colour: theme.mutedInk })),
      ...layers.flatMap((layer, i) =>
        layerBox(texts[i], kindTints[layerKind(layer)], { width, inset }, layout.nodes.get(layer.name)!),
      ),
      '</g>',
    ],
  );
};
