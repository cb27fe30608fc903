/** 1, 0 or -1 for each of four values. */
@inline
function signOf(x: v128): v128 {
  const zero = f32x4.splat(0);
  const up = v128.and(f32x4.gt(x, zero), f32x4.splat(1));
  return v128.or(up, v128.and(f32x4.lt(x, zero), f32x4.splat(-1)));
}

/** x - origin + length · sign for two values, in double precision. */
@inline
function moved(x: v128, origin: v128, sign: v128, length: v128): v128 {
  const r = f64x2.sub(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(origin));
  return f32x4.demote_f64x2_zero(f64x2.add(r, f64x2.mul(length, f64x2.promote_low_f32x4(sign))));
}

@inline
function upper(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 1);
}

/** Clips values to between two others. */
@inline
function between(x: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, low), high);
}

@inline
function projectedStep(x: v128, origin: v128, gradient: v128, length: v128, radius: v128, low: v128, high: v128): v128 {
  const sign = signOf(gradient);
  const first = moved(x, origin, sign, length);
  const last = moved(upper(x), upper(origin), upper(sign), length);
  const r = v128.shuffle<i64>(first, last, 0, 2);
  return between(f32x4.add(origin, between(r, f32x4.neg(radius), radius)), low, high);
}

/**
 * out = clip(origin + r) with r = x - origin + length · sign(gradient), clipped to between -radius and radius: one step of an ascent within a cube,
 * computed in double precision and rounded to float32 once.
 */
export function signStep(
  x: usize, origin: usize, gradient: usize, out: usize, size: i32, length: f64, radius: f64, low: f64, high: f64,
): void {
  const lengths = f64x2.splat(length);
  const radii = f32x4.splat(<f32>radius);
  const lows = f32x4.splat(<f32>low);
  const highs = f32x4.splat(<f32>high);
  const vectors = <usize>(size >> 2) << 4;
  const end = <usize>size << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) {
    const four = projectedStep(v128.load(x + i), v128.load(origin + i), v128.load(gradient + i), lengths, radii, lows, highs);
    v128.store(out + i, four);
  }
  for (; i < end; i += 4) {
    const along = v128.load32_splat(gradient + i);
    const four = projectedStep(v128.load32_splat(x + i), v128.load32_splat(origin + i), along, lengths, radii, lows, highs);
    store<f32>(out + i, f32x4.extract_lane(four, 0));
  }
}
