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
  for (; c + 4 <= columns; c += 4) {
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    let at = x + (<usize>c << 2);
    for (let r = 0; r < rows; r++, at += stride) {
      const row = v128.load(at);
      low = f64x2.add(low, f64x2.promote_low_f32x4(row));
      high = f64x2.add(high, f64x2.promote_low_f32x4(i8x16.shuffle(row, row, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0)));
    }
    const to = out + (<usize>c << 2);
    store<f32>(to, <f32>f64x2.extract_lane(low, 0));
    store<f32>(to + 4, <f32>f64x2.extract_lane(low, 1));
    store<f32>(to + 8, <f32>f64x2.extract_lane(high, 0));
    store<f32>(to + 12, <f32>f64x2.extract_lane(high, 1));
  }
  for (; c < columns; c++) {
    let sum: f64 = 0;
    let at = x + (<usize>c << 2);
    for (let r = 0; r < rows; r++, at += stride) sum += <f64>load<f32>(at);
    store<f32>(out + (<usize>c << 2), <f32>sum);
  }
}
