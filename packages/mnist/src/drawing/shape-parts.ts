import type { Random } from '@interp/core';
import { turn } from './turn.js';
import type { Point, Stroke } from './stroke.js';

/** Strokes by one pen, or a filled polygon, a hole in what is below it, or of a level from 0 to 1. Any unit; a width of 1 is about that of the whole. */
export type Part =
  | { readonly strokes: readonly Stroke[]; readonly pen: number }
  | { readonly filled: readonly Point[]; readonly hole?: boolean; readonly level?: number };

/** Draws one kind of shape. Pens have a width of 1 or so, which is scaled afterwards. */
export type Shape = (stream: Random) => readonly Part[];

/** One of some values. */
export const choose = <Value>(stream: Random, values: readonly Value[]): Value => values[stream.integer(values.length)];
/** A list of n values. */
export const times = <Value>(n: number, make: (i: number) => Value): Value[] =>
  Array.from({ length: n }, (_, i) => make(i));
/** A whole number, both ends included. */
export const between = (stream: Random, low: number, high: number): number => low + stream.integer(high - low + 1);

/** Points of a part of an ellipse, by angles in radians. */
export const ellipsePoints = ([x, y]: Point, wide: number, high: number, from: number, sweep: number): Point[] => {
  const n = Math.max(3, Math.ceil(Math.abs(sweep) * 3));
  return times(n + 1, (i) => {
    const [sine, cosine] = turn(from + (sweep * i) / n);
    return [x + wide * cosine, y + high * sine];
  });
};

/** A line, straight or bent to one side. */
export const edge = (stream: Random, from: Point, to: Point, bent: number): Stroke => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const bulge = stream.uniform() < bent ? stream.uniform(-0.5, 0.5) : stream.normal(0, 0.03);
  const middle: Point = [(from[0] + to[0]) / 2 - bulge * dy, (from[1] + to[1]) / 2 + bulge * dx];
  return { points: [from, middle, to], curved: true };
};

/** All by one pen. */
export const pens = (stream: Random, strokes: readonly Stroke[]): Part[] => [
  { strokes, pen: stream.uniform(0.6, 1.4) },
];
