import type { Random } from '@interp/core';
import { digitStrokes } from './digit-strokes.js';
import { between, choose, edge, ellipsePoints, pens, times, type Shape } from './shape-parts.js';
import { polyline, type Point, type Stroke } from './stroke.js';
import { turn } from './turn.js';

/** Where a part of the way along a polyline is. */
const along = (line: readonly Point[], share: number): Point => {
  const at = share * (line.length - 1);
  const i = Math.min(line.length - 2, Math.floor(at));
  const [[ax, ay], [bx, by]] = [line[i], line[i + 1]];
  return [ax + (at - i) * (bx - ax), ay + (at - i) * (by - ay)];
};

/** Lines that meet in one place, some of them through it, and sometimes one more across an end: forks, crosses, corners, tees. */
export const fork: Shape = (stream) => {
  const arms = between(stream, 2, 4);
  const start = stream.uniform(0, 2 * Math.PI);
  const isEven = stream.uniform() < 0.3;
  const angles = times(arms, (i) =>
    isEven ? start + (2 * Math.PI * i) / arms + stream.normal(0, 0.2) : (stream.integer(8) * Math.PI) / 4,
  ).map((angle) => angle + stream.normal(0, 0.12));
  const bent = choose(stream, [0, 0.2, 0.6]);
  const ends = angles.map((angle): Point => {
    const [sine, cosine] = turn(angle);
    const length = choose(stream, [0.3, 0.5, 0.5, 0.8]);
    return [length * cosine, length * sine];
  });
  const strokes = ends.map((end) => edge(stream, [stream.normal(0, 0.03), stream.normal(0, 0.03)], end, bent));
  if (stream.uniform() < 0.5) {
    const [x, y] = choose(stream, ends);
    const [across, shift] = [stream.uniform(0.15, 0.5), stream.normal(0, 0.08)];
    const isFlat = Math.abs(y) > Math.abs(x);
    strokes.push(
      isFlat
        ? edge(stream, [x - across + shift, y], [x + across + shift, y + stream.normal(0, 0.05)], 0.2)
        : edge(stream, [x, y - across + shift], [x + stream.normal(0, 0.05), y + across + shift], 0.2),
    );
  }
  return pens(stream, strokes);
};

/** An arc that stays open, round or nearly square, with straight ends, a stem, a bar, a dot or a hook: cups, arches, hooks. */
export const hook: Shape = (stream) => {
  const [wide, high] = [stream.uniform(0.2, 0.5), stream.uniform(0.2, 0.5)];
  const quarter = stream.integer(4);
  const open = stream.uniform(0.7, 2.2);
  const from = (quarter * Math.PI) / 2 + open / 2 + stream.normal(0, 0.15);
  const arc = ellipsePoints([0, 0], wide, high, from, choose(stream, [-1, 1, 1, 1]) * (2 * Math.PI - open));
  // Nearly square where each place is drawn outwards.
  const square = stream.uniform() < 0.3 ? stream.uniform(0.1, 0.35) : 0;
  const points = arc.map(([x, y]): Point => {
    const out = 1 + (square * 4 * Math.abs(x * y)) / (wide * high);
    return [out * x, out * y];
  });
  const [first, last] = [points[0], points[points.length - 1]];
  const isUpright = quarter % 2 === 1;
  const straight = (): number => (stream.uniform() < 0.6 ? stream.uniform(0.1, 0.8) : 0);
  const sign = quarter < 2 ? 1 : -1;
  const [one, other] = [sign * straight(), sign * straight()];
  const away = ([x, y]: Point, length: number): Point => (isUpright ? [x, y + length] : [x + length, y]);
  const strokes: Stroke[] = [
    {
      points: [...(one === 0 ? [] : [away(first, one)]), ...points, ...(other === 0 ? [] : [away(last, other)])],
      curved: true,
    },
  ];
  const extra = stream.integer(6);
  if (extra === 0) strokes.push(edge(stream, [first[0], first[1] - 0.3], [first[0], first[1] + 0.6], 0.1));
  if (extra === 1) strokes.push(edge(stream, [last[0] - 0.3, last[1]], [last[0] + 0.3, last[1]], 0.1));
  if (extra === 2) {
    const [x, y] = [stream.uniform(-0.4, 0.4), -high - stream.uniform(0.15, 0.4)];
    strokes.push({
      points: [
        [x, y],
        [x + 0.02, y + 0.02],
      ],
    });
  }
  if (extra === 3) strokes.push(edge(stream, [-wide, 0], [stream.uniform(0, wide), stream.normal(0, 0.05)], 0.2));
  return pens(stream, strokes);
};

