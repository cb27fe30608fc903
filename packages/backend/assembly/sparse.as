import { putFour, takeFour } from './fours';
import { sumRows } from './rows';

/** Bytes of a row's columns that are summed together. */
const WIDE: usize = 128;

/** Appends an entry to a list unless its value is 0: the offset of its row in the other matrix, then the value. Returns the end of the list. */
@inline
function listed(list: usize, value: f32, row: usize): usize {
  store<usize>(list, row);
  store<f32>(list + 4, value);
  return list + (<usize>(value != 0) << 3);
}

/** Lists the values of a row that are not 0. */
function listRow(row: usize, inner: i32, step: usize, list: usize): usize {
  let k = 0;
  let from: usize = 0;
  for (; k + 4 <= inner; k += 4, row += 16, from += 4 * step) {
    if (!v128.any_true(f32x4.ne(v128.load(row), f32x4.splat(0)))) continue;
    for (let lane: usize = 0; lane < 4; lane++) list = listed(list, load<f32>(row + (lane << 2)), from + lane * step);
  }
  for (; k < inner; k++, row += 4, from += step) list = listed(list, load<f32>(row), from);
  return list;
}

/** out = start + Σ value · b[row] over the entries of a list, for 32 columns. */
function addWide(list: usize, end: usize, b: usize, start: usize, out: usize): void {
  let s0 = v128.load(start), s1 = v128.load(start, 16), s2 = v128.load(start, 32), s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64), s5 = v128.load(start, 80), s6 = v128.load(start, 96), s7 = v128.load(start, 112);
  for (; list < end; list += 8) {
    const row = b + load<usize>(list);
    const value = v128.load32_splat(list, 4);
    s0 = f32x4.add(s0, f32x4.mul(value, v128.load(row)));
    s1 = f32x4.add(s1, f32x4.mul(value, v128.load(row, 16)));
    s2 = f32x4.add(s2, f32x4.mul(value, v128.load(row, 32)));
    s3 = f32x4.add(s3, f32x4.mul(value, v128.load(row, 48)));
    s4 = f32x4.add(s4, f32x4.mul(value, v128.load(row, 64)));
    s5 = f32x4.add(s5, f32x4.mul(value, v128.load(row, 80)));
    s6 = f32x4.add(s6, f32x4.mul(value, v128.load(row, 96)));
    s7 = f32x4.add(s7, f32x4.mul(value, v128.load(row, 112)));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

/** The same for any number of columns. */
function addRow(list: usize, end: usize, b: usize, start: usize, out: usize, columns: i32): void {
  let left = columns;
  for (; left >= 32; left -= 32, b += WIDE, start += WIDE, out += WIDE) addWide(list, end, b, start, out);
  for (; left > 0; left -= 4, b += 16, start += 16, out += 16) {
    let sum = takeFour(start, left);
    for (let at = list; at < end; at += 8)
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(at, 4), takeFour(b + load<usize>(at), left)));
    putFour(out, left, sum);
  }
}

/**
 * out = (a + 1 baseᵀ) b for a [rows, inner] with many zeros, which are skipped. `list` has room for 2 inner values and two more,
 * `start` for a row of the result.
 */
export function sparseProduct(
  a: usize, base: usize, b: usize, out: usize, list: usize, start: usize, rows: i32, columns: i32, inner: i32,
): void {
  const step = <usize>columns << 2;
  memory.fill(start, 0, step);
  addRow(list, listRow(base, inner, step, list), b, start, start, columns);
  for (let r = 0; r < rows; r++, a += <usize>inner << 2, out += step)
    addRow(list, listRow(a, inner, step, list), b, start, out, columns);
}

/**
 * out = (a + 1 baseᵀ)ᵀ b for the first `some` columns of a [rows, inner] with many zeros, which are skipped. `lists` has room for 8 rows
 * + 2 values and `sums` for a row of b.
 */
export function sparseTransposedProduct(
  a: usize, base: usize, b: usize, out: usize, lists: usize, sums: usize, rows: i32, columns: i32, inner: i32, some: i32,
): void {
  const step = <usize>columns << 2;
  const row = <usize>inner << 2;
  const room = <usize>rows << 3;
  sumRows(b, sums, rows, columns);
  for (let i = 0; i < some; i += 4) {
    const count = min(4, some - i);
    const list1 = lists + room;
    const list2 = list1 + room;
    const list3 = list2 + room;
    let end0 = lists, end1 = list1, end2 = list2, end3 = list3;
    let from = a + (<usize>i << 2);
    for (let r: usize = 0, at: usize = 0; r < <usize>rows; r++, from += row, at += step) {
      const four = takeFour(from, count);
      if (!v128.any_true(f32x4.ne(four, f32x4.splat(0)))) continue;
      end0 = listed(end0, f32x4.extract_lane(four, 0), at);
      end1 = listed(end1, f32x4.extract_lane(four, 1), at);
      end2 = listed(end2, f32x4.extract_lane(four, 2), at);
      end3 = listed(end3, f32x4.extract_lane(four, 3), at);
    }
    for (let lane = 0; lane < count; lane++) {
      const list = lists + <usize>lane * room;
      const end = lane == 0 ? end0 : lane == 1 ? end1 : lane == 2 ? end2 : end3;
      const to = out + <usize>(i + lane) * step;
      const value = f32x4.splat(load<f32>(base + (<usize>(i + lane) << 2)));
      for (let c: usize = 0, left = columns; left > 0; c += 16, left -= 4)
        putFour(to + c, left, f32x4.mul(value, takeFour(sums + c, left)));
      addRow(list, end, b, to, to, columns);
    }
  }
}
