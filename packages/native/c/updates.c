/* Steps of training and of attacks. */
#include "vector.h"

/*
 * One step of Adam: mean ← keep₁·mean + add₁·g, square ← keep₂·square + add₂·g², change = scale·mean / (√(square / bias) + epsilon). The result
 * is the change or, given a value, the value minus the change. Each lane computes what the separate operations compute, to the last bit.
 */
APART void adam(
    const float *gradient, const float *mean, const float *square, const float *value, float *result, float *next_mean,
    float *next_square, int size, float keep_mean, float add_mean, float keep_square, float add_square, float scale, float epsilon,
    float bias) {
  for (int i = 0; i < size; i += LANES) {
    const int some = size - i;
    const W(floats) g = W(load_some)(gradient + i, some);
    const W(floats) m = W(load_some)(mean + i, some) * keep_mean + g * add_mean;
    const W(floats) v = W(load_some)(square + i, some) * keep_square + g * g * add_square;
    W(store_some)(next_mean + i, some, m);
    W(store_some)(next_square + i, some, v);
    const W(floats) change = m * scale / (W(root)(bias == 1 ? v : v / bias) + epsilon);
    W(store_some)(result + i, some, value ? W(load_some)(value + i, some) - change : change);
  }
}

/*
 * out = clip(origin + r) with r = x - origin + length · sign(gradient), clipped to between -radius and radius: one step of an ascent within a
 * cube, computed in double precision and rounded to float32 once.
 */
APART void sign_step(
    const float *x, const float *origin, const float *gradient, float *out, int size, double length, double radius, double low,
    double high) {
  const W(floats) radii = W(splat)((float)radius), lows = W(splat)((float)low), highs = W(splat)((float)high);
  for (int i = 0; i < size; i += LANES) {
    const int some = size - i;
    const W(floats) from = W(load_some)(origin + i, some), along = W(load_some)(gradient + i, some);
    const W(floats) up = W(of_bits)((along > 0) & W(bits)(W(splat)(1)));
    const W(floats) sign = W(of_bits)(W(bits)(up) | ((along < 0) & W(bits)(W(splat)(-1))));
    const W(doubles) r = W(widened)(W(load_some)(x + i, some)) - W(widened)(from) + length * W(widened)(sign);
    const W(floats) near = between(W(narrowed)(r), W(negated)(radii), radii);
    W(store_some)(out + i, some, between(from + near, lows, highs));
  }
}

ALWAYS float total(four_floats x) { return (x[0] + x[1]) + (x[2] + x[3]); }

/*
 * Moves a matrix along the gradient up + down: change = momentum · velocity + scale · gradient - decay · values, values + speed · change.
 * `products` gets Σ_c gradient · values before the move, `shifts` Σ_c shift[c] · values after it and `sums` Σ_c values after it, for each row, in
 * four partial sums. `velocity` is NULL for a training without momentum; `motion` has momentum, scale, decay and speed.
 */
APART void move_rows(
    const float *values, const float *up, const float *down, const float *velocity, const float *shift, const float *motion,
    float *next, float *next_velocity, float *products, float *shifts, float *sums, int rows, int columns) {
  const float momentum = motion[0], scale = motion[1], decay = motion[2], speed = motion[3];
  for (int r = 0; r < rows; r++) {
    four_floats product = {0}, shifted = {0}, sum = {0};
    for (int i = 0; i < columns; i += 4) {
      const int left = columns - i;
      const four_floats value = four_load_some(values + i, left);
      const four_floats gradient = four_load_some(up + i, left) + four_load_some(down + i, left);
      product = product + gradient * value;
      four_floats change = gradient * scale - value * decay;
      if (velocity) {
        change = change + four_load_some(velocity + i, left) * momentum;
        four_store_some(next_velocity + i, left, change);
      }
      const four_floats moved = value + change * speed;
      four_store_some(next + i, left, moved);
      shifted = shifted + moved * four_load_some(shift + i, left);
      sum = sum + moved;
    }
    products[r] = total(product);
    shifts[r] = total(shifted);
    sums[r] = total(sum);
    values += columns;
    up += columns;
    down += columns;
    next += columns;
    if (!velocity) continue;
    velocity += columns;
    next_velocity += columns;
  }
}
