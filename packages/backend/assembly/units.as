import { chance4 } from './chance';
import { putFour, takeFour } from './fours';
import { joined, upper } from './rows';

/** low + step where a level is below the sigmoid of a logit, else low. */
@inline
function binaryFour(logit: v128, level: v128, low: v128, step: v128): v128 {
  return f32x4.add(low, v128.and(f32x4.lt(level, chance4(logit)), step));
}

/**
 * Draws units that take one of two values: low[c] + step[c] where level[r, c] is below the sigmoid of slope[c] · x[r, c] + offset[c], else low[c].
 * `coefficients` holds all slopes, then all offsets, lows and steps.
 */
export function drawBinary(x: usize, level: usize, coefficients: usize, out: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 2;
  const whole = <usize>(columns >> 2) << 4;
  const rest = columns & 3;
  const offset = coefficients + line, low = offset + line, step = low + line;
  for (let r = 0; r < rows; r++, x += line, level += line, out += line) {
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const logit = f32x4.add(f32x4.mul(v128.load(x + i), v128.load(coefficients + i)), v128.load(offset + i));
      v128.store(out + i, binaryFour(logit, v128.load(level + i), v128.load(low + i), v128.load(step + i)));
    }
    if (rest == 0) continue;
    const logit = f32x4.add(f32x4.mul(takeFour(x + i, rest), takeFour(coefficients + i, rest)), takeFour(offset + i, rest));
    putFour(out + i, rest, binaryFour(logit, takeFour(level + i, rest), takeFour(low + i, rest), takeFour(step + i, rest)));
  }
}

/** slope · x + offset + spread · noise. */
@inline
function normalFour(x: v128, slope: v128, offset: v128, noise: v128, spread: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(x, slope), offset), f32x4.mul(noise, spread));
}

/** out[r, c] = slope[c] · x[r, c] + offset[c] + spread[c] · noise[r, c]; `coefficients` holds all slopes, then all offsets and spreads. */
export function drawNormal(x: usize, noise: usize, coefficients: usize, out: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 2;
  const whole = <usize>(columns >> 2) << 4;
  const rest = columns & 3;
  const offset = coefficients + line, spread = offset + line;
  for (let r = 0; r < rows; r++, x += line, noise += line, out += line) {
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const mean = v128.load(x + i);
      const far = v128.load(noise + i);
      v128.store(out + i, normalFour(mean, v128.load(coefficients + i), v128.load(offset + i), far, v128.load(spread + i)));
    }
    if (rest == 0) continue;
    const mean = takeFour(x + i, rest);
    const far = takeFour(noise + i, rest);
    putFour(out + i, rest, normalFour(mean, takeFour(coefficients + i, rest), takeFour(offset + i, rest), far, takeFour(spread + i, rest)));
  }
}

