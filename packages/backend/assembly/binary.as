import { putFour, takeFour } from './fours';
import { transposeFour } from './product';

/** Bytes of a row of a panel: sixteen columns, which are summed together. */
const WIDE: usize = 64;

/** Copies up to 16 rows of b into a panel, transposed, so that each becomes a column; missing ones are 0. */
function packTransposed(b: usize, panel: usize, inner: i32, count: i32): void {
  const line = <usize>inner << 2;
  if (count < 16) memory.fill(panel, 0, <usize>inner * WIDE);
  for (let c = 0; c < count; c += 4) {
    const from = b + <usize>c * line;
    const to = panel + (<usize>c << 2);
    let k: usize = 0;
    if (c + 4 <= count) for (; k + 4 <= <usize>inner; k += 4) transposeFour(from + (k << 2), to + k * WIDE, line, WIDE);
    for (; k < <usize>inner; k++)
      for (let i: usize = 0; i < <usize>min(4, count - c); i++)
        store<f32>(to + k * WIDE + (i << 2), load<f32>(from + i * line + (k << 2)));
  }
}

/** For each group of four rows of the panel, the sums of all sixteen subsets of them. */
function sumChoices(panel: usize, choices: usize, groups: i32): void {
  for (let g = 0; g < groups; g++, panel += 4 * WIDE, choices += 16 * WIDE) {
    memory.fill(choices, 0, WIDE);
    for (let choice: usize = 1; choice < 16; choice++) {
      const without = choices + (choice & (choice - 1)) * WIDE;
      const row = panel + ctz<usize>(choice) * WIDE;
      const to = choices + choice * WIDE;
      for (let at: usize = 0; at < WIDE; at += 16)
        v128.store(to + at, f32x4.add(v128.load(without + at), v128.load(row + at)));
    }
  }
}

/**
 * The first `some` columns of out = (a + 1 baseᵀ) bᵀ where all values of a [rows, inner] are 0 or 1, from sums of all subsets of four rows (the method of
 * the four Russians): four values of a, as a number from 0 to 15, say which of the sums is meant.
 * Buffers, with g = inner / 4 rounded up: `codes` has room for g (rows + 1) values, `panel` for 64 g and `choices` for 256 g.
 */
export function binaryProduct(
  a: usize, base: usize, b: usize, out: usize, codes: usize, panel: usize, choices: usize, rows: i32, columns: i32, inner: i32,
  some: i32,
): void {
  const groups = (inner + 3) >> 2;
  const line = <usize>groups << 2;
  const step = <usize>columns << 2;
  let code = codes;
  for (let r = 0; r < rows; r++)
    for (let left = inner, at: usize = 0; left > 0; left -= 4, at += 16 * WIDE, code += 4) {
      store<usize>(code, at + <usize>i32x4.bitmask(f32x4.ne(takeFour(a, left), f32x4.splat(0))) * WIDE);
      a += <usize>min(left, 4) << 2;
    }
  memory.fill(panel, 0, <usize>groups * 4 * WIDE);
  for (let c = 0; c < some; c += 16) {
    const count = min(16, some - c);
    packTransposed(b + <usize>c * (<usize>inner << 2), panel, inner, count);
    sumChoices(panel, choices, groups);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let k: usize = 0, row = panel; k < <usize>inner; k++, row += WIDE) {
      const value = v128.load32_splat(base + (k << 2));
      s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
      s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
      s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
      s3 = f32x4.add(s3, f32x4.mul(value, v128.load(row, 48)));
    }
    let to = out + (<usize>c << 2);
    for (let r = 0; r < rows; r += 2, to += 2 * step) {
      let first = codes + <usize>r * line;
      const end = first + line;
      const second = r + 1 < rows ? line : 0;
      let a0 = s0, a1 = s1, a2 = s2, a3 = s3, b0 = s0, b1 = s1, b2 = s2, b3 = s3;
      for (; first < end; first += 4) {
        const p = choices + load<usize>(first);
        const q = choices + load<usize>(first + second);
        a0 = f32x4.add(a0, v128.load(p));
        a1 = f32x4.add(a1, v128.load(p, 16));
        a2 = f32x4.add(a2, v128.load(p, 32));
        a3 = f32x4.add(a3, v128.load(p, 48));
        b0 = f32x4.add(b0, v128.load(q));
        b1 = f32x4.add(b1, v128.load(q, 16));
        b2 = f32x4.add(b2, v128.load(q, 32));
        b3 = f32x4.add(b3, v128.load(q, 48));
      }
      putFour(to, count, a0);
      putFour(to + 16, count - 4, a1);
      putFour(to + 32, count - 8, a2);
      putFour(to + 48, count - 12, a3);
      if (second == 0) continue;
      putFour(to + step, count, b0);
      putFour(to + step + 16, count - 4, b1);
      putFour(to + step + 32, count - 8, b2);
      putFour(to + step + 48, count - 12, b3);
    }
  }
}
