import { costOfValue } from '../../threads/divide.js';
import { compiledKernel } from '../compiled-kernel.js';

/**
 * A kernel of our own: (a + base) b, or with the attribute `transposeA` (a + base)ᵀ b, where `base` `[inner]` is added to every row of a
 * `[rows, inner]`. Zeros in `a` are skipped: images on a plain background have many.
 */
export const sparseMatMul = compiledKernel(
  'SparseMatMul',
  ({ inputs: { a, base, b }, attributes: { transposeA }, at, make, room, parts, divide }) => {
    const [rows, inner] = a.shape;
    const columns = b.shape[1];
    const work = (rows * columns * inner) / 4;
    const transposed = transposeA === true;
    const out = make([transposed ? inner : rows, columns]);
    const list = transposed ? 32 * rows : 2 * inner + 2;
    const line = 16 * Math.ceil(columns / 16);
    const roomOfPart = list + (transposed ? (rows + 1) * line + 15 : columns);
    const rooms = room(parts * roomOfPart);
    const [left, shared, right, to, from] = [a, base, b, out, rooms].map(at);
    const roomOf = (part: number): [list: number, row: number] => {
      const place = from + 4 * part * roomOfPart;
      return [place, place + 4 * list];
    };
    if (transposed)
      divide(
        'sparseTransposedProduct',
        { length: inner, unit: 4, work, again: (costOfValue / 3) * rows * columns },
        (first, some, part) => {
          const places = [left + 4 * first, shared + 4 * first, right, to + 4 * columns * first];
          return [...places, ...roomOf(part), rows, columns, inner, some];
        },
      );
    else
      divide('sparseProduct', { length: rows, work, again: columns * inner }, (first, count, part) => {
        const places = [left + 4 * inner * first, shared, right, to + 4 * columns * first];
        return [...places, ...roomOf(part), count, columns, inner];
      });
    return [out];
  },
);

/** A kernel of our own: (a + base) bᵀ, where `base` `[inner]` is added to every row of a `[rows, inner]` of 0 and 1: states of binary units. */
export const binaryMatMul = compiledKernel(
  'BinaryMatMul',
  ({ inputs: { a, base, b }, at, make, room, parts, divide }) => {
    const [rows, inner] = a.shape;
    const columns = b.shape[0];
    const groups = Math.ceil(inner / 4);
    const out = make([rows, columns]);
    const [codes, panel, choices] = [groups * (rows + 1), 64 * groups, 256 * groups + 15];
    const roomOfPart = codes + panel + choices;
    const rooms = room(parts * roomOfPart);
    const [left, shared, right, to, from] = [a, base, b, out, rooms].map(at);
    const division = { length: columns, unit: 16, work: (rows * columns * inner) / 4, again: 2 * rows * inner };
    divide('binaryProduct', division, (first, some, part) => {
      const place = from + 4 * part * roomOfPart;
      const places = [left, shared, right + 4 * inner * first, to + 4 * first];
      return [...places, place, place + 4 * codes, place + 4 * (codes + panel), rows, columns, inner, some];
    });
    return [out];
  },
);
