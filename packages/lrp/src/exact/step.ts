/** A place of an input so near to a kink that float32 may be wrong about its side. */
export interface Doubt {
  /** The place of the output that hangs on it. */
  readonly output: number;
  /** The places of the input that may pass on what arrives there, in order. */
  readonly among: readonly number[];
  /** Which of them float32 takes, if any. */
  readonly taken: number | undefined;
}

/** Where a step's slope jumps. */
export interface Kink {
  /**
   * The places in doubt.
   *
   * @param x - the step's input, flat
   * @param within - how near to a kink one cannot be sure, where the input is as steep as it can be
   * @returns the doubts; of values that float32 holds to be equal, or to be 0, there are none
   */
  doubts(x: Float32Array, within: number): Doubt[];
  /**
   * Decides one of them.
   *
   * @param doubt - which
   * @param exact - the values of its `among`, in double precision
   * @returns the place that passes on what arrives, if any does
   */
  decide(doubt: Doubt, exact: readonly number[]): number | undefined;
}

/** The windows of max-pooling. */
export interface Windows {
  /** The shape of its output, of one image. */
  readonly shape: readonly number[];
  /**
   * @returns for each of its outputs the places of its window, in order; made once
   */
  places(): readonly (readonly number[])[];
}

/** One step of a network in double precision, for one image at a time. */
export interface Step {
  /** Whether it is a weighted sum with a bias. */
  readonly isAffine: boolean;
  /**
   * @param x - the step's input, flat
   * @returns its output, flat
   */
  forward(x: Float64Array): Float64Array;
  /**
   * One value of the output.
   *
   * @param x - gives any value of the input
   * @param place - which value
   * @returns what {@link Step.forward} has there
   */
  at(x: (place: number) => number, place: number): number;
  /** Where its slope jumps. Missing for smooth steps. */
  readonly kink?: Kink;
  /** The windows of max-pooling. Missing for other steps. */
  readonly windows?: Windows;
}
