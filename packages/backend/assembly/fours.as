/** Loads four values of a row, of which only `count` exist; the others become 0. */
@inline
export function takeFour(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let four = f32x4.splat(0);
  if (count > 0) four = f32x4.replace_lane(four, 0, load<f32>(from));
  if (count > 1) four = f32x4.replace_lane(four, 1, load<f32>(from + 4));
  if (count > 2) four = f32x4.replace_lane(four, 2, load<f32>(from + 8));
  return four;
}

/** Stores the first `count` of four values. */
@inline
export function putFour(to: usize, count: i32, four: v128): void {
  if (count >= 4) {
    v128.store(to, four);
    return;
  }
  if (count > 0) store<f32>(to, f32x4.extract_lane(four, 0));
  if (count > 1) store<f32>(to + 4, f32x4.extract_lane(four, 1));
  if (count > 2) store<f32>(to + 8, f32x4.extract_lane(four, 2));
}

/** Four values, those below `low` or above `high` replaced by that; what is no number stays so. */
@inline
export function between(four: v128, low: v128, high: v128): v128 {
  return f32x4.pmin(f32x4.pmax(four, low), high);
}
