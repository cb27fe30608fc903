/** How near to the bounds an image begins, as a share of their distance from the middle; at 1 the gradient would be zero. */
const EDGE = 0.99;

/** The space of all real numbers in which every point is an image within the bounds. */
export interface TanhSpace {
  /** The point of the original image. */
  readonly start: Float32Array;
  /**
   * The image of a point: the original moved by what tanh moved by, clipped. At the start it is the original to the last bit.
   *
   * @param w - the point
   * @param image - where the image is written
   * @param derivative - where the derivative of each value with respect to its coordinate is written
   */
  imageOf(w: Float32Array, image: Float32Array, derivative: Float32Array): void;
}

/**
 * The change of variables of Carlini & Wagner (2017, section V.B), which keeps to the bounds without clipping. Pixels at the bounds,
 * most of a digit, would be at infinity: the image is drawn in by one part in a hundred, and the change is added to the original.
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
