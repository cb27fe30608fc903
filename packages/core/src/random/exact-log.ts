const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;

/**
 * The natural logarithm by additions, multiplications and divisions alone: `Math.log` may differ in its last bits between
 * engines, and random numbers must not. By 2 artanh((m-1)/(m+1)) with m between 2^-½ and 2^½.
 *
 * @param x - a normal positive number
 * @returns ln x, to within a few units of the last place
 */
export const exactLog = (x: number): number => {
  let m = x;
  let e = 0;
  while (m >= 1.4142135623730951) {
    m *= 0.5;
    e++;
  }
  while (m < 0.7071067811865476) {
    m *= 2;
    e--;
  }
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let series = 0;
  for (let k = 21; k >= 1; k -= 2) series = series * s2 + 1 / k;
  return e * LN2_HIGH + (e * LN2_LOW + 2 * s * series);
};