/** A pen that goes on from left to right, up and down in humps, cups, points and loops, as joined handwriting does. */
export const cursive: Shape = (stream) => {
  const humps = between(stream, 1, 4);
  const step = stream.uniform(0.25, 0.6);
  const slant = stream.normal(0, 0.15);
  const points: Point[] = [];
  let x = 0;
  const add = (dx: number, y: number): void => {
    x += dx;
    points.push([x - slant * y + stream.normal(0, 0.02), y + stream.normal(0, 0.03)]);
  };
  if (stream.uniform() < 0.5) add(0, stream.uniform(0.5, 1));
  for (let i = 0; i < humps; i++) {
    const top = choose(stream, [0, 0, 0, -0.7]);
    const bottom = choose(stream, [1, 1, 1, 1.7]);
    const kind = stream.integer(5);
    if (kind === 0)
      [
        [0, 1],
        [0.3 * step, 0.15],
        [0.4 * step, 0],
        [0.3 * step, 0.3],
        [0, bottom],
      ].forEach(([dx, y]) => add(dx, y));
    else if (kind === 1)
      [
        [0, top],
        [0, 0.7],
        [0.3 * step, 1],
        [0.4 * step, 0.8],
        [0.3 * step, 0],
      ].forEach(([dx, y]) => add(dx, y));
    else if (kind === 2)
      [
        [0.5 * step, top],
        [0.5 * step, bottom],
      ].forEach(([dx, y]) => add(dx, y));
    else if (kind === 3)
      [
        [0, 0.8],
        [0.9 * step, top + 0.15],
        [-0.2 * step, top],
        [-0.35 * step, top + 0.25],
        [0, bottom],
      ].forEach(([dx, y]) => add(dx, y));
    else
      [
        [0, 0.1],
        [0.1 * step, bottom - 0.1],
        [-0.4 * step, bottom],
        [-0.2 * step, bottom - 0.3],
        [0.9 * step, 0.6],
      ].forEach(([dx, y]) => add(dx, y));
  }
  if (stream.uniform() < 0.5) add(0.5 * step, stream.uniform(0.5, 1));
  const strokes: Stroke[] = [{ points, curved: stream.uniform() < 0.85 }];
  if (stream.uniform() < 0.2) {
    const y = stream.uniform(-0.5, 0.8);
    strokes.push(edge(stream, [-0.2, y], [x + 0.1, y + stream.normal(0, 0.1)], 0.2));
  }
  return pens(stream, strokes);
};

/** Some of a way to write a digit, from one place along its strokes to another, in a box of about 1. */
const piece = (stream: Random): Point[] => {
  const ways = choose(stream, digitStrokes);
  const line = polyline(choose(stream, choose(stream, ways)));
  const share = stream.uniform(0.3, 0.75);
  const from = choose(stream, [0, 1 - share, stream.uniform(0, 1 - share)]);
  return times(9, (i): Point => {
    const [x, y] = along(line, from + (share * i) / 8);
    return [x / 20 + stream.normal(0, 0.015), y / 20 + stream.normal(0, 0.015)];
  });
};

/** Two or three pieces of digits, turned by quarters, mirrored, and joined where one ends, in its middle, or at their sides. */
export const pieces: Shape = (stream) => {
  const placed: Point[][] = [];
  for (let left = between(stream, 2, 3); left > 0; left--) {
    const quarters = stream.uniform() < 0.5 ? stream.integer(4) : 0;
    const mirror = stream.uniform() < 0.4 ? -1 : 1;
    const size = stream.uniform(0.6, 1.1);
    const drawn = piece(stream).map(([x, y]): Point => {
      let [a, b] = [size * mirror * x, size * y];
      for (let i = 0; i < quarters; i++) [a, b] = [-b, a];
      return [a, b];
    });
    const joint = placed.length === 0 ? undefined : choose(stream, placed);
    const to =
      joint === undefined ? [0, 0] : choose(stream, [joint[0], joint[8], joint[8], joint[4], choose(stream, joint)]);
    const at = choose(stream, [drawn[0], drawn[0], drawn[8], drawn[4]]);
    placed.push(drawn.map(([x, y]): Point => [x - at[0] + to[0], y - at[1] + to[1]]));
  }
  return pens(
    stream,
    placed.map((points): Stroke => ({ points, curved: true })),
  );
};
