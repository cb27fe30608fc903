import { mostParts } from '../threads/board.js';
import { compiledKernel } from './compiled-kernel.js';

/**
 * A kernel of our own: (a + base) b, or with the attribute `transposeA` (a + base)ᵀ b, where `base` `[inner]` is added to every row of a
 * `[rows, inner]`, of whose values many are 0. They are passed over: images on a plain background are such.
 */
export const sparseMatMul = compiledKernel(
  'SparseMatMul',
  ({ native, inputs: { a, base, b }, attributes: { transposeA }, at, make, room, divide }) => {
    const [rows, inner] = a.shape;
    const columns = b.shape[1];
    if (transposeA === true) {
      const out = make([inner, columns]);
      const [list, sums] = [room(8 * rows + 2), room(columns)];
      native.sparseTransposedProduct(...[a, base, b, out, list, sums].map(at), rows, columns, inner);
      return [out];
    }
    const out = make([rows, columns]);
    const roomOfPart = 2 * inner + 2 + columns;
    const rooms = room(mostParts * roomOfPart);
    const [left, shared, right, to, from] = [a, base, b, out, rooms].map(at);
    divide('sparseProduct', { length: rows, work: (rows * columns * inner) / 4 }, (first, count, part) => {
      const list = from + 4 * part * roomOfPart;
      const places = [
        left + 4 * inner * first,
        shared,
        right,
        to + 4 * columns * first,
        list,
        list + 4 * (2 * inner + 2),
      ];
      return [...places, count, columns, inner];
    });
    return [out];
  },
);

/** A kernel of our own: (a + base) bᵀ, where `base` `[inner]` is added to every row of a `[rows, inner]` of 0 and 1: states of binary units. */
export const binaryMatMul = compiledKernel('BinaryMatMul', ({ native, inputs: { a, base, b }, at, make, room }) => {
  const [rows, inner] = a.shape;
  const columns = b.shape[0];
  const groups = Math.ceil(inner / 4);
  const [out, codes, panel, choices] = [
    make([rows, columns]),
    room(groups * (rows + 1)),
    room(64 * groups),
    room(256 * groups),
  ];
  native.binaryProduct(...[a, base, b, out, codes, panel, choices].map(at), rows, columns, inner);
  return [out];
});
