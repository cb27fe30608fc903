/**
 * Sine and cosine by their series: `Math.sin` may differ between platforms in its last bits.
 *
 * @param angle - in radians
 * @returns both
 */
export const turn = (angle: number): readonly [sine: number, cosine: number] => {
  const within = angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
  let [sine, cosine, term] = [0, 1, 1];
  for (let n = 1; n < 24; n += 2) {
    term *= within / n;
    sine += term;
    term *= -within / (n + 1);
    cosine += term;
  }
  return [sine, cosine];
};
