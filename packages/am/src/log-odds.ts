/**
 * The log-odds of a class, log P(c|x) - log(1 - P(c|x)), from logits. They rise and fall with P(c|x), and still do where P(c|x) is
 * so near to 0 or 1 that its digits end.
 *
 * @param logits - of one image, in any precision; computed in float64
 * @param c - the class
 * @returns the log-odds; infinite where there is no other class
 */
export const logOdds = (logits: ArrayLike<number>, c: number): number => {
  const others = Array.from(logits).filter((_, k) => k !== c);
  const top = Math.max(...others);
  if (top === -Infinity) return Infinity;
  return logits[c] - top - Math.log(others.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
};
