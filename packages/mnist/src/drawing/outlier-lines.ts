import type { Random } from '@interp/core';
import { between, choose, edge, ellipsePoints, pens, times, type Part, type Shape } from './shape-parts.js';
import { turn } from './turn.js';
import type { Point, Stroke } from './stroke.js';

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

/** Where a stem stands and how it leans, from its top to its foot. */
const stemOf = (stream: Random, x: number, top: number, foot: number): ((y: number) => Point) => {
  const lean = stream.normal(0, 0.06) + (stream.uniform() < 0.15 ? stream.uniform(-0.5, 0.5) : 0);
  return (y) => [x + lean * (0.5 - y), top + (foot - top) * y];
};

/** What is joined to a stem on one side, between two heights of it. */
const joint = (stream: Random, stem: (y: number) => Point, from: number, to: number, side: 1 | -1): Stroke => {
  const [[ax, ay], [bx, by]] = [stem(from), stem(to)];
  const out = side * stream.uniform(0.25, 0.7);
  const off = (): number => stream.normal(0, 0.04);
  const kind = stream.integer(6);
  const bend = (xs: readonly number[], ys: readonly number[]): Stroke => ({
    points: xs.map((x, i): Point => [x + off(), ys[i] + off()]),
    curved: true,
  });
  const middle = (ay + by) / 2;
  // A bowl, an arch with its own foot, a bar, a slanted line, a hook, an open bow.
  if (kind === 0) return bend([ax, ax + 0.7 * out, ax + out, bx + 0.7 * out, bx], [ay, ay, middle, by, by]);
  if (kind === 1) return bend([ax, ax + 0.5 * out, ax + out, ax + out], [ay + 0.15, ay, ay + 0.2, by]);
  if (kind === 2) return edge(stream, [ax, ay], [ax + out, ay + off()], 0.1);
  if (kind === 3) return edge(stream, stream.uniform() < 0.5 ? [ax, ay] : [ax, middle], [ax + out, by], 0.2);
  if (kind === 4) return bend([bx, bx + 0.3 * out, bx + out, bx + out], [by - 0.1, by, by, by - 0.2]);
  return bend([ax + out, ax + 0.5 * out, ax, bx + 0.5 * out, bx + out], [ay + 0.1, ay, middle, by, by - 0.1]);
};

/** One to three stems, with bowls, arches, bars, hooks and slanted lines joined to them. */
export const stemsAndJoints: Shape = (stream) => {
  const stems = choose(stream, [1, 1, 2, 2, 3]);
  const apart = stream.uniform(0.35, 0.8);
  const isLow = stream.uniform() < 0.3;
  const strokes: Stroke[] = [];
  for (let i = 0; i < stems; i++) {
    const [top, foot] = [isLow && i > 0 ? 0.4 : choose(stream, [0, 0, -0.2]), choose(stream, [1, 1, 1, 1.4])];
    const stem = stemOf(stream, i * apart, top, foot);
    strokes.push(edge(stream, stem(0), stem(1), 0.1));
    const joints = stems === 1 ? between(stream, 2, 3) : between(stream, i === 0 ? 1 : 0, 2);
    for (let more = joints; more > 0; more--) {
      const [from, to] = choose(stream, [
        [0, 0.5],
        [0.5, 1],
        [0, 1],
        [0.3, 0.75],
        [0.3, 1],
      ] as const);
      strokes.push(joint(stream, stem, from, to, stems === 1 && stream.uniform() < 0.25 ? -1 : 1));
    }
  }
  if (stems > 1 && stream.uniform() < 0.6) {
    const [a, b] = [stream.uniform(0.1, 0.9), stream.uniform() < 0.6 ? 0 : stream.uniform(-0.8, 0.8)];
    strokes.push(edge(stream, [0, a], [apart * (stems - 1), Math.min(1, Math.max(0, a + b))], 0.15));
  }
  return pens(stream, strokes);
};
