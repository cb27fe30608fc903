import type { Random } from '@interp/core';
import { turn } from './turn.js';
import type { Point, Stroke } from './stroke.js';

/** Strokes by one pen, or a filled polygon. Any unit; a width of 1 is about that of the whole. */
export type Part =
  | { readonly strokes: readonly Stroke[]; readonly pen: number }
  | { readonly filled: readonly Point[]; readonly hole?: boolean };

/** Draws one kind of shape. Pens have a width of 1 or so, which is scaled afterwards. */
export type Shape = (stream: Random) => readonly Part[];

const choose = <Value>(stream: Random, values: readonly Value[]): Value => values[stream.integer(values.length)];
const times = <Value>(n: number, make: (i: number) => Value): Value[] => Array.from({ length: n }, (_, i) => make(i));
const between = (stream: Random, low: number, high: number): number => low + stream.integer(high - low + 1);

/** Points of a part of an ellipse, by angles in radians. */
const ellipsePoints = ([x, y]: Point, wide: number, high: number, from: number, sweep: number): Point[] => {
  const n = Math.max(3, Math.ceil(Math.abs(sweep) * 3));
  return times(n + 1, (i) => {
    const [sine, cosine] = turn(from + (sweep * i) / n);
    return [x + wide * cosine, y + high * sine];
  });
};

/** A line, straight or bent to one side. */
const edge = (stream: Random, from: Point, to: Point, bent: number): Stroke => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const bulge = stream.uniform() < bent ? stream.uniform(-0.5, 0.5) : stream.normal(0, 0.03);
  const middle: Point = [(from[0] + to[0]) / 2 - bulge * dy, (from[1] + to[1]) / 2 + bulge * dx];
  return { points: [from, middle, to], curved: true };
};

/** Corners of a grid of three by three, each a little off its place. */
const gridPoints = (stream: Random): Point[] => {
  const wide = stream.uniform(0.4, 1.1);
  return times(9, (i): Point => [
    (wide * (i % 3)) / 2 + stream.normal(0, 0.05),
    Math.floor(i / 3) / 2 + stream.normal(0, 0.05),
  ]);
};

const someOf = (stream: Random, n: number, below: number): number[] =>
  Array.from(stream.permutation(below)).slice(0, n);

/** Lines between some corners of a grid. */
const edges = (stream: Random, bent: number): Stroke[] => {
  const corners = gridPoints(stream);
  const used = someOf(stream, between(stream, 3, 6), 9);
  const strokes = times(used.length - 1, (i) => edge(stream, corners[used[i]], corners[used[i + 1]], bent));
  // Some lines end in the middle of another one, as bars do.
  for (let more = stream.integer(3); more > 0; more--) {
    const [a, b] = [choose(stream, strokes).points, choose(stream, strokes).points];
    strokes.push(edge(stream, choose(stream, [a[0], a[1], a[2]]), choose(stream, [b[0], b[1], b[2]]), bent));
  }
  return strokes.filter((_, i) => i === 0 || stream.uniform() < 0.85);
};

const pens = (stream: Random, strokes: readonly Stroke[]): Part[] => [{ strokes, pen: stream.uniform(0.6, 1.4) }];

/** Straight and bent lines between corners of a grid. */
export const graph: Shape = (stream) => pens(stream, edges(stream, choose(stream, [0, 0.2, 0.6])));

/** The same by a broad nib: thick downwards and thin across, with short bars across the ends. */
export const nib: Shape = (stream) => {
  const strokes = edges(stream, choose(stream, [0, 0.4]));
  const [thin, thick] = [stream.uniform(0.3, 0.9), stream.uniform(1, 1.8)];
  const bar = stream.uniform(0.08, 0.2);
  const hasBars = stream.uniform() < 0.7;
  return strokes.flatMap(({ points, curved }): Part[] => {
    const [from, to] = [points[0], points[points.length - 1]];
    const isUpright = Math.abs(to[1] - from[1]) > Math.abs(to[0] - from[0]);
    const ends = hasBars ? [from, to].filter(() => stream.uniform() < 0.7) : [];
    const across = (end: Point): Stroke => ({
      points: isUpright
        ? [
            [end[0] - bar, end[1]],
            [end[0] + bar, end[1]],
          ]
        : [
            [end[0], end[1] - bar],
            [end[0], end[1] + bar],
          ],
    });
    return [
      { strokes: [{ points, curved }], pen: isUpright ? thick : thin },
      { strokes: ends.map(across), pen: thin },
    ];
  });
};

