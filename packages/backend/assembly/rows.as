/** out[r, c] = x[r, c] + bias[c]. */
export function addToRows(x: usize, bias: usize, out: usize, rows: i32, columns: i32): void {
  const vectors = columns >> 2;
  const rest = columns & 3;
  for (let r = 0; r < rows; r++) {
    let b = bias;
    for (let v = 0; v < vectors; v++) {
      v128.store(out, f32x4.add(v128.load(x), v128.load(b)));
      x += 16;
      out += 16;
      b += 16;
    }
    for (let c = 0; c < rest; c++) {
      store<f32>(out, load<f32>(x) + load<f32>(b));
      x += 4;
      out += 4;
      b += 4;
    }
  }
}

/** out[c] = Σ_r x[r, c], summed in float64. */
export function sumRows(x: usize, out: usize, rows: i32, columns: i32): void {
  const stride = <usize>columns << 2;
  let c = 0;
  for (; c + 8 <= columns; c += 8) {
    let at = x + (<usize>c << 2);
    let p = f64x2.splat(0), q = p, s = p, t = p;
    for (let r = 0; r < rows; r++, at += stride) {
      const first = v128.load(at);
      const second = v128.load(at, 16);
      p = f64x2.add(p, f64x2.promote_low_f32x4(first));
      q = f64x2.add(q, f64x2.promote_low_f32x4(upper(first)));
      s = f64x2.add(s, f64x2.promote_low_f32x4(second));
      t = f64x2.add(t, f64x2.promote_low_f32x4(upper(second)));
    }
    const to = out + (<usize>c << 2);
    v128.store(to, joined(p, q));
    v128.store(to, joined(s, t), 16);
  }
  for (; c < columns; c++) {
    let sum: f64 = 0;
    let at = x + (<usize>c << 2);
    for (let r = 0; r < rows; r++, at += stride) sum += <f64>load<f32>(at);
    store<f32>(out + (<usize>c << 2), <f32>sum);
  }
}

/** Moves the last two of four float32 values to the front. */
@inline
export function upper(four: v128): v128 {
  return i8x16.shuffle(four, four, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0);
}

/** Two pairs of float64 as four float32. */
@inline
export function joined(low: v128, high: v128): v128 {
  return i8x16.shuffle(
    f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high),
    0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23,
  );
}
