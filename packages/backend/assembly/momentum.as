import { putFour, takeFour } from './fours';

/**
 * Moves a matrix along the gradient up + down: change = momentum · velocity + scale · gradient - decay · values, values + speed · change.
 * `products` gets Σ_c gradient · values before the move, `shifts` Σ_c shift[c] · values after it and `sums` Σ_c values after it, for each
 * row. `velocity` is 0 for a training without momentum; `motion` has momentum, scale, decay and speed.
 */
export function moveRows(
  values: usize, up: usize, down: usize, velocity: usize, shift: usize, motion: usize, next: usize,
  nextVelocity: usize, products: usize, shifts: usize, sums: usize, rows: i32, columns: i32,
): void {
  const momentum = load<f32>(motion), scale = load<f32>(motion, 4), decay = load<f32>(motion, 8), speed = load<f32>(motion, 12);
  const line = <usize>columns << 2;
  for (let r: usize = 0; r < <usize>rows; r++) {
    let product = f32x4.splat(0);
    let shifted = product;
    let sum = product;
    for (let i: usize = 0, left = columns; left > 0; i += 16, left -= 4) {
      const value = takeFour(values + i, left);
      const gradient = f32x4.add(takeFour(up + i, left), takeFour(down + i, left));
      product = f32x4.add(product, f32x4.mul(gradient, value));
      let change = f32x4.sub(f32x4.mul(gradient, f32x4.splat(scale)), f32x4.mul(value, f32x4.splat(decay)));
      if (velocity != 0) {
        change = f32x4.add(change, f32x4.mul(takeFour(velocity + i, left), f32x4.splat(momentum)));
        putFour(nextVelocity + i, left, change);
      }
      const moved = f32x4.add(value, f32x4.mul(change, f32x4.splat(speed)));
      putFour(next + i, left, moved);
      shifted = f32x4.add(shifted, f32x4.mul(moved, takeFour(shift + i, left)));
      sum = f32x4.add(sum, moved);
    }
    store<f32>(products + (r << 2), total(product));
    store<f32>(shifts + (r << 2), total(shifted));
    store<f32>(sums + (r << 2), total(sum));
    values += line;
    up += line;
    down += line;
    next += line;
    if (velocity == 0) continue;
    velocity += line;
    nextVelocity += line;
  }
}

@inline
function total(four: v128): f32 {
  return f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1) + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3));
}