/** Stems and arcs of ellipses that touch them. */
export const stemsAndArcs: Shape = (stream) => {
  const stems = between(stream, 0, 3);
  const wide = stream.uniform(0.3, 0.7);
  const strokes: Stroke[] = times(stems, (i) => {
    const x = i * wide + stream.normal(0, 0.03);
    return edge(
      stream,
      [x, choose(stream, [0, 0, 0.4])],
      [x + stream.normal(0, 0.05), choose(stream, [1, 1, 0.6, 1.4])],
      0.1,
    );
  });
  const arcs = between(stream, 1, stems > 0 ? 3 : 4);
  for (let i = 0; i < arcs; i++) {
    const [radiusX, radiusY] = [stream.uniform(0.15, 0.5), stream.uniform(0.12, 0.5)];
    const x = choose(stream, [0, 0, wide, wide / 2]) + choose(stream, [0, radiusX, -radiusX]);
    const y = stream.uniform(0.1, 0.9);
    const from = (stream.integer(8) * Math.PI) / 4 + stream.normal(0, 0.2);
    const sweep = choose(stream, [0.5, 1, 1, 1.5, 2]) * Math.PI;
    strokes.push({ points: ellipsePoints([x, y], radiusX, radiusY, from, sweep), curved: true });
  }
  for (let bars = stream.integer(3); bars > 0; bars--) {
    const y = stream.uniform(0, 1);
    strokes.push(
      edge(stream, [stream.uniform(-0.2, 0.2), y], [wide + stream.uniform(-0.2, 0.4), y + stream.normal(0, 0.15)], 0.1),
    );
  }
  return pens(stream, strokes);
};

/** A path of straight pieces and arcs that goes on from where it is, or from where it has been. */
export const path: Shape = (stream) => {
  let [at, heading]: [Point, number] = [[0, 0], (stream.integer(4) * Math.PI) / 2 + stream.normal(0, 0.15)];
  const seen: Point[] = [at];
  const strokes = times(between(stream, 3, 6), (): Stroke => {
    if (stream.uniform() < 0.3) at = choose(stream, seen);
    heading += (stream.integer(4) * Math.PI) / 2 + stream.normal(0, 0.15);
    const [sine, cosine] = turn(heading);
    if (stream.uniform() < 0.5) {
      const length = choose(stream, [0.4, 0.7, 1, 1]);
      const from = at;
      at = [from[0] + length * cosine, from[1] + length * sine];
      seen.push(at);
      return edge(stream, from, at, 0);
    }
    const [radius, side] = [stream.uniform(0.15, 0.4), choose(stream, [-1, 1])];
    const middle: Point = [at[0] - side * radius * sine, at[1] + side * radius * cosine];
    const sweep = side * choose(stream, [0.5, 1, 1, 1.4]) * Math.PI;
    const points = ellipsePoints(middle, radius, radius, heading - (side * Math.PI) / 2, sweep);
    at = points[points.length - 1];
    heading += sweep;
    seen.push(at);
    return { points, curved: true };
  });
  return pens(stream, strokes);
};

