import { logistic } from '@interp/core/internal';

/** The softmax of one image's logits in float64, so that small probabilities keep their precision. */
const softmax64 = (logits: Float64Array): Float64Array => {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const powers = logits.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((value) => value / sum);
};

/** The probabilities of one image's logits, in float64, so that small ones keep their precision. */
export const probabilities64 = (logits: Float64Array, kind: 'softmax' | 'sigmoid'): Float64Array =>
  kind === 'softmax' ? softmax64(logits) : logits.map(logistic);
