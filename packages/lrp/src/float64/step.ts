/** One step of a network in double precision, for one image at a time. It keeps what its last pass forward saw. */
export interface Step {
  /**
   * @param x - the step's input, flat
   * @returns its output, flat
   */
  forward(x: Float64Array): Float64Array;
  /**
   * @param dy - the derivative with respect to the last output
   * @returns that with respect to the last input
   */
  backward(dy: Float64Array): Float64Array;
  /**
   * Where the slope jumps: how far an input is from the nearest such place that it does not lie on. Missing for smooth steps.
   *
   * @param x - the step's input, flat
   * @returns the distance
   */
  readonly toKink?: (x: Float32Array) => number;
}
