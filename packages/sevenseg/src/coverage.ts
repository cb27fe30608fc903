import type { FittedGeometry } from './geometry.js';
import { segmentLetters } from './segments.js';

/** One segment before it is slanted: a rectangle around the middle of the digit, x to the right, y down, in pixels. */
interface Bar {
  /** Left edge. */
  readonly left: number;
  /** Right edge. */
  readonly right: number;
  /** Upper edge. */
  readonly top: number;
  /** Lower edge. */
  readonly bottom: number;
}

/** The middle of each segment, in lengths of a segment. */
const middles: Readonly<Record<string, readonly [x: number, y: number]>> = {
  a: [0, -1],
  b: [0.5, -0.5],
  c: [0.5, 0.5],
  d: [0, 1],
  e: [-0.5, 0.5],
  f: [-0.5, -0.5],
  g: [0, 0],
};

/** The rectangles of the seven segments, a to g. Each goes half a thickness beyond the corners at its ends, so that neighbours overlap. */
const bars = ({ length, thickness }: Pick<FittedGeometry, 'length' | 'thickness'>): readonly Bar[] =>
  Array.from(segmentLetters, (letter) => {
    const [x, y] = middles[letter];
    const [along, across] = [(length + thickness) / 2, thickness / 2];
    const [halfWidth, halfHeight] = x === 0 ? [along, across] : [across, along];
    return {
      left: x * length - halfWidth,
      right: x * length + halfWidth,
      top: y * length - halfHeight,
      bottom: y * length + halfHeight,
    };
  });

type Interval = readonly [from: number, to: number];

/** Lines at which a slanted edge is looked at in a row of pixels: coverage is then right to a few thousandths. */
const linesPerRow = 16;

/** Where bars are cut by a horizontal line, before they are slanted and moved; what touches is joined. */
const cut = (lit: readonly Bar[], y: number): Interval[] => {
  const joined: [number, number][] = [];
  const here = lit.filter(({ top, bottom }) => top <= y && y < bottom);
  for (const { left, right } of here.sort((one, other) => one.left - other.left)) {
    const last = joined.at(-1);
    if (last && left <= last[1]) last[1] = Math.max(last[1], right);
    else joined.push([left, right]);
  }
  return joined;
};

/** Adds a line of a given height to a row of pixels. */
const addLine = (row: Float64Array, intervals: readonly Interval[], move: number, height: number): void => {
  for (const [left, right] of intervals) {
    const [from, to] = [left + move, right + move];
    const last = Math.min(row.length, to);
    for (let x = Math.max(0, Math.floor(from)); x < last; x++)
      row[x] += height * ((x + 1 < to ? x + 1 : to) - (x > from ? x : from));
  }
};

const lightMiddles = (row: Float64Array, intervals: readonly Interval[], move: number): void => {
  for (let x = 0; x < row.length; x++) {
    const middle = x + 0.5 - move;
    if (intervals.some(([from, to]) => from <= middle && middle < to)) row[x] = 1;
  }
};

/**
 * How much of every pixel the lit segments cover, what two of them cover counting once. With antialiasing this is exact where
 * nothing slants, for each row is cut where a segment begins or ends; without, it is 1 where the middle of a pixel is covered.
 *
 * @param state - which segments are lit
 * @param geometry - where they stand
 * @returns `height * width` numbers from 0 to 1
 */
export const coverage = (state: number, geometry: FittedGeometry): Float64Array => {
  const { height, width, shift, slant, antialias } = geometry;
  const all = bars(geometry);
  const lit = all.filter((_, bit) => (state >> bit) & 1);
  const edges = [...new Set(all.flatMap(({ top, bottom }) => [top, bottom]))].sort((one, other) => one - other);
  const [middle, down] = [width / 2 + shift[0], height / 2 + shift[1]];
  const lines = slant === 0 ? 1 : linesPerRow;
  const covered = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    const row = covered.subarray(y * width, (y + 1) * width);
    const [above, below] = [y - down, y + 1 - down];
    if (!antialias) {
      lightMiddles(row, cut(lit, above + 0.5), middle - slant * (above + 0.5));
      continue;
    }
    const cuts = [above, ...edges.filter((edge) => edge > above && edge < below), below];
    for (let piece = 0; piece + 1 < cuts.length; piece++) {
      const step = (cuts[piece + 1] - cuts[piece]) / lines;
      const intervals = cut(lit, cuts[piece] + step / 2);
      for (let line = 0; line < lines && intervals.length > 0; line++)
        addLine(row, intervals, middle - slant * (cuts[piece] + (line + 0.5) * step), step);
    }
  }
  return covered.map((part) => Math.min(1, part));
};
