import { putFour, takeFour } from './fours';

/** Copies eight columns of B from `first` on, rows `low` to `high`, row by row; columns beyond the last are 0. */
@inline
function packPanel(b: usize, panel: usize, low: i32, high: i32, first: i32, columns: i32, rowStep: usize, columnStep: usize): void {
  const count = min(8, columns - first);
  let from = b + <usize>low * rowStep + <usize>first * columnStep;
  if (count == 8 && columnStep == 4) {
    for (let k = low; k < high; k++, from += rowStep, panel += 32) {
      v128.store(panel, v128.load(from));
      v128.store(panel, v128.load(from, 16), 16);
    }
    return;
  }
  if (count < 8) memory.fill(panel, 0, <usize>(high - low) << 5);
  let k = low;
  if (count == 8 && rowStep == 4) {
    for (; k + 4 <= high; k += 4, from += 16, panel += 128) {
      transposeFour(from, panel, columnStep, 32);
      transposeFour(from + 4 * columnStep, panel + 16, columnStep, 32);
    }
  }
  for (; k < high; k++, from += rowStep, panel += 32)
    for (let j = 0; j < count; j++) store<f32>(panel + (<usize>j << 2), load<f32>(from + <usize>j * columnStep));
}

/** Four rows of four, `step` apart, become four columns, `apart` bytes apart. */
@inline
export function transposeFour(from: usize, to: usize, step: usize, apart: usize): void {
  const p = v128.load(from);
  const q = v128.load(from + step);
  const r = v128.load(from + 2 * step);
  const s = v128.load(from + 3 * step);
  const pq = i8x16.shuffle(p, q, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const rs = i8x16.shuffle(r, s, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const pq2 = i8x16.shuffle(p, q, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  const rs2 = i8x16.shuffle(r, s, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  v128.store(to, i8x16.shuffle(pq, rs, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
  v128.store(to + apart, i8x16.shuffle(pq, rs, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
  v128.store(to + 2 * apart, i8x16.shuffle(pq2, rs2, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
  v128.store(to + 3 * apart, i8x16.shuffle(pq2, rs2, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
}

/** Rows of B that fit the first-level cache as a panel of eight columns. */
const DEPTH: i32 = 512;

/**
 * out[m, n] = bias[n] + Σ_k A[m, k] B[k, n], in panels of eight columns and tiles of four rows; each sum is taken in the order of k,
 * as XNNPACK does, whose results are the same to the last bit. Steps are in bytes from one row or column to the next, so that either
 * matrix may be transposed, and the result be some columns of a wider one. `panel` has room for 4096 values; without a bias `bias` is 0.
 */
export function product(
  a: usize, b: usize, bias: usize, out: usize, panel: usize,
  rows: i32, columns: i32, inner: i32,
  aRow: usize, aColumn: usize, bRow: usize, bColumn: usize, outRow: usize,
): void {
  for (let low = 0; low < inner; low += DEPTH) {
    const high = min(inner, low + DEPTH);
    const begun = low > 0;
    for (let n = 0; n < columns; n += 8) {
      packPanel(b, panel, low, high, n, columns, bRow, bColumn);
      const count = min(8, columns - n);
      const rest = count - 4;
      let to = out + (<usize>n << 2);
      let left = a + <usize>low * aColumn;
      let startA = f32x4.splat(0);
      let startB = startA;
      if (bias != 0 && !begun) {
        startA = takeFour(bias + (<usize>n << 2), count);
        startB = takeFour(bias + (<usize>n << 2) + 16, rest);
      }
      let m = 0;
      for (; m + 4 <= rows; m += 4) {
        const to1 = to + outRow;
        const to2 = to1 + outRow;
        const to3 = to2 + outRow;
        let a0 = startA, a1 = startA, a2 = startA, a3 = startA, b0 = startB, b1 = startB, b2 = startB, b3 = startB;
        if (begun) {
          a0 = takeFour(to, count);
          b0 = takeFour(to + 16, rest);
          a1 = takeFour(to1, count);
          b1 = takeFour(to1 + 16, rest);
          a2 = takeFour(to2, count);
          b2 = takeFour(to2 + 16, rest);
          a3 = takeFour(to3, count);
          b3 = takeFour(to3 + 16, rest);
        }
        let p = left;
        let q = panel;
        for (let k = low; k < high; k++, p += aColumn, q += 32) {
          const u = v128.load(q);
          const v = v128.load(q, 16);
          let s = v128.load32_splat(p);
          a0 = f32x4.add(a0, f32x4.mul(s, u));
          b0 = f32x4.add(b0, f32x4.mul(s, v));
          s = v128.load32_splat(p + aRow);
          a1 = f32x4.add(a1, f32x4.mul(s, u));
          b1 = f32x4.add(b1, f32x4.mul(s, v));
          s = v128.load32_splat(p + 2 * aRow);
          a2 = f32x4.add(a2, f32x4.mul(s, u));
          b2 = f32x4.add(b2, f32x4.mul(s, v));
          s = v128.load32_splat(p + 3 * aRow);
          a3 = f32x4.add(a3, f32x4.mul(s, u));
          b3 = f32x4.add(b3, f32x4.mul(s, v));
        }
        putFour(to, count, a0);
        putFour(to + 16, rest, b0);
        putFour(to1, count, a1);
        putFour(to1 + 16, rest, b1);
        putFour(to2, count, a2);
        putFour(to2 + 16, rest, b2);
        putFour(to3, count, a3);
        putFour(to3 + 16, rest, b3);
        to = to3 + outRow;
        left += 4 * aRow;
      }
      for (; m < rows; m++, to += outRow, left += aRow) {
        let a0 = begun ? takeFour(to, count) : startA;
        let b0 = begun ? takeFour(to + 16, rest) : startB;
        let p = left;
        let q = panel;
        for (let k = low; k < high; k++, p += aColumn, q += 32) {
          const s = v128.load32_splat(p);
          a0 = f32x4.add(a0, f32x4.mul(s, v128.load(q)));
          b0 = f32x4.add(b0, f32x4.mul(s, v128.load(q, 16)));
        }
        putFour(to, count, a0);
        putFour(to + 16, rest, b0);
      }
    }
  }
}
