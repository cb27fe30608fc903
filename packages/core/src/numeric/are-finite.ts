/**
 * Whether all values are finite. Much faster than checking each, because infinities and NaN propagate through a sum.
 *
 * @param values - float32, whose sum in float64 cannot overflow
 * @returns false if there is an infinity or NaN
 */
export const areFinite = (values: Float32Array): boolean => {
  // Four sums, since each addition waits for the one before it.
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < values.length; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < values.length; i++) a += values[i];
  return Number.isFinite(a + b + c + d);
};
