import { strokeWidth } from './fit-digit.js';
import type { Plane } from './picture.js';

/** Wider than so many times its height, a digit may be two; of MNIST's one in a hundred is. */
const wide = 1.35;
/** From this width on it may be two that hang together by one stroke. */
const nearlySquare = 0.95;
/** The widest neck, in widths of the stroke. */
const neck = 1.4;
/** How high both sides of it are at least, of the whole. */
const tall = 0.7;

/** Rows of ink in each column, and how far they reach. */
const columnsOf = ({ width, height, values }: Plane) =>
  Array.from({ length: width }, (_, x) => {
    let [sum, top, bottom] = [0, height, 0];
    for (let y = 0; y < height; y++) {
      const value = values[y * width + x];
      sum += value;
      if (value < 0.5) continue;
      if (y < top) top = y;
      bottom = y + 1;
    }
    return { sum, top, bottom };
  });

/**
 * Whether ink that hangs together may be two digits that touch: far wider than high, or nearly square with a place near its middle where one
 * stroke alone joins two sides that are both high.
 *
 * @param ink - one digit, or two, 0 paper to 1 ink, with little around
 */
export const looksLikeTwo = (ink: Plane): boolean => {
  const columns = columnsOf(ink);
  const [first, last] = [
    columns.findIndex(({ bottom }) => bottom > 0),
    columns.findLastIndex(({ bottom }) => bottom > 0),
  ];
  const heightOf = (from: number, to: number): number => {
    const some = columns.slice(from, to).filter(({ bottom }) => bottom > 0);
    return Math.max(0, ...some.map(({ bottom }) => bottom)) - Math.min(ink.height, ...some.map(({ top }) => top));
  };
  const [width, height] = [last + 1 - first, heightOf(first, last + 1)];
  if (width > wide * height) return true;
  if (width < nearlySquare * height) return false;
  const thinnest = neck * strokeWidth(ink);
  for (let x = first + Math.ceil(width / 4); x < last - width / 4; x++)
    if (columns[x].sum < thinnest && Math.min(heightOf(first, x), heightOf(x + 1, last + 1)) >= tall * height)
      return true;
  return false;
};
