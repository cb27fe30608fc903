import { InterpError } from '@interp/checks';
import { svgDocument, textElement } from '../svg/markup.js';
import { textWidth } from '../svg/text.js';
import { theme } from '../svg/theme.js';
import { arrow, type Stroke } from './arrows.js';
import { layOutGraph, type GraphLayout, type PlacedEdge, type Point } from './graph-layout.js';
import { notationElements, notationWidth, type Notation } from './notation.js';
import type { Tint } from '../colours/tints.js';

/** One unit of a graph, or the dots that stand for those that are left out. */
export interface Unit {
  /** Its name, another one for each. */
  readonly id: string;
  /** What is written in it; three dots without. */
  readonly label?: Notation;
}

/** Units that stand beside each other. */
export interface UnitLayer {
  /** What the layer is called. */
  readonly title: string;
  /** Its units in order. */
  readonly units: readonly Unit[];
  /** Their colours. */
  readonly tint: Tint;
}

/** A connection of two units. */
export interface UnitEdge {
  /** The unit that it leaves. */
  readonly from: string;
  /** The unit that it reaches. */
  readonly to: string;
  /** How it is drawn. */
  readonly stroke: Stroke;
  /** What is written on it. Default nothing. */
  readonly label?: Notation;
}

/** Layers of units and their connections. */
export interface UnitGraph {
  /** Written above the whole. */
  readonly title: string;
  /** The layers in order. */
  readonly layers: readonly UnitLayer[];
  /** The connections. */
  readonly edges: readonly UnitEdge[];
  /** Where they lead. */
  readonly direction: 'right' | 'up';
  /** Radius of a unit in pixels. */
  readonly radius: number;
  /** Pixels between layers. */
  readonly rankGap: number;
}

const { padding, titleSize, labelSize } = theme;
const labelFont = 15;

const circle = ({ label }: Unit, { fill, line }: Tint, [x, y]: Point, radius: number, upright: boolean): string[] => {
  if (!label)
    return [-7, 0, 7].map(
      (by) => `<circle cx="${upright ? x : x + by}" cy="${upright ? y + by : y}" r="2" fill="${theme.mutedInk}"/>`,
    );
  return [
    `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}" stroke="${line}" stroke-width="1.5"/>`,
    ...notationElements(label, x, y, labelFont),
  ];
};

const onEdge = (label: Notation, points: readonly Point[]): string[] => {
  const [from, to] = [points[0], points[points.length - 1]];
  const [x, y] = [from[0] + 0.42 * (to[0] - from[0]), from[1] + 0.42 * (to[1] - from[1])];
  const width = notationWidth(label, labelFont) + 8;
  return [
    `<rect x="${Number((x - width / 2).toFixed(1))}" y="${Number((y - 12).toFixed(1))}" width="${Number(width.toFixed(1))}" height="25" rx="4" fill="${theme.background}" fill-opacity="0.92"/>`,
    ...notationElements(label, x, y, labelFont),
  ];
};

/** From edge to edge of the circles, whatever the boxes around them. */
const between = (layout: GraphLayout, { edge }: PlacedEdge, radius: number): Point[] => {
  const [from, to] = [layout.nodes.get(edge.from)!, layout.nodes.get(edge.to)!];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const share = (radius + 1) / (Math.hypot(dx, dy) || 1);
  const at = (part: number): Point => [from[0] + part * dx, from[1] + part * dy];
  return [at(share), at(1 / 3), at(2 / 3), at(1 - share)];
};

const layerTitles = ({ layers, direction, radius }: UnitGraph, layout: GraphLayout, side: number): string[] =>
  layers.map(({ title, units }) => {
    const places = units.map(({ id }) => layout.nodes.get(id)!);
    if (direction === 'right')
      return textElement(title, { x: places[0][0], y: -radius, weight: 600, anchor: 'middle' });
    return textElement(title, { x: side, y: places[0][1] + 4, weight: 600, anchor: 'end' });
  });

/**
 * Draws layers of units.
 *
 * @param graph - the graph
 * @returns an SVG document
 * @throws InterpError `bad-shape` for a layer without units
 */
export const unitGraphSvg = async (graph: UnitGraph): Promise<string> => {
  const { layers, edges, direction, radius, rankGap, title } = graph;
  if (layers.length === 0 || layers.some(({ units }) => units.length === 0))
    throw new InterpError('bad-shape', 'a layer has no units; expected layers with at least one');
  const layout = await layOutGraph({
    nodes: layers.flatMap(({ units }) => units.map(({ id }) => ({ id, width: 2 * radius, height: 2 * radius }))),
    edges: edges.map(({ from, to }) => ({ from, to })),
    ranks: layers.map(({ units }) => units.map(({ id }) => id)),
    direction,
    straight: true,
    gap: radius,
    rankGap,
  });
  const upright = direction === 'right';
  const names = layers.map(({ title: name }) => textWidth(name, labelSize, 600));
  const side = upright ? 0 : Math.max(...names) + 16;
  const overhang = upright ? Math.max(0, ...names.map((name) => name / 2 - radius)) : 0;
  const [left, top] = [padding + side + overhang, padding + titleSize + (upright ? radius + 34 : 20)];
  const width = Math.max(layout.width + side + 2 * overhang, textWidth(title, titleSize, 600)) + 2 * padding;
  const lines = layout.edges.map((placed) => between(layout, placed, radius));
  return svgDocument(Math.ceil(width), Math.ceil(layout.height + top + padding), title, [
    textElement(title, { x: padding, y: padding + titleSize, size: titleSize, weight: 600 }),
    `<g transform="translate(${Number(left.toFixed(1))} ${top})">`,
    ...lines.flatMap((points, i) => arrow(points, edges[i].stroke)),
    ...lines.flatMap((points, i) => (edges[i].label ? onEdge(edges[i].label, points) : [])),
    ...layers.flatMap(({ units, tint }) =>
      units.flatMap((unit) => circle(unit, tint, layout.nodes.get(unit.id)!, radius, upright)),
    ),
    ...layerTitles(graph, layout, -16),
    '</g>',
  ]);
};