/** Up and down between two heights, pointed or round, once to four times. */
export const zigzag: Shape = (stream) => {
  const turns = between(stream, 2, 6);
  const wide = stream.uniform(0.5, 1.4);
  const first = stream.integer(2);
  const points = times(turns + 1, (i): Point => [
    (wide * i) / turns + stream.normal(0, 0.04),
    (i + first) % 2 === 0 ? stream.uniform(0, 0.25) : stream.uniform(0.75, 1),
  ]);
  const across = stream.uniform() < 0.5;
  return pens(stream, [
    { points: across ? points.map(([x, y]): Point => [y, x]) : points, curved: stream.uniform() < 0.4 },
  ]);
};

/** A hand that wanders. */
export const scribble: Shape = (stream) =>
  pens(
    stream,
    times(between(stream, 1, 3), () => ({
      points: times(between(stream, 3, 9), (): Point => [stream.uniform(), stream.uniform()]),
      curved: stream.uniform() < 0.7,
    })),
  );

/** Lines that cross in one place, or lie beside one another. */
export const crossings: Shape = (stream) => {
  const n = between(stream, 2, 4);
  const isParallel = stream.uniform() < 0.4;
  const lean = stream.uniform(0, Math.PI);
  return pens(
    stream,
    times(n, (i) => {
      const [sine, cosine] = turn(
        isParallel ? lean + stream.normal(0, 0.1) : lean + (Math.PI * (i + stream.uniform(-0.2, 0.2))) / n,
      );
      const length = stream.uniform(0.4, 0.6);
      const aside = isParallel ? 0.35 * i : stream.normal(0, 0.05);
      const [x, y] = [-aside * sine, aside * cosine];
      return edge(stream, [x - length * cosine, y - length * sine], [x + length * cosine, y + length * sine], 0.1);
    }),
  );
};

const corners = (stream: Random, n: number): Point[] => {
  const start = stream.uniform(0, 2 * Math.PI);
  const [wide, high] = [stream.uniform(0.3, 0.6), stream.uniform(0.3, 0.6)];
  const spikes = stream.uniform() < 0.3 ? stream.uniform(0.3, 0.7) : 1;
  return times(n, (i): Point => {
    const [sine, cosine] = turn(start + (2 * Math.PI * i) / n);
    const size = (i % 2 === 0 ? 1 : spikes) * stream.uniform(0.8, 1.1);
    return [wide * size * cosine, high * size * sine];
  });
};

/** A polygon or a star, with lines inside and around it. */
export const outline: Shape = (stream) => {
  const points = corners(stream, between(stream, 3, 10));
  const strokes: Stroke[] = [{ points: [...points, points[0]], curved: stream.uniform() < 0.2 }];
  for (let more = stream.integer(4); more > 0; more--)
    strokes.push(edge(stream, choose(stream, points), [stream.uniform(-0.6, 0.6), stream.uniform(-0.6, 0.6)], 0.2));
  return pens(stream, strokes);
};

/** Filled polygons and ellipses over each other, some cut out of the others. */
export const filled: Shape = (stream) =>
  times(between(stream, 1, 5), (i): Part => {
    const [x, y] = i === 0 ? [0, 0] : [stream.uniform(-0.5, 0.5), stream.uniform(-0.5, 0.5)];
    const size = i === 0 ? 1 : stream.uniform(0.2, 1);
    const shape =
      stream.uniform() < 0.5
        ? ellipsePoints([0, 0], stream.uniform(0.2, 0.6), stream.uniform(0.2, 0.6), 0, 2 * Math.PI)
        : corners(stream, between(stream, 3, 8));
    return {
      filled: shape.map(([a, b]): Point => [x + size * a, y + size * b]),
      hole: i > 0 && stream.uniform() < 0.2,
    };
  });

/** Short lines and dots here and there. */
export const dots: Shape = (stream) =>
  pens(
    stream,
    times(between(stream, 2, 12), (): Stroke => {
      const [x, y] = [stream.uniform(), stream.uniform()];
      const length = stream.uniform() < 0.5 ? 0.01 : 0.25;
      return {
        points: [
          [x, y],
          [x + stream.uniform(-length, length), y + stream.uniform(-length, length)],
        ],
      };
    }),
  );
