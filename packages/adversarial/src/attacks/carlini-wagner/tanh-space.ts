/** How near to the bounds an image starts, as a fraction of half their range; at 1 the gradient would be zero. */
const EDGE = 0.99;

/** A change of variables: every real point maps to an image within the bounds. */
export interface TanhSpace {
  /** The point of the original image. */
  readonly start: Float32Array;
  /**
   * Computes the image of a point: the original plus the change of tanh since the start, clipped. At the start it equals the original exactly.
   *
   * @param w - the point
   * @param image - where the image is written
   * @param derivative - where the derivative of each value with respect to its coordinate is written
   */
  imageOf(w: Float32Array, image: Float32Array, derivative: Float32Array): void;
}

/**
 * The change of variables of Carlini & Wagner (2017, section V.B), which keeps to the bounds without clipping. Pixels at the bounds,
 * most of a digit, would map to infinity, so the image is scaled by 0.99, and the change is added to the original.
 *
 * @param original - the image
 * @param bounds - the lowest and the highest value allowed
 * @returns the space around it
 */
export const tanhSpace = (original: Float32Array, [low, high]: readonly [number, number]): TanhSpace => {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const inner = Float64Array.from(original, (value) => ((value - middle) / half) * EDGE);
  return {
    start: Float32Array.from(inner, Math.atanh),
    imageOf: (w, image, derivative) => {
      for (let i = 0; i < w.length; i++) {
        const t = Math.tanh(w[i]);
        const value = original[i] + half * (t - inner[i]);
        image[i] = value < low ? low : value > high ? high : value;
        derivative[i] = half * (1 - t * t);
      }
    },
  };
};
