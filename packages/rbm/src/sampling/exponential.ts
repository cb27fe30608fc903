const f = Math.fround;
const powers = Float32Array.from({ length: 255 }, (_, n) => 2 ** (n - 127));
const [turn, whole, high, low] = [1.44269504, 12582912, 0.693359375, -2.1219444e-4].map(f);
const series = [1.987569155e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.50000001201].map(
  f,
);

/**
 * e to the power of a float32, limited to -87 and 88, to about 1e-7: `Math.exp` differs between engines in its last bits,
 * and samples must not. It uses only float32 multiplications and additions (after Moshier's Cephes, expf), as in the compiled kernels.
 *
 * @param power - a float32
 * @returns a float32
 */
export const exponential = (power: number): number => {
  const x = Math.max(Math.min(power, 88), -87);
  const n = f(f(f(x * turn) + whole) - whole);
  const r = f(f(x - f(n * high)) - f(n * low));
  let p = series[0];
  for (let k = 1; k < 6; k++) p = f(f(p * r) + series[k]);
  return f(f(f(f(p * f(r * r)) + r) + 1) * powers[n + 127]);
};

/**
 * The probability that a unit is 1, the sigmoid of its logit.
 *
 * @param logit - a float32
 * @returns 1 / (1 + e^-logit), a float32
 */
export const chanceOf = (logit: number): number => f(1 / f(1 + exponential(-logit)));
