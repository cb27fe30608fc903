/** out = dy · (y · (1 - y)). */
export function sigmoidGradient(y: usize, dy: usize, out: usize, size: i32): void {
  const one = f32x4.splat(1);
  const vectors = <usize>(size >> 2) << 4;
  const end = <usize>size << 2;
  let i: usize = 0;
  for (; i < vectors; i += 16) {
    const value = v128.load(y + i);
    v128.store(out + i, f32x4.mul(v128.load(dy + i), f32x4.mul(value, f32x4.sub(one, value))));
  }
  for (; i < end; i += 4) {
    const value = load<f32>(y + i);
    store<f32>(out + i, load<f32>(dy + i) * (value * (1 - value)));
  }
}
