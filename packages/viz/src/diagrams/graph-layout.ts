import { InterpError } from '@interp/checks';

/** A node of a graph to be laid out. */
export interface GraphNode {
  /** Its unique name. */
  readonly id: string;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
}

/** An edge of a graph. */
export interface GraphEdge {
  /** The node that it leaves. */
  readonly from: string;
  /** The node that it reaches. */
  readonly to: string;
  /** Width and height of its label, in pixels. Default no label. */
  readonly label?: readonly [width: number, height: number];
  /** The larger, the straighter it is. Default 1. */
  readonly weight?: number;
}

/** Nodes with a frame around them. */
export interface GraphFrame {
  /** The nodes, without those of frames within it. */
  readonly nodes: readonly string[];
  /** The frame that it is in, an earlier one, by its place in the list. Default none. */
  readonly within?: number;
  /** Width and height of its label, in its upper right corner, in pixels. */
  readonly label: readonly [width: number, height: number];
}

/** A graph to be laid out. */
export interface Graph {
  /** The nodes. */
  readonly nodes: readonly GraphNode[];
  /** The edges. */
  readonly edges: readonly GraphEdge[];
  /** Where edges lead. Default `down`. */
  readonly direction?: 'down' | 'right' | 'up';
  /** Groups of nodes that stand beside each other, in order. Default: as few edges cross as possible. */
  readonly ranks?: readonly (readonly string[])[];
  /** Frames around nodes. Default none. */
  readonly frames?: readonly GraphFrame[];
  /** Pixels between nodes beside each other. Default 24. */
  readonly gap?: number;
  /** Pixels between one rank of nodes and the next. Default 36. */
  readonly rankGap?: number;
  /** Whether edges are straight lines rather than curves. Default false. */
  readonly straight?: boolean;
}

/** A point in pixels from the upper left corner. */
export type Point = readonly [x: number, y: number];

/** A rectangle in pixels. */
export interface Rectangle {
  /** Its upper left corner. */
  readonly corner: Point;
  /** Pixels across and down. */
  readonly size: Point;
}

/** An edge with its curve. */
export interface PlacedEdge {
  /** The edge. */
  readonly edge: GraphEdge;
  /** Start, then control points of cubic Bézier curves, three to a curve. */
  readonly points: readonly Point[];
  /** Where the middle of its label stands, where it has one. */
  readonly label?: Point;
}

/** A graph that is laid out. */
export interface GraphLayout {
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
  /** The middle of each node. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** The edges, in the order in which they were given. */
  readonly edges: readonly PlacedEdge[];
  /** The frames, in the order in which they were given. */
  readonly frames: readonly Rectangle[];
}

interface Dot {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string; readonly bb?: string }[];
  readonly edges?: readonly { readonly pos: string; readonly lp?: string; readonly comment?: string }[];
}

const points = 72;
const directions = { down: 'TB', right: 'LR', up: 'BT' } as const;

const blank = ([width, height]: readonly [number, number]): string =>
  `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="${Math.ceil(width)}" HEIGHT="${Math.ceil(height)}"><TR><TD></TD></TR></TABLE>>`;

/** Nodes are called by their numbers, so that no name can be taken for syntax. */
const dotOf = ({
  nodes,
  edges,
  direction = 'down',
  ranks = [],
  frames = [],
  gap = 24,
  rankGap = 36,
  straight = false,
}: Graph): string => {
  const number = new Map(nodes.map(({ id }, i) => [id, i]));
  const named = (id: string): string => {
    const found = number.get(id);
    if (found === undefined)
      throw new InterpError('bad-option', `an edge or rank names the node ${JSON.stringify(id)}, which there is not`);
    return `n${found}`;
  };
  const clusters = (within?: number): string[] =>
    frames.flatMap((frame, i) => {
      if (frame.within !== within) return [];
      const own = `graph [margin=10 label=${blank(frame.label)} labeljust=r]`;
      return [`subgraph cluster_${i} {`, own, ...frame.nodes.map(named), ...clusters(i), '}'];
    });
  return [
    'digraph {',
    `graph [rankdir=${directions[direction]} nodesep=${gap / points} ranksep=${rankGap / points} splines=${straight ? 'line' : 'spline'}]`,
    'node [shape=box fixedsize=true label=""]',
    'edge [arrowhead=none]',
    ...nodes.map(({ width, height }, i) => `n${i} [width=${width / points} height=${height / points}]`),
    ...clusters(),
    ...ranks.map(
      (ids) => `{rank=same; ${ids.map(named).join(' -> ')}${ids.length > 1 ? ' [style=invis weight=9]' : ''}}`,
    ),
    ...edges.map(
      ({ from, to, label, weight = 1 }, i) =>
        `${named(from)} -> ${named(to)} [comment=${i} weight=${weight}${label ? ` label=${blank(label)}` : ''}]`,
    ),
    '}',
  ].join('\n');
};

const numbersOf = (text: string): number[] => text.split(',').map(Number);

/**
 * Lays out a graph with Graphviz (as WebAssembly, loaded at the first call). Sizes of nodes and labels are
 * given, so that positions do not depend on fonts.
 *
 * @param graph - the graph
 * @returns the places
 * @throws InterpError `bad-option` for an edge to an unknown node
 */
export const layOutGraph = async (graph: Graph): Promise<GraphLayout> => {
  const source = dotOf(graph);
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const { bb, objects = [], edges = [] } = JSON.parse((await Graphviz.load()).layout(source, 'json', 'dot')) as Dot;
  const [, , width, height] = numbersOf(bb);
  const place = (text: string): Point => {
    const [x, y] = numbersOf(text);
    return [Number(x.toFixed(2)), Number((height - y).toFixed(2))];
  };
  const byName = new Map(objects.map(({ name, pos, bb: box }) => [name, pos ?? box ?? '']));
  const rectangle = (box: string): Rectangle => {
    const [left, low, right, high] = numbersOf(box);
    return { corner: place(`${left},${high}`), size: [right - left, high - low] };
  };
  const byNumber = new Map(edges.flatMap((edge) => (edge.comment === undefined ? [] : [[Number(edge.comment), edge]])));
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: new Map(graph.nodes.map(({ id }, i) => [id, place(byName.get(`n${i}`)!)])),
    edges: graph.edges.map((edge, i) => {
      const { pos, lp } = byNumber.get(i)!;
      return { edge, points: pos.split(' ').map(place), label: lp === undefined ? undefined : place(lp) };
    }),
    frames: (graph.frames ?? []).map((_, i) => rectangle(byName.get(`cluster_${i}`)!)),
  };
};
