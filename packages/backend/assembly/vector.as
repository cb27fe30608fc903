import { multiplyAdd } from './multiply-add';

/** How many rows of B are added to the sums per pass. */
const TOGETHER: usize = 4;

/**
 * out[m, n] = bias[n] + Σ_k A[m, k] B[k, n] for so few rows that packing B would take longer than multiplying: B is read as it lies in
 * memory, once for each row. Each sum is taken in the order of k, as by `product`, with the same bits. Steps are given as there; `bias` is 0
 * where there is none.
 */
export function vectorProduct(
  a: usize, b: usize, bias: usize, out: usize,
  rows: i32, columns: i32, inner: i32,
  aRow: usize, aColumn: usize, bRow: usize, outRow: usize,
): void {
  const line = <usize>columns << 2;
  const vectors = <usize>(columns >> 2) << 4;
  for (let m = 0; m < rows; m++, a += aRow, out += outRow) {
    if (bias == 0) memory.fill(out, 0, line);
    else memory.copy(out, bias, line);
    let left = a;
    let from = b;
    let k = 0;
    for (; k + <i32>TOGETHER <= inner; k += <i32>TOGETHER, left += TOGETHER * aColumn, from += TOGETHER * bRow) {
      const s0 = v128.load32_splat(left);
      const s1 = v128.load32_splat(left + aColumn);
      const s2 = v128.load32_splat(left + 2 * aColumn);
      const s3 = v128.load32_splat(left + 3 * aColumn);
      const from1 = from + bRow;
      const from2 = from1 + bRow;
      const from3 = from2 + bRow;
      let n: usize = 0;
      for (; n < vectors; n += 16) {
        let sum = multiplyAdd(s0, v128.load(from + n), v128.load(out + n));
        sum = multiplyAdd(s1, v128.load(from1 + n), sum);
        sum = multiplyAdd(s2, v128.load(from2 + n), sum);
        v128.store(out + n, multiplyAdd(s3, v128.load(from3 + n), sum));
      }
      for (; n < line; n += 4) {
        let sum = multiplyAdd(s0, v128.load32_zero(from + n), v128.load32_zero(out + n));
        sum = multiplyAdd(s1, v128.load32_zero(from1 + n), sum);
        sum = multiplyAdd(s2, v128.load32_zero(from2 + n), sum);
        v128.store32_lane(out + n, multiplyAdd(s3, v128.load32_zero(from3 + n), sum), 0);
      }
    }
    for (; k < inner; k++, left += aColumn, from += bRow) {
      const s = v128.load32_splat(left);
      let n: usize = 0;
      for (; n < vectors; n += 16) v128.store(out + n, multiplyAdd(s, v128.load(from + n), v128.load(out + n)));
      for (; n < line; n += 4)
        v128.store32_lane(out + n, multiplyAdd(s, v128.load32_zero(from + n), v128.load32_zero(out + n)), 0);
    }
  }
}
