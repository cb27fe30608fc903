import { strokeWidth } from './fit-digit.js';
import type { Plane } from './picture.js';

/** Wider than so many times its height, a digit may be two; of MNIST's one in a hundred is. */
const wide = 1.35;
/** From this width on it may be two that hang together by little: narrower than two ones beside each other. */
const narrowest = 0.5;
/** The most ink that a cut from top to bottom may cross, in widths of the stroke. */
const neck = 1.6;
/** Wider than so many times its height, a cut may cross ink twice, as a narrower zero would let it. */
const roomy = 1.2;
/** How high what is on either side of it is at least, of the whole. */
const tall = 0.75;
/** How much of the ink is on either side at least. */
const least = 0.2;
/** From this on a cell is crossed as ink. */
const inked = 0.2;
/** Rows that are looked at. */
const mostRows = 48;

/** A plane in which one cell stands for some pixels, by their mean. */
const coarse = ({ width, height, values }: Plane): Plane => {
  const factor = Math.max(1, Math.ceil(height / mostRows));
  const [columns, rows] = [Math.ceil(width / factor), Math.ceil(height / factor)];
  const cells = new Float32Array(columns * rows);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0, row = ((y / factor) | 0) * columns; x < width; x++, at++)
      cells[row + ((x / factor) | 0)] += values[at] / (factor * factor);
  return { width: columns, height: rows, values: cells };
};

/** For each cell the least ink on a way to it from the first row, which goes a cell to either side in each at most. */
const waysDown = ({ width, height, values }: Plane): Float32Array => {
  const least = values.slice();
  for (let y = 1, at = width; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      let before = least[at - width];
      if (x > 0 && least[at - width - 1] < before) before = least[at - width - 1];
      if (x < width - 1 && least[at - width + 1] < before) before = least[at - width + 1];
      least[at] += before;
    }
  return least;
};

/** Upside down. */
const flipped = ({ width, height, values }: Plane): Plane => {
  const turned = new Float32Array(values.length);
  for (let y = 0; y < height; y++) turned.set(values.subarray(y * width, (y + 1) * width), (height - 1 - y) * width);
  return { width, height, values: turned };
};

/** The columns of the best way from a cell to the first row, from that row on. */
const followed = (ways: Float32Array, width: number, x: number, y: number): number[] => {
  const columns = [x];
  for (let row = y - 1, column = x; row >= 0; row--) {
    const [from, to] = [column > 0 ? column - 1 : 0, column < width - 1 ? column + 1 : column];
    for (let next = from, best = Infinity; next <= to; next++)
      if (ways[row * width + next] < best) [best, column] = [ways[row * width + next], next];
    columns.push(column);
  }
  return columns.reverse();
};

/** Whether a cut, one column in each row, has much and high ink on both sides. */
const dividesInTwo = ({ width, values }: Plane, cut: readonly number[], height: number): boolean => {
  const sides = [0, 1].map(() => ({ ink: 0, top: Infinity, bottom: -1 }));
  cut.forEach((column, y) => {
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x];
      if (x === column || value === 0) continue;
      const side = sides[x < column ? 0 : 1];
      side.ink += value;
      if (value < 0.5) continue;
      if (y < side.top) side.top = y;
      side.bottom = y + 1;
    }
  });
  const all = sides[0].ink + sides[1].ink;
  return sides.every(({ ink, top, bottom }) => ink >= least * all && bottom - top >= tall * height);
};

/** How often a cut goes into ink. */
const crossings = ({ width, values }: Plane, cut: readonly number[]): number => {
  let [count, before] = [0, false];
  cut.forEach((column, y) => {
    const isInk = values[y * width + column] >= inked;
    if (isInk && !before) count++;
    before = isInk;
  });
  return count;
};

/** How far ink reaches along one axis: the places whose greatest value is at least half of ink. */
const reach = (count: number, other: number, value: (i: number, j: number) => number): number => {
  let [first, last] = [count, -1];
  for (let i = 0; i < count; i++)
    for (let j = 0; j < other; j++)
      if (value(i, j) >= 0.5) {
        if (i < first) first = i;
        last = i;
      }
  return Math.max(0, last + 1 - first);
};

/**
 * Whether ink that hangs together may be two digits that touch: far wider than high, or such that a cut from top to bottom, straight or
 * slanted, crosses about one stroke and leaves high ink on both sides.
 *
 * @param ink - one digit, or two, 0 paper to 1 ink, with little around
 */
export const looksLikeTwo = (ink: Plane): boolean => {
  const small = coarse(ink);
  const { width: columns, height: rows, values } = small;
  const [width, height] = [
    reach(columns, rows, (x, y) => values[y * columns + x]),
    reach(rows, columns, (y, x) => values[y * columns + x]),
  ];
  if (width > wide * height) return true;
  if (width < narrowest * height) return false;
  const most = neck * strokeWidth(small);
  const [down, up] = [waysDown(small), waysDown(flipped(small))];
  const middle = rows >> 1;
  for (let x = 0; x < columns; x++) {
    const at = middle * columns + x;
    if (down[at] + up[(rows - 1 - middle) * columns + x] - values[at] > most) continue;
    const below = followed(up, columns, x, rows - 1 - middle).reverse();
    const cut = [...followed(down, columns, x, middle), ...below.slice(1)];
    if (crossings(small, cut) <= (width > roomy * height ? 2 : 1) && dividesInTwo(small, cut, height)) return true;
  }
  return false;
};
