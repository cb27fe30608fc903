import { multiplyAdd } from './multiply-add';

const LOG2E: f32 = 1.4426950408889634;
/** ln 2 in two parts, the first with few enough digits for its small multiples to be exact. */
const LN2_HIGH: f32 = 0.693145751953125;
const LN2_LOW: f32 = 1.4286068203094172e-6;
/** Added to a small number, it leaves the nearest integer in the lowest bits of the sum. */
const WHOLE: f32 = 12582912;

/** The integer n from -126 to 127 for which 2^n is nearest to exp z, in the lowest bits. */
@inline
function nearestPower(z: v128): v128 {
  return f32x4.add(f32x4.mul(z, f32x4.splat(LOG2E)), f32x4.splat(WHOLE));
}

/** 2^n, given what {@link nearestPower} returned. */
@inline
function powerOf(nearest: v128): v128 {
  return i32x4.add(i32x4.shl(nearest, 23), i32x4.splat(0x3f800000));
}

/** exp(z - n ln 2) - 1 by its series; the argument is between -ln 2 / 2 and ln 2 / 2. */
@inline
function restOf(z: v128, nearest: v128): v128 {
  const n = f32x4.sub(nearest, f32x4.splat(WHOLE));
  const t = f32x4.sub(f32x4.sub(z, f32x4.mul(n, f32x4.splat(LN2_HIGH))), f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = multiplyAdd(t, f32x4.splat(1.0 / 5040), f32x4.splat(1.0 / 720));
  p = multiplyAdd(t, p, f32x4.splat(1.0 / 120));
  p = multiplyAdd(t, p, f32x4.splat(1.0 / 24));
  p = multiplyAdd(t, p, f32x4.splat(1.0 / 6));
  p = multiplyAdd(t, p, f32x4.splat(0.5));
  return multiplyAdd(f32x4.mul(t, t), p, t);
}

/**
 * tanh x = -e / (e + 2) with e = exp(-2|x|) - 1, which loses no digits near 0. From |x| = 1 on it is 1 - 2q / (q + 1) with q = exp(-2|x|), which
 * stays below 1 as long as float32 has a number between.
 */
@inline
function tanhOf(x: v128): v128 {
  const one = f32x4.splat(1);
  const absolute = f32x4.abs(x);
  const z = f32x4.pmax(f32x4.mul(absolute, f32x4.splat(-2)), f32x4.splat(-20));
  const n = nearestPower(z);
  const power = powerOf(n);
  const rest = restOf(z, n);
  const e = multiplyAdd(power, rest, f32x4.sub(power, one));
  const q = multiplyAdd(power, rest, power);
  const isLarge = f32x4.ge(absolute, one);
  const part = f32x4.div(v128.bitselect(f32x4.add(q, q), f32x4.neg(e), isLarge), v128.bitselect(f32x4.add(q, one), f32x4.add(e, f32x4.splat(2)), isLarge));
  const size = v128.bitselect(f32x4.sub(one, part), part, isLarge);
  return v128.or(v128.andnot(size, i32x4.splat(<i32>0x80000000)), v128.and(x, i32x4.splat(<i32>0x80000000)));
}

/** e / (1 + e) with e = exp(-|x|), and 1 minus that for positive x; e is taken to be 0 where it is no normal number. */
@inline
function sigmoidOf(x: v128): v128 {
  const one = f32x4.splat(1);
  const negative = f32x4.neg(f32x4.abs(x));
  const z = f32x4.pmax(negative, f32x4.splat(-87.25));
  const n = nearestPower(z);
  const power = powerOf(n);
  const e = multiplyAdd(power, restOf(z, n), power);
  const low = v128.andnot(f32x4.div(e, f32x4.add(one, e)), f32x4.lt(negative, f32x4.splat(-87.25)));
  return v128.bitselect(f32x4.sub(one, low), low, f32x4.gt(x, f32x4.splat(0)));
}

/** out = 1 / (1 + exp -x), to three units in the last place. */
export function sigmoid(x: usize, out: usize, size: i32): void {
  const vectors = <usize>(size >> 2) << 4;
  const end = <usize>size << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) v128.store(out + i, sigmoidOf(v128.load(x + i)));
  for (; i < end; i += 4) store<f32>(out + i, f32x4.extract_lane(sigmoidOf(v128.load32_splat(x + i)), 0));
}

/** out = tanh x, to three units in the last place. */
export function tanh(x: usize, out: usize, size: i32): void {
  const vectors = <usize>(size >> 2) << 4;
  const end = <usize>size << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) v128.store(out + i, tanhOf(v128.load(x + i)));
  for (; i < end; i += 4) store<f32>(out + i, f32x4.extract_lane(tanhOf(v128.load32_splat(x + i)), 0));
}

@inline
function leaky(x: v128, slope: v128): v128 {
  return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, f32x4.splat(0)));
}

/** out = x, or slope · x below 0. */
export function leakyRelu(x: usize, out: usize, size: i32, slope: f32): void {
  const slopes = f32x4.splat(slope);
  const vectors = <usize>(size >> 2) << 4;
  const end = <usize>size << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) v128.store(out + i, leaky(v128.load(x + i), slopes));
  for (; i < end; i += 4) store<f32>(out + i, f32x4.extract_lane(leaky(v128.load32_splat(x + i), slopes), 0));
}

/** Copies some bytes. */
export function copy(from: usize, to: usize, size: i32): void {
  memory.copy(to, from, size);
}

@inline
function combineFour(x: v128, y: v128, operation: i32): v128 {
  if (operation == 0) return f32x4.add(x, y);
  if (operation == 1) return f32x4.sub(x, y);
  if (operation == 2) return f32x4.mul(x, y);
  return f32x4.div(x, y);
}

@inline
function combineEach(a: usize, b: usize, out: usize, size: i32, operation: i32, isScalar: bool): void {
  const all = v128.load32_splat(b);
  let i: usize = 0;
  for (const vectors = <usize>(size >> 2) << 4; i < vectors; i += 16)
    v128.store(out + i, combineFour(v128.load(a + i), isScalar ? all : v128.load(b + i), operation));
  for (const end = <usize>size << 2; i < end; i += 4)
    v128.store32_lane(out + i, combineFour(v128.load32_zero(a + i), isScalar ? all : v128.load32_zero(b + i), operation), 0);
}

/** out = a + b, a - b, a b or a / b, by the number of the operation; `isScalar` says that b is one value for all. */
export function combine(a: usize, b: usize, out: usize, size: i32, operation: i32, isScalar: i32): void {
  if (isScalar) {
    if (operation == 0) combineEach(a, b, out, size, 0, true);
    else if (operation == 1) combineEach(a, b, out, size, 1, true);
    else if (operation == 2) combineEach(a, b, out, size, 2, true);
    else combineEach(a, b, out, size, 3, true);
  } else if (operation == 0) combineEach(a, b, out, size, 0, false);
  else if (operation == 1) combineEach(a, b, out, size, 1, false);
  else if (operation == 2) combineEach(a, b, out, size, 2, false);
  else combineEach(a, b, out, size, 3, false);
}
