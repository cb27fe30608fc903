import type { GraphLayout, PlacedEdge, Point, Rectangle } from './graph-layout.js';

/** A part of a layout from one height to another, which is drawn as a column. */
export interface Band {
  /** Its left edge in the layout. */
  readonly left: number;
  /** Its right edge in the layout. */
  readonly right: number;
  /** Its upper edge in the layout. */
  readonly top: number;
  /** Its lower edge in the layout. */
  readonly bottom: number;
  /** The height of the cut above it; 0 of the first. */
  readonly cut: number;
}

/** A layout of nodes of known sizes. */
interface Sized {
  readonly layout: GraphLayout;
  readonly sizes: ReadonlyMap<string, readonly [width: number, height: number]>;
}

interface Extent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

const extents = ({ layout, sizes }: Sized): { readonly nodes: Extent[]; readonly frames: Extent[] } => ({
  nodes: [...layout.nodes].map(([id, [x, y]]) => {
    const [width, height] = sizes.get(id)!;
    return { x: [x - width / 2, x + width / 2], y: [y - height / 2, y + height / 2] };
  }),
  frames: layout.frames.map(({ corner: [x, y], size: [width, height] }: Rectangle) => ({
    x: [x, x + width],
    y: [y, y + height],
  })),
});

const ends = ({ points }: PlacedEdge): readonly [Point, Point] => [points[0], points.at(-1)!];

const isOver = (edge: PlacedEdge, y: number): boolean => {
  const [from, to] = ends(edge);
  return from[1] < y && to[1] > y;
};

/** Heights at which no node or frame is, and only connections from one node go down. */
const cuts = (sized: Sized): number[] => {
  const { nodes, frames } = extents(sized);
  const marks = [...nodes, ...frames].flatMap(({ y }): [number, number][] => [[y[0], 1], [y[1], -1]]); // prettier-ignore
  marks.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let open = 0;
  return marks.flatMap(([y, change], i) => {
    open += change;
    const next = marks[i + 1]?.[0] ?? y;
    if (open > 0 || next < y + 4) return [];
    const middle = (y + next) / 2;
    const over = sized.layout.edges.filter((edge) => isOver(edge, middle));
    return new Set(over.map(({ edge }) => edge.from)).size === 1 ? [middle] : [];
  });
};

const between = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];

/** The second part of a curve from a share of it on. */
const restOf = ([a, b, c, d]: readonly Point[], t: number): readonly Point[] => {
  const [ab, bc, cd] = [between(a, b, t), between(b, c, t), between(c, d, t)];
  const [abc, bcd] = [between(ab, bc, t), between(bc, cd, t)];
  return [between(abc, bcd, t), bcd, cd, d];
};

/**
 * The part of a curve below a height.
 *
 * @param points - start and control points of cubic Bézier curves, downwards
 * @param y - the height, between its ends
 * @returns such points again
 */
export const below = (points: readonly Point[], y: number): readonly Point[] => {
  let from = 0;
  while (from + 6 < points.length && points[from + 3][1] <= y) from += 3;
  const curve = points.slice(from, from + 4);
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    if (restOf(curve, t)[0][1] < y) low = t;
    else high = t;
  }
  return [...restOf(curve, high), ...points.slice(from + 4)];
};

/**
 * Cuts a tall layout into columns that stand beside each other, where only connections from one node are cut; one column where it is not tall or cannot be cut.
 *
 * @param sized - the layout, downwards, and the sizes of its nodes
 * @param gap - pixels between columns
 * @returns the columns
 */
export const bandsOf = (sized: Sized, gap: number): readonly Band[] => {
  const { layout } = sized;
  const columns = Math.round(Math.sqrt((1.5 * layout.height) / (layout.width + gap)));
  const places = columns > 1 && layout.height > 800 ? cuts(sized) : [];
  const heights: number[] = [];
  for (let i = 1; i < columns; i++) {
    const ideal = (i * layout.height) / columns;
    const nearest = places.reduce((best, y) => (Math.abs(y - ideal) < Math.abs(best - ideal) ? y : best), Infinity);
    if (nearest < Infinity && !heights.includes(nearest)) heights.push(nearest);
  }
  // Columns that leave one almost as high as before are not worth it.
  const highest = Math.max(...[...heights, layout.height].map((y, i) => y - (heights[i - 1] ?? 0)));
  if (highest > 0.75 * layout.height) heights.length = 0;
  const { nodes, frames } = extents(sized);
  return [0, ...heights].map((top, i): Band => {
    const bottom = heights[i] ?? layout.height;
    const own = [...nodes, ...frames].filter(({ y }) => y[0] >= top && y[1] <= bottom);
    const bends = layout.edges.flatMap((edge) => {
      const [[, from], [, to]] = ends(edge);
      if (to < top || from > bottom || to > bottom + 1) return [];
      return (from >= top ? edge.points : below(edge.points, top)).map(([x]) => x);
    });
    const xs = [...own.flatMap(({ x }) => x), ...bends];
    return {
      cut: top,
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...own.map(({ y }) => y[0])),
      bottom: Math.max(...own.map(({ y }) => y[1])),
    };
  });
};
