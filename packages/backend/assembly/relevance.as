import { putFour, takeFour } from './fours';
import { upper } from './rows';

/** Sums no farther from 0 are empty. */
const TINY: f32 = 1e-30;

@inline
export function isPositive(sum: v128): v128 {
  return f32x4.gt(sum, f32x4.splat(TINY));
}

@inline
function isNegative(sum: v128): v128 {
  return f32x4.lt(sum, f32x4.splat(-TINY));
}

/** What arrived, times `factor` where a unit has products of both signs, over its sum of one sign; 0 where that sum is empty. */
@inline
function quotient(sum: v128, isThere: v128, other: v128, arrived: v128, factor: f32): v128 {
  const factors = v128.bitselect(f32x4.splat(factor), f32x4.splat(1), v128.and(isThere, other));
  return v128.and(f32x4.div(f32x4.mul(arrived, factors), sum), v128.and(isThere, f32x4.ne(arrived, f32x4.splat(0))));
}

/** What positive products are multiplied by. */
@inline
export function positiveQuotient(positive: v128, negative: v128, arrived: v128, alpha: f32): v128 {
  return quotient(positive, isPositive(positive), isNegative(negative), arrived, alpha);
}

/** What negative products are multiplied by. */
@inline
export function negativeQuotient(positive: v128, negative: v128, arrived: v128, beta: f32): v128 {
  return quotient(negative, isNegative(negative), isPositive(positive), arrived, -beta);
}

/** What arrived at units without products. */
@inline
export function withoutProducts(positive: v128, negative: v128, arrived: v128): v128 {
  return v128.andnot(arrived, v128.or(isPositive(positive), isNegative(negative)));
}

/**
 * What the positive and the negative products of each unit are multiplied by under the αβ rule, so that all relevance is conserved: alpha and minus beta times what
 * arrived over their sum, or all of it over the only sum that there is. What units without products had is left in `even`, which is 0 elsewhere; `found` becomes 1
 * if there are any, else 0.
 */
export function signedQuotients(
  sums: usize, arrived: usize, out: usize, even: usize, found: usize, places: i32, channels: i32, alpha: f32, beta: f32,
): void {
  const zero = f32x4.splat(0);
  const pixel = <usize>channels << 2;
  let any = zero;
  for (let m = 0; m < places; m++, sums += 2 * pixel, out += 2 * pixel) {
    for (let k = 0; k < channels; k += 4) {
      const count = channels - k;
      const at = <usize>k << 2;
      const r = takeFour(arrived + at, count);
      const positive = takeFour(sums + at, count);
      const negative = takeFour(sums + pixel + at, count);
      putFour(out + at, count, positiveQuotient(positive, negative, r, alpha));
      putFour(out + pixel + at, count, negativeQuotient(positive, negative, r, beta));
      const rest = withoutProducts(positive, negative, r);
      any = v128.or(any, f32x4.ne(rest, zero));
      putFour(even + at, count, rest);
    }
    arrived += pixel;
    even += pixel;
  }
  store<f32>(found, v128.any_true(any) ? 1 : 0);
}

/**
 * Shares relevance among two addends a and b in proportion to their sizes. What sums of two zeros had is left in `even`, which is 0 elsewhere; `found` becomes 1 if
 * there are any, else 0.
 */
export function sizeShares(a: usize, b: usize, arrived: usize, outA: usize, outB: usize, even: usize, found: usize, size: i32): void {
  const zero = f32x4.splat(0);
  let any = zero;
  for (let i = 0; i < size; i += 4) {
    const count = size - i;
    const at = <usize>i << 2;
    const r = takeFour(arrived + at, count);
    const p = f32x4.abs(takeFour(a + at, count));
    const q = f32x4.abs(takeFour(b + at, count));
    const sum = f32x4.add(p, q);
    const isEmpty = f32x4.lt(sum, f32x4.splat(TINY));
    const share = v128.and(v128.andnot(f32x4.div(r, sum), isEmpty), f32x4.ne(r, zero));
    putFour(outA + at, count, f32x4.mul(p, share));
    putFour(outB + at, count, f32x4.mul(q, share));
    const rest = v128.and(r, isEmpty);
    any = v128.or(any, f32x4.ne(rest, zero));
    putFour(even + at, count, rest);
  }
  store<f32>(found, v128.any_true(any) ? 1 : 0);
}

/** How many values are summed at a time. */
const BLOCK: i32 = 32768;

/** The sums of values and of their absolute values, in float64, of `count` blocks of 32768 from one on; the last block of each image may be shorter. */
export function imageSums(x: usize, out: usize, each: i32, blocks: i32, begin: i32, count: i32): void {
  out += <usize>begin << 4;
  for (let b = begin; b < begin + count; b++, out += 16) {
    const start = (b % blocks) * BLOCK;
    let from = x + ((<usize>(b / blocks) * each + start) << 2);
    const end = from + (<usize>min(BLOCK, each - start) << 2);
    let p = f64x2.splat(0), q = p, s = p, t = p;
    for (; from + 16 <= end; from += 16) {
      const four = v128.load(from);
      const low = f64x2.promote_low_f32x4(four);
      const high = f64x2.promote_low_f32x4(upper(four));
      p = f64x2.add(p, low);
      q = f64x2.add(q, high);
      s = f64x2.add(s, f64x2.abs(low));
      t = f64x2.add(t, f64x2.abs(high));
    }
    p = f64x2.add(p, q);
    s = f64x2.add(s, t);
    let total = f64x2.extract_lane(p, 0) + f64x2.extract_lane(p, 1);
    let size = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
    for (; from < end; from += 4) {
      const value = <f64>load<f32>(from);
      total += value;
      size += Math.abs(value);
    }
    store<f64>(out, total);
    store<f64>(out, size, 8);
  }
}
