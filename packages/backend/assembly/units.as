import { chance4 } from './chance';
import { putFour, takeFour } from './fours';
import { sumRows } from './rows';

/**
 * Draws units of two values: low[c] + step[c] where level[r, c] is below the sigmoid of slope[c] · x[r, c] + offset[c], else low[c].
 * `law` has slope, offset, low and step, one after the other.
 */
export function drawBinary(x: usize, level: usize, law: usize, out: usize, rows: i32, columns: i32): void {
  const next = <usize>columns << 2;
  for (let r = 0; r < rows; r++) {
    let slope = law;
    for (let left = columns; left > 0; left -= 4) {
      const offset = slope + next;
      const logit = f32x4.add(f32x4.mul(takeFour(x, left), takeFour(slope, left)), takeFour(offset, left));
      const on = f32x4.lt(takeFour(level, left), chance4(logit));
      const low = takeFour(offset + next, left);
      putFour(out, left, f32x4.add(low, v128.and(on, takeFour(offset + 2 * next, left))));
      const done = <usize>min(left, 4) << 2;
      x += done;
      level += done;
      slope += done;
      out += done;
    }
  }
}

/** out[r, c] = slope[c] · x[r, c] + offset[c] + spread[c] · noise[r, c]; `law` has slope, offset and spread. */
export function drawNormal(x: usize, noise: usize, law: usize, out: usize, rows: i32, columns: i32): void {
  const next = <usize>columns << 2;
  for (let r = 0; r < rows; r++) {
    let slope = law;
    for (let left = columns; left > 0; left -= 4) {
      const mean = f32x4.add(f32x4.mul(takeFour(x, left), takeFour(slope, left)), takeFour(slope + next, left));
      putFour(out, left, f32x4.add(mean, f32x4.mul(takeFour(noise, left), takeFour(slope + 2 * next, left))));
      const done = <usize>min(left, 4) << 2;
      x += done;
      noise += done;
      slope += done;
      out += done;
    }
  }
}

/** out[r, c] = gain[c] · (x[r, c] - centre); `facts` gets the lowest and the highest of x, NaN where one is, and how many are `centre`. */
export function scaleRows(x: usize, gain: usize, out: usize, facts: usize, centre: f32, rows: i32, columns: i32): void {
  const from = f32x4.splat(centre);
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  let zeros = i32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let g = gain;
    for (let left = columns; left > 0; left -= 4) {
      const four = takeFour(x, left);
      const there = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(left));
      low = f32x4.min(low, v128.bitselect(four, f32x4.splat(Infinity), there));
      high = f32x4.max(high, v128.bitselect(four, f32x4.splat(-Infinity), there));
      zeros = i32x4.sub(zeros, v128.and(f32x4.eq(four, from), there));
      putFour(out, left, f32x4.mul(takeFour(g, left), f32x4.sub(four, from)));
      const done = <usize>min(left, 4) << 2;
      x += done;
      g += done;
      out += done;
    }
  }
  const lowest = f32x4.min(low, i8x16.shuffle(low, low, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const highest = f32x4.max(high, i8x16.shuffle(high, high, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  store<f32>(facts, min<f32>(f32x4.extract_lane(lowest, 0), f32x4.extract_lane(lowest, 1)));
  store<f32>(facts + 4, max<f32>(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)));
  store<f32>(facts + 8, <f32>(
    i32x4.extract_lane(zeros, 0) + i32x4.extract_lane(zeros, 1) + i32x4.extract_lane(zeros, 2) + i32x4.extract_lane(zeros, 3)
  ));
}

/**
 * The chances of units: the sigmoid p of x[r, c] + offset[c]. `activity` gets part · (p[r, c] - centre[c]) and `sums` Σ_r p[r, c];
 * `law` has offset and centre.
 */
export function chanceRows(x: usize, law: usize, activity: usize, sums: usize, part: f32, rows: i32, columns: i32): void {
  const next = <usize>columns << 2;
  const end = law + next;
  let out = activity;
  for (let r = 0; r < rows; r++) {
    for (let offset = law, left = columns; left > 0; left -= 4) {
      putFour(out, left, chance4(f32x4.add(takeFour(x, left), takeFour(offset, left))));
      const done = <usize>min(left, 4) << 2;
      x += done;
      out += done;
      offset += done;
    }
  }
  sumRows(activity, sums, rows, columns);
  out = activity;
  for (let r = 0; r < rows; r++) {
    for (let centre = end, left = columns; left > 0; left -= 4) {
      const above = f32x4.sub(takeFour(out, left), takeFour(centre, left));
      putFour(out, left, f32x4.mul(f32x4.splat(part), above));
      const done = <usize>min(left, 4) << 2;
      out += done;
      centre += done;
    }
  }
}

/** Σ_r x[r, c] and then Σ_r x[r, c]², summed in float64. */
export function sumMoments(x: usize, out: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns << 2;
  for (let c = 0; c < columns; c += 4) {
    const left = columns - c;
    let at = x + (<usize>c << 2);
    let a = f64x2.splat(0);
    let b = a;
    let a2 = a;
    let b2 = a;
    for (let r = 0; r < rows; r++, at += stride) {
      const four = takeFour(at, left);
      const p = f64x2.promote_low_f32x4(four);
      const q = f64x2.promote_low_f32x4(i8x16.shuffle(four, four, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0));
      a = f64x2.add(a, p);
      b = f64x2.add(b, q);
      a2 = f64x2.add(a2, f64x2.mul(p, p));
      b2 = f64x2.add(b2, f64x2.mul(q, q));
    }
    const to = out + (<usize>c << 2);
    putFour(to, left, joined(a, b));
    putFour(to + stride, left, joined(a2, b2));
  }
}

/** Two pairs of float64 as four float32. */
@inline
function joined(low: v128, high: v128): v128 {
  return i8x16.shuffle(
    f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high),
    0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23,
  );
}
