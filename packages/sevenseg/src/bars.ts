import type { FittedGeometry } from './geometry.js';
import { segmentLetters } from './segments.js';

/** One segment before it is slanted: a rectangle around the middle of the digit, x to the right, y down, in pixels. */
export interface Bar {
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

/**
 * The rectangles of the seven segments, a to g. Each reaches half a thickness beyond the corners at its ends, so that neighbours
 * share a square there.
 *
 * @param geometry - length and thickness
 * @returns seven rectangles
 */
export const bars = ({ length, thickness }: Pick<FittedGeometry, 'length' | 'thickness'>): readonly Bar[] =>
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
