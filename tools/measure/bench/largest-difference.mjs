/**
 * How far two results are apart, relative to the largest value of the second.
 *
 * @param {ArrayLike<number>} ours
 * @param {ArrayLike<number>} theirs
 * @returns {number} infinite where their lengths differ or a value is not finite
 */
export function largestDifference(ours, theirs) {
  if (ours.length !== theirs.length) return Infinity;
  let [apart, largest] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs(ours[i] - theirs[i]);
    if (!Number.isFinite(difference)) return Infinity;
    apart = Math.max(apart, difference);
    largest = Math.max(largest, Math.abs(theirs[i]));
  }
  return largest === 0 ? apart : apart / largest;
}
