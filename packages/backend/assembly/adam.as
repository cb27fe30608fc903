/**
 * One step of Adam: mean ← keep₁·mean + add₁·g, square ← keep₂·square + add₂·g², change = scale·mean / (√(square / bias) + epsilon).
 * The result is the change or, given a value (an address other than 0), the value minus the change. Each of the
 * four lanes computes what the separate operations compute, to the last bit.
 */
export function adam(
  gradient: usize, mean: usize, square: usize, value: usize, result: usize, nextMean: usize, nextSquare: usize, size: i32,
  keepMean: f32, addMean: f32, keepSquare: f32, addSquare: f32, scale: f32, epsilon: f32,
  bias: f32,
): void {
  const k1 = f32x4.splat(keepMean);
  const a1 = f32x4.splat(addMean);
  const k2 = f32x4.splat(keepSquare);
  const a2 = f32x4.splat(addSquare);
  const s = f32x4.splat(scale);
  const e = f32x4.splat(epsilon);
  const b = f32x4.splat(bias);
  let i: usize = 0;
  const vectors = <usize>(size >> 2) << 4;
  for (; i < vectors; i += 16) {
    const g = v128.load(gradient + i);
    const m = f32x4.add(f32x4.mul(v128.load(mean + i), k1), f32x4.mul(g, a1));
    const v = f32x4.add(f32x4.mul(v128.load(square + i), k2), f32x4.mul(f32x4.mul(g, g), a2));
    v128.store(nextMean + i, m);
    v128.store(nextSquare + i, v);
    const change = f32x4.div(f32x4.mul(m, s), f32x4.add(f32x4.sqrt(bias == 1 ? v : f32x4.div(v, b)), e));
    v128.store(result + i, value == 0 ? change : f32x4.sub(v128.load(value + i), change));
  }
  const end = <usize>size << 2;
  for (; i < end; i += 4) {
    const g = load<f32>(gradient + i);
    const m = load<f32>(mean + i) * keepMean + g * addMean;
    const v = load<f32>(square + i) * keepSquare + g * g * addSquare;
    store<f32>(nextMean + i, m);
    store<f32>(nextSquare + i, v);
    const change = (m * scale) / (sqrt<f32>(v / bias) + epsilon);
    store<f32>(result + i, value == 0 ? change : load<f32>(value + i) - change);
  }
}
