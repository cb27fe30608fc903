import type { Random } from '@interp/core';
import { choose, type Part } from './shape-parts.js';
import { polyline, type Point, type Stroke } from './stroke.js';

const isSteep = ([ax, ay]: Point, [bx, by]: Point): boolean => Math.abs(by - ay) > Math.abs(bx - ax);

/** Strokes by a broad nib, which is thick where they go down and thin where they go across, also along one stroke. */
const byNib = (strokes: readonly Stroke[], thick: number, thin: number): Part[] => {
  const [down, across]: [Stroke[], Stroke[]] = [[], []];
  for (const stroke of strokes) {
    const line = polyline(stroke);
    line.slice(1).forEach((to, i) => (isSteep(line[i], to) ? down : across).push({ points: [line[i], to] }));
  }
  return [
    { strokes: down, pen: thick },
    { strokes: across, pen: thin },
  ];
};

/** How far from other strokes an end is free. */
const free = 0.08;

/** Short bars across the free ends of strokes, some of them to one side only. */
const barsAcross = (stream: Random, strokes: readonly Stroke[]): Stroke[] => {
  const lines = strokes.map((stroke) => polyline(stroke));
  const half = stream.uniform(0.06, 0.18);
  const share = choose(stream, [0.5, 1, 1]);
  const isFree = ([x, y]: Point, own: number): boolean =>
    lines.every((line, i) => i === own || line.every(([u, v]) => (u - x) * (u - x) + (v - y) * (v - y) > free * free));
  return lines.flatMap((line, own) => {
    const ends = [
      [line[0], line[1]],
      [line[line.length - 1], line[line.length - 2]],
    ] as const;
    return ends
      .filter(([end]) => isFree(end, own) && stream.uniform() < share)
      .map(([[x, y], before]): Stroke => {
        const [one, other] = choose(stream, [
          [half, half],
          [half, half],
          [1.4 * half, 0],
          [0, 1.4 * half],
        ]);
        return {
          points: isSteep(before, [x, y])
            ? [
                [x - one, y],
                [x + other, y],
              ]
            : [
                [x, y - one],
                [x, y + other],
              ],
        };
      });
  });
};

/**
 * Draws the strokes of a shape by any pen: a round one as before, or a broad nib; some with short bars across their free ends, as type has.
 *
 * @param stream - which pen, and where bars are
 * @param parts - a shape; of strokes by one pen, or it stays as it is
 * @returns the shape by that pen
 */
export const byAnyPen = (stream: Random, parts: readonly Part[]): readonly Part[] => {
  const [part, ...others] = parts;
  if ('filled' in part || others.length > 0) return parts;
  const { strokes, pen } = part;
  const bars = stream.uniform() < 0.3 ? barsAcross(stream, strokes) : [];
  if (stream.uniform() < 0.7) return [{ strokes: [...strokes, ...bars], pen }];
  const thin = pen * stream.uniform(0.3, 0.8);
  return [...byNib(strokes, 1.2 * pen, thin), { strokes: bars, pen: thin }];
};
