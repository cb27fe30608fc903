/**
 * The cosine of the angle between two lists.
 *
 * @param a - one list
 * @param b - another of the same length
 * @returns from -1 to 1; null where one of them is zero
 */
export const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number | null => {
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i] * b[i];
    ofA += a[i] * a[i];
    ofB += b[i] * b[i];
  }
  return ofA === 0 || ofB === 0 ? null : both / Math.sqrt(ofA) / Math.sqrt(ofB);
};
