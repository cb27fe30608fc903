import { largestAt, probabilityOf } from '../logits.js';

/**
 * The derivative of KL(P ‖ Q) with respect to the logits of Q, which is Q - P, over its largest part. Attacks need its direction
 * alone, and where both are sure of the same class its values may be too small for float32; the class that P is surest of gets minus
 * the sum of the others, because the difference of two numbers near 1 has lost its digits.
 *
 * @param clean - logits of P
 * @param logits - logits of Q
 * @param out - where it is written; zeros where P and Q are the same
 */
export const divergenceDirection = (clean: Float32Array, logits: Float32Array, out: Float32Array): void => {
  const top = largestAt(clean);
  const exact = new Float64Array(out.length);
  for (let k = 0; k < out.length; k++) {
    if (k === top) continue;
    exact[k] = probabilityOf(logits, k) - probabilityOf(clean, k);
    exact[top] -= exact[k];
  }
  const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let k = 0; k < out.length; k++) out[k] = largest === 0 ? 0 : exact[k] / largest;
};
