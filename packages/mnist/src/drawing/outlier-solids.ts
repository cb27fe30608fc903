import type { Random } from '@interp/core';
import { between, choose, edge, ellipsePoints, pens, times, type Part, type Shape } from './shape-parts.js';
import { turn } from './turn.js';
import type { Point, Stroke } from './stroke.js';

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
  // Of many corners and with nothing inside it would be a zero.
  for (let more = stream.integer(4) + (points.length > 6 ? 1 : 0); more > 0; more--)
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

/** One side of a solid, from the top: how far it goes out at each height. */
const profile = (stream: Random): Point[] => {
  const n = between(stream, 3, 7);
  const isStraight = stream.uniform() < 0.3;
  const [top, bottom] = [stream.uniform(0.1, 0.5), stream.uniform(0.15, 0.5)];
  return times(n, (i): Point => {
    const y = i / (n - 1);
    return [isStraight ? top + (bottom - top) * y : stream.uniform(0.12, 0.5), y];
  });
};

/** Goes out and back at one height, as sleeves, handles and ears do. */
const limb = (stream: Random, from: number): Point[] => {
  const [out, down, thick] = [stream.uniform(0.15, 0.5), stream.uniform(-0.3, 0.6), stream.uniform(0.08, 0.3)];
  const x = stream.uniform(0.2, 0.45);
  return [
    [x, from],
    [x + out, from + down],
    [x + out - stream.uniform(-0.1, 0.15), from + down + thick],
    [x, from + thick + stream.uniform(0, 0.15)],
  ];
};

const mirrored = (points: readonly Point[]): Point[] => points.map(([x, y]): Point => [-x, y]);

/** Filled and alike on both sides, as clothes, jars and animals from the front are: with limbs, cut out, with stripes, of any grey. */
export const silhouette: Shape = (stream) => {
  const side = profile(stream);
  const level = stream.uniform() < 0.5 ? 1 : stream.uniform(0.4, 1);
  const parts: Part[] = [{ filled: [...side, ...mirrored(side).reverse()], level }];
  const both = (points: readonly Point[], how: object): void => {
    parts.push({ filled: points, ...how }, { filled: mirrored(points), ...how });
  };
  for (let limbs = stream.integer(3); limbs > 0; limbs--)
    both(limb(stream, stream.uniform(-0.1, 0.7)), { level: stream.uniform() < 0.7 ? level : level * 0.8 });
  if (stream.uniform() < 0.4) {
    // A neck above, or what is between legs.
    const [wide, deep] = [stream.uniform(0.03, 0.25), stream.uniform(0.1, 0.75)];
    const isAbove = stream.uniform() < 0.5;
    const [edgeAt, end] = isAbove ? [-0.1, deep / 2] : [1.1, 1 - deep];
    both(
      [
        [0, end],
        [0, edgeAt],
        [wide, edgeAt],
        [wide * stream.uniform(0.2, 1), end],
      ],
      { hole: true },
    );
  }
  for (let stripes = stream.uniform() < 0.35 ? between(stream, 1, 5) : 0; stripes > 0; stripes--) {
    const [y, thick] = [stream.uniform(0.1, 0.9), stream.uniform(0.02, 0.08)];
    both(
      [
        [0, y],
        [0.5, y],
        [0.5, y + thick],
        [0, y + thick],
      ],
      { hole: true },
    );
  }
  if (stream.uniform() < 0.3) {
    const [x, y, size] = [stream.uniform(0.05, 0.3), stream.uniform(0.1, 0.8), stream.uniform(0.03, 0.1)];
    both(ellipsePoints([x, y], size, size, 0, 2 * Math.PI), { hole: true });
  }
  return parts;
};
