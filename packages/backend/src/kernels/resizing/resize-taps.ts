/** How an image is resized along one axis, as the forward kernels are given it. */
export interface ResizeAttributes {
  /** Whether the outermost pixels of both images coincide. */
  readonly alignCorners: boolean;
  /** Whether pixels lie at the centres of their cells. */
  readonly halfPixelCenters?: boolean;
}

/** For each output pixel along one axis: two source pixels and the weight of the second. */
export interface Taps {
  /** The first source pixel of each. */
  readonly low: Int32Array;
  /** The second. */
  readonly high: Int32Array;
  /** Weight of the second, 1 less that of the first. */
  readonly weight: Float64Array;
}

/**
 * What each output pixel of TensorFlow.js' resizing is made of, along one axis.
 *
 * @param input - source pixels
 * @param output - output pixels
 * @param bilinear - whether between two neighbours, else the nearest alone
 * @param attributes - where pixels lie
 * @returns source pixels and weights
 */
export const resizeTaps = (
  input: number,
  output: number,
  bilinear: boolean,
  { alignCorners, halfPixelCenters = false }: ResizeAttributes,
): Taps => {
  const corners = alignCorners && output > 1 ? 1 : 0;
  const ratio = (input - corners) / (output - corners);
  const centre = halfPixelCenters ? 0.5 : 0;
  const taps: Taps = { low: new Int32Array(output), high: new Int32Array(output), weight: new Float64Array(output) };
  for (let i = 0; i < output; i++) {
    const source = ratio * (i + centre) - (bilinear ? centre : 0);
    const nearest = !bilinear && alignCorners ? Math.round(source) : Math.floor(source);
    taps.low[i] = Math.min(input - 1, Math.max(0, nearest));
    taps.high[i] = bilinear ? Math.min(input - 1, Math.ceil(source)) : taps.low[i];
    taps.weight[i] = bilinear ? source - taps.low[i] : 0;
  }
  return taps;
};
