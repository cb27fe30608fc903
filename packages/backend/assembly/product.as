import { multiplyAdd } from './multiply-add';
import { putFour, takeFour } from './fours';

/** Transposes four by four values: rows `step` bytes apart into rows `apart` bytes apart. */
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

/**
 * Packs up to four lines of `depth` values side by side: the first value of each line, `apart` bytes later the second of each, and so on. Lines
 * begin `line` bytes apart, and their values are `step` bytes apart; missing lines count as 0.
 */
function packFour(from: usize, to: usize, count: i32, depth: i32, line: usize, step: usize, apart: usize): void {
  let k = 0;
  if (count >= 4) {
    if (line == 4) {
      for (; k < depth; k++, from += step, to += apart) v128.store(to, v128.load(from));
      return;
    }
    if (step == 4) for (; k + 4 <= depth; k += 4, from += 16, to += 4 * apart) transposeFour(from, to, line, apart);
  }
  for (; k < depth; k++, from += step, to += apart) {
    let four = f32x4.splat(0);
    if (count > 0) four = v128.load32_zero(from);
    if (count > 1) four = v128.load32_lane(from + line, four, 1);
    if (count > 2) four = v128.load32_lane(from + 2 * line, four, 2);
    if (count > 3) four = v128.load32_lane(from + 3 * line, four, 3);
    v128.store(to, four);
  }
}

/** How many terms of each sum are added per pass, so that a panel of eight columns stays in the first-level cache. */
const DEPTH: i32 = 512;
/** How many rows are packed per pass, so that they stay in the second-level cache. */
const ROWS: i32 = 128;

/**
 * Adds four packed rows times eight packed columns to what `out` holds or, in the first pass, to the bias; each sum is taken in the order of
 * k. Only `rows` by `columns` values of the tile are written.
 */
@inline
function tile(left: usize, right: usize, depth: i32, out: usize, outRow: usize, rows: i32, columns: i32, begun: bool, startA: v128, startB: v128): void {
  const rest = columns - 4;
  const out1 = out + outRow;
  const out2 = out1 + outRow;
  const out3 = out2 + outRow;
  let a0 = startA, a1 = startA, a2 = startA, a3 = startA, b0 = startB, b1 = startB, b2 = startB, b3 = startB;
  if (begun) {
    a0 = takeFour(out, columns);
    b0 = takeFour(out + 16, rest);
    if (rows > 1) {
      a1 = takeFour(out1, columns);
      b1 = takeFour(out1 + 16, rest);
    }
    if (rows > 2) {
      a2 = takeFour(out2, columns);
      b2 = takeFour(out2 + 16, rest);
    }
    if (rows > 3) {
      a3 = takeFour(out3, columns);
      b3 = takeFour(out3 + 16, rest);
    }
  }
  for (const end = left + (<usize>depth << 4); left < end; left += 16, right += 32) {
    const u = v128.load(right);
    const v = v128.load(right, 16);
    let s = v128.load32_splat(left);
    a0 = multiplyAdd(s, u, a0);
    b0 = multiplyAdd(s, v, b0);
    s = v128.load32_splat(left, 4);
    a1 = multiplyAdd(s, u, a1);
    b1 = multiplyAdd(s, v, b1);
    s = v128.load32_splat(left, 8);
    a2 = multiplyAdd(s, u, a2);
    b2 = multiplyAdd(s, v, b2);
    s = v128.load32_splat(left, 12);
    a3 = multiplyAdd(s, u, a3);
    b3 = multiplyAdd(s, v, b3);
  }
  putFour(out, columns, a0);
  putFour(out + 16, rest, b0);
  if (rows > 1) {
    putFour(out1, columns, a1);
    putFour(out1 + 16, rest, b1);
  }
  if (rows > 2) {
    putFour(out2, columns, a2);
    putFour(out2 + 16, rest, b2);
  }
  if (rows > 3) {
    putFour(out3, columns, a3);
    putFour(out3 + 16, rest, b3);
  }
}

/**
 * out[m, n] = bias[n] + Σ_k A[m, k] B[k, n], in blocks of packed rows, panels of eight packed columns and tiles of four rows; each sum is
 * taken in the order of k. Steps are in bytes from one row or column to the next, so that either matrix may be transposed, and the
 * result may be some columns of a wider one. `room` has place for 512 values of each of eight columns and of up to 128 rows, a multiple of
 * four; without a bias `bias` is 0.
 */
export function product(
  a: usize, b: usize, bias: usize, out: usize, room: usize,
  rows: i32, columns: i32, inner: i32,
  aRow: usize, aColumn: usize, bRow: usize, bColumn: usize, outRow: usize,
): void {
  const panel = room;
  const block = room + 32 * DEPTH;
  for (let low = 0; low < inner; low += DEPTH) {
    const depth = min(DEPTH, inner - low);
    const begun = low > 0;
    for (let top = 0; top < rows; top += ROWS) {
      const bottom = min(rows, top + ROWS);
      for (let m = top, to = block; m < bottom; m += 4, to += <usize>depth << 4)
        packFour(a + <usize>m * aRow + <usize>low * aColumn, to, bottom - m, depth, aRow, aColumn, 16);
      for (let n = 0; n < columns; n += 8) {
        const count = columns - n;
        const from = b + <usize>low * bRow + <usize>n * bColumn;
        packFour(from, panel, count, depth, bColumn, bRow, 32);
        packFour(from + 4 * bColumn, panel + 16, count - 4, depth, bColumn, bRow, 32);
        let startA = f32x4.splat(0);
        let startB = startA;
        if (bias != 0) {
          startA = takeFour(bias + (<usize>n << 2), count);
          startB = takeFour(bias + (<usize>n << 2) + 16, count - 4);
        }
        let left = block;
        let to = out + <usize>top * outRow + (<usize>n << 2);
        for (let m = top; m < bottom; m += 4, to += 4 * outRow, left += <usize>depth << 4)
          tile(left, panel, depth, to, outRow, bottom - m, count, begun, startA, startB);
      }
    }
  }
}
