import { between } from './fours';

/** out = dy where y lies between `low` and `high`, 0 elsewhere. */
export function gate(y: usize, dy: usize, out: usize, size: i32, low: f32, high: f32): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const vectors = <usize>(size >> 2) << 4;
  const end = <usize>size << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) {
    const value = v128.load(y + i);
    v128.store(out + i, v128.and(v128.load(dy + i), v128.and(f32x4.gt(value, lows), f32x4.lt(value, highs))));
  }
  for (; i < end; i += 4) {
    const value = load<f32>(y + i);
    store<f32>(out + i, value > low && value < high ? load<f32>(dy + i) : 0);
  }
}

/** Replaces values below `low` or above `high` by that; what is no number stays so. */
export function clamp(x: usize, size: i32, low: f32, high: f32): void {
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const end = x + (<usize>size << 2);
  for (; x + 16 <= end; x += 16) v128.store(x, between(v128.load(x), lows, highs));
  for (; x < end; x += 4) v128.store32_lane(x, between(v128.load32_zero(x), lows, highs), 0);
}
