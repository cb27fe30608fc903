import { compiledKernel } from './compiled-kernel.js';

/**
 * A kernel of our own: (a + base) b, with the attribute `transposeA` (a + base)ᵀ b, with `transposeB` (a + base) bᵀ, where `base` `[inner]` is
 * added to every row of a `[rows, inner]`, of whose values many are 0. They are passed over: states of binary units and images on a plain
 * background are such.
 */
export const sparseMatMul = compiledKernel(
  'SparseMatMul',
  ({ native, inputs: { a, base, b }, attributes: { transposeA, transposeB }, at, make, room }) => {
    const [rows, inner] = a.shape;
    if (transposeA === true) {
      const columns = b.shape[1];
      const [out, lists, sums] = [make([inner, columns]), room(8 * rows + 2), room(columns)];
      const places = [a, base, b, out, lists, sums].map(at);
      native.sparseTransposedProduct(...places, rows, columns, inner);
      return [out];
    }
    const columns = b.shape[transposeB === true ? 0 : 1];
    const out = make([rows, columns]);
    const rooms = [room(2 * (rows + 1) * inner + 2), room(rows + 1), room(columns)];
    const panel = transposeB === true ? room(32 * inner) : undefined;
    native.sparseProduct(...[a, base, b, out, ...rooms, panel].map(at), rows, columns, inner);
    return [out];
  },
);
