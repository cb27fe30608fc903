import { svgDocument, textElement } from '../svg/markup.js';
import { cutMiddle, cutText, textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import type { Architecture } from './architecture.js';
import { type ArchitectureWords, parametersText, translated } from './architecture-words.js';
import { arrow } from './arrows.js';
import { bandsOf, below } from './bands.js';
import { boxTexts } from './folding/box-texts.js';
import { foldArchitecture } from './folding/fold-architecture.js';
import { kindTints, type LayerKind } from './folding/layer-kinds.js';
import type { FoldedBox } from './folding/repeats.js';
import { layOutGraph, type PlacedEdge, type Point, type Rectangle } from './graph-layout.js';
import { boxHeight, layerBox, type LayerTexts, widthOfTexts } from './layer-box.js';

const { padding, labelSize, titleSize } = theme;
const [inset, gap] = [10, 44];

/** The widest text of a box, in pixels. */
const widest = 320;

interface DrawnBox {
  readonly kind: LayerKind;
  readonly texts: LayerTexts;
  readonly width: number;
}

const drawnBox = (box: FoldedBox, words: Required<ArchitectureWords>): DrawnBox => {
  const { name, kinds, parameters, shape, kind } = boxTexts(box);
  const texts: LayerTexts = [
    cutMiddle(name.replace(/^\/+/, ''), widest, labelSize, 600),
    parameters.at(-1) === 0 && parameters.length === 1 ? '' : parametersText(parameters, words),
    cutText(translated(kinds, words), widest, labelSize),
    shape || words.oneNumber,
  ];
  return { kind, texts, width: Math.ceil((2 * inset + 20 + widthOfTexts(texts)) / 20) * 20 };
};

const frameElements = ({ corner: [x, y], size: [width, height] }: Rectangle, label: string): string[] => [
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="none" stroke="${theme.ink}" stroke-width="1.5" stroke-dasharray="6 4"/>`,
  textElement(label, { x: x + width - 10, y: y + 17, size: 14, weight: 600, anchor: 'end' }),
];

/** From the end of a column to the beginning of the next, and from there on along the curves that go on. */
const passage = (
  start: Point,
  curves: readonly (readonly Point[])[],
  between: number,
  low: number,
  high: number,
): string[] => {
  const line = { colour: theme.mutedInk };
  const straight = (way: readonly Point[]): Point[] => [way[0], ...way.slice(1).flatMap((to, i): Point[] => [way[i], way[i], to])]; // prettier-ignore
  const [x, y] = start;
  // A box at the top is reached from straight above.
  const ways = curves.map((curve): readonly Point[] => {
    const [endX, endY] = curve.at(-1)!;
    return endY - high < 40 ? straight([[endX, high], [endX, endY]]) : [...straight([[curve[0][0], high], curve[0]]), ...curve.slice(1)]; // prettier-ignore
  });
  const end = Math.max(...ways.map(([[one]]) => one));
  const trunk: Point[] = [[x, y], [x, low], [between, low], [between, high], [end, high]]; // prettier-ignore
  return [...arrow(straight(trunk), { ...line, head: false }), ...ways.flatMap((way) => arrow(way, line))];
};

const legendOf = (
  kinds: ReadonlySet<LayerKind>,
  isFolded: boolean,
  words: Required<ArchitectureWords>,
): { readonly width: number; readonly elements: (x: number, y: number) => string[] } => {
  const entries = (Object.keys(kindTints) as LayerKind[]).filter((kind) => kinds.has(kind));
  const texts = entries.map((kind) => words.kinds[kind] ?? kind);
  const widths = texts.map((text) => 20 + textWidth(text, labelSize) + 18);
  const note = isFolded ? words.repeated : '';
  const noteWidth = note === '' ? 0 : 32 + textWidth(note, labelSize);
  return {
    width: Math.ceil(widths.reduce((sum, one) => sum + one, 0) + noteWidth),
    elements: (x, y) => {
      let at = x;
      const elements = entries.flatMap((kind, i) => {
        const own = [
          `<rect x="${at}" y="${y - 11}" width="14" height="14" rx="3" fill="${kindTints[kind].fill}" stroke="${kindTints[kind].line}" stroke-width="1.5"/>`,
          textElement(texts[i], { x: at + 20, y }),
        ];
        at += widths[i];
        return own;
      });
      if (note === '') return elements;
      return [
        ...elements,
        `<rect x="${at}" y="${y - 11}" width="26" height="14" rx="4" fill="none" stroke="${theme.ink}" stroke-width="1.5" stroke-dasharray="6 4"/>`,
        textElement(note, { x: at + 32, y }),
      ];
    },
  };
};

/**
 * Draws a large network with small steps in one box and repetitions once, in columns where it is long, with a legend.
 *
 * @param architecture - the network
 * @param title - written above
 * @param direction - of its layers; to the right there are no columns
 * @param words - its words
 * @returns an SVG document
 */
export const foldedDiagram = async (
  architecture: Architecture,
  title: string,
  direction: 'down' | 'right',
  words: Required<ArchitectureWords>,
): Promise<string> => {
  const network = foldArchitecture(architecture);
  const boxes = network.boxes.map((box) => drawnBox(box, words));
  const layout = await layOutGraph({
    nodes: boxes.map(({ width }, i) => ({ id: String(i), width, height: boxHeight })),
    edges: network.boxes.flatMap(({ inputs }, to) => inputs.map((from) => ({ from: String(from), to: String(to) }))),
    frames: network.frames.map(({ within }, i) => ({
      within,
      nodes: network.boxes.flatMap(({ frame }, k) => (frame === i ? [String(k)] : [])),
      label: [40, 16],
    })),
    direction,
    gap: 20,
    rankGap: 20,
  });
  const sizes = new Map(boxes.map(({ width }, i) => [String(i), [width, boxHeight] as const]));
  const whole = [{ cut: 0, left: 0, right: layout.width, top: 0, bottom: layout.height }];
  const bands = direction === 'down' ? bandsOf({ layout, sizes }, gap) : whole;
  const lead = bands.length > 1 ? 14 : 0;
  const top = padding + titleSize + 18 + lead;
  const starts = bands.map((_, i) =>
    bands.slice(0, i).reduce<number>((x, { left, right }) => x + right - left + gap, padding),
  );
  const bandAt = (y: number): number => Math.max(0, bands.findLastIndex((band) => y >= band.cut)); // prettier-ignore
  const moved = ([x, y]: Point, band = bandAt(y)): Point => [x - bands[band].left + starts[band], y - bands[band].top + top]; // prettier-ignore
  const depth = Math.max(...bands.map((band) => band.bottom - band.top));
  const legend = legendOf(new Set(boxes.map(({ kind }) => kind)), network.frames.length > 0, words);
  const last = bands.length - 1;
  const drawing = starts[last] + bands[last].right - bands[last].left + padding;
  const width = Math.max(drawing, textWidth(title, titleSize, 600) + 2 * padding, legend.width + 2 * padding);
  const legendTop = top + depth + lead + 26;
  const bandOf = (edge: PlacedEdge): readonly [number, number] => [
    bandAt(edge.points[0][1]),
    bandAt(edge.points.at(-1)![1]),
  ];
  const edges = layout.edges.flatMap((edge) => {
    const [from, to] = bandOf(edge);
    return from === to ? arrow(edge.points.map((point) => moved(point, from)), { colour: theme.mutedInk }) : []; // prettier-ignore
  });
  const passages = bands.slice(1).flatMap((band, i) => {
    const crossing = layout.edges.filter((edge) => bandOf(edge)[0] === i && bandOf(edge)[1] === i + 1);
    if (crossing.length === 0) return [];
    const [x, y] = layout.nodes.get(crossing[0].edge.from)!;
    const start = moved([x, y + boxHeight / 2], i);
    const curves = crossing.map(({ points }) => below(points, band.cut).map((point) => moved(point, i + 1)));
    return passage(start, curves, starts[i + 1] - gap / 2, start[1] + lead, top - lead);
  });
  return svgDocument(Math.ceil(width), Math.ceil(legendTop + padding), title, [
    textElement(title, { x: padding, y: padding + titleSize, size: titleSize, weight: 600 }),
    ...layout.frames.flatMap(({ corner, size }, i) =>
      frameElements({ corner: moved(corner, bandAt(corner[1])), size }, `× ${network.frames[i].times}`),
    ),
    ...edges,
    ...passages,
    ...boxes.flatMap(({ texts, kind, width }, i) =>
      layerBox(texts, kindTints[kind], { width, inset }, moved(layout.nodes.get(String(i))!)),
    ),
    ...legend.elements(padding, legendTop),
  ]);
};