/** out[r, c] = gain[c] · (x[r, c] - centre); `facts` gets the smallest and the largest x (NaN if there is a NaN), and how many x equal `centre`. */
export function scaleRows(x: usize, gain: usize, out: usize, facts: usize, centre: f32, rows: i32, columns: i32): void {
  const from = f32x4.splat(centre);
  const line = <usize>columns << 2;
  const whole = <usize>(columns >> 2) << 4;
  const end = line;
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  let zeros = i32x4.splat(0);
  let strange = i32x4.splat(0);
  for (let r = 0; r < rows; r++, x += line, out += line) {
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const four = v128.load(x + i);
      low = f32x4.pmin(low, four);
      high = f32x4.pmax(high, four);
      strange = v128.or(strange, f32x4.ne(four, four));
      zeros = i32x4.sub(zeros, f32x4.eq(four, from));
      v128.store(out + i, f32x4.mul(v128.load(gain + i), f32x4.sub(four, from)));
    }
    for (; i < end; i += 4) {
      const one = v128.load32_splat(x + i);
      low = f32x4.pmin(low, one);
      high = f32x4.pmax(high, one);
      strange = v128.or(strange, f32x4.ne(one, one));
      zeros = i32x4.sub(zeros, v128.and(f32x4.eq(one, from), i32x4(-1, 0, 0, 0)));
      store<f32>(out + i, load<f32>(gain + i) * (load<f32>(x + i) - centre));
    }
  }
  const lowest = f32x4.pmin(low, i8x16.shuffle(low, low, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const highest = f32x4.pmax(high, i8x16.shuffle(high, high, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const number = !v128.any_true(strange);
  store<f32>(facts, number ? min<f32>(f32x4.extract_lane(lowest, 0), f32x4.extract_lane(lowest, 1)) : NaN);
  store<f32>(facts + 4, number ? max<f32>(f32x4.extract_lane(highest, 0), f32x4.extract_lane(highest, 1)) : NaN);
  store<f32>(facts + 8, <f32>(
    i32x4.extract_lane(zeros, 0) + i32x4.extract_lane(zeros, 1) + i32x4.extract_lane(zeros, 2) + i32x4.extract_lane(zeros, 3)
  ));
}

/**
 * The probabilities of the units in the first `some` columns of a matrix: p = sigmoid(x[r, c] + offset[c]). `activity` gets part · (p[r, c] - centre[c])
 * and `sums` Σ_r p[r, c], summed in float64; `coefficients` holds all offsets, then all centres. Given levels (an
 * address other than 0), `states` gets 1 where a level is below p, else 0.
 */
export function chanceRows(
  x: usize, coefficients: usize, level: usize, activity: usize, states: usize, sums: usize, part: f32, rows: i32, columns: i32, some: i32,
): void {
  const line = <usize>columns << 2;
  const factor = f32x4.splat(part);
  const one = f32x4.splat(1);
  for (let c = 0; c < some; c += 4) {
    const left = some - c;
    const from = <usize>c << 2;
    const offset = takeFour(coefficients + from, left);
    const centre = takeFour(coefficients + line + from, left);
    let low = f64x2.splat(0);
    let high = low;
    for (let r = 0, at = from; r < rows; r++, at += line) {
      const p = chance4(f32x4.add(takeFour(x + at, left), offset));
      low = f64x2.add(low, f64x2.promote_low_f32x4(p));
      high = f64x2.add(high, f64x2.promote_low_f32x4(upper(p)));
      putFour(activity + at, left, f32x4.mul(factor, f32x4.sub(p, centre)));
      if (level != 0) putFour(states + at, left, v128.and(f32x4.lt(takeFour(level + at, left), p), one));
    }
    putFour(sums + from, left, joined(low, high));
  }
}

/** Σ_r x[r, c] and then Σ_r x[r, c]², summed in float64, for the first `some` columns of a matrix. */
export function sumMoments(x: usize, out: usize, rows: i32, columns: i32, some: i32): void {
  const line = <usize>columns << 2;
  let c = 0;
  for (; c + 8 <= some; c += 8) {
    let at = x + (<usize>c << 2);
    let a = f64x2.splat(0), b = a, d = a, e = a, a2 = a, b2 = a, d2 = a, e2 = a;
    for (let r = 0; r < rows; r++, at += line) {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      const p = f64x2.promote_low_f32x4(first), q = f64x2.promote_low_f32x4(upper(first));
      const s = f64x2.promote_low_f32x4(second), t = f64x2.promote_low_f32x4(upper(second));
      a = f64x2.add(a, p);
      b = f64x2.add(b, q);
      d = f64x2.add(d, s);
      e = f64x2.add(e, t);
      a2 = f64x2.add(a2, f64x2.mul(p, p));
      b2 = f64x2.add(b2, f64x2.mul(q, q));
      d2 = f64x2.add(d2, f64x2.mul(s, s));
      e2 = f64x2.add(e2, f64x2.mul(t, t));
    }
    const to = out + (<usize>c << 2);
    v128.store(to, joined(a, b));
    v128.store(to, joined(d, e), 16);
    v128.store(to + line, joined(a2, b2));
    v128.store(to + line, joined(d2, e2), 16);
  }
  for (; c < some; c += 4) {
    const left = some - c;
    let at = x + (<usize>c << 2);
    let a = f64x2.splat(0), b = a, a2 = a, b2 = a;
    for (let r = 0; r < rows; r++, at += line) {
      const four = takeFour(at, left);
      const p = f64x2.promote_low_f32x4(four), q = f64x2.promote_low_f32x4(upper(four));
      a = f64x2.add(a, p);
      b = f64x2.add(b, q);
      a2 = f64x2.add(a2, f64x2.mul(p, p));
      b2 = f64x2.add(b2, f64x2.mul(q, q));
    }
    const to = out + (<usize>c << 2);
    putFour(to, left, joined(a, b));
    putFour(to + line, left, joined(a2, b2));
  }
}
