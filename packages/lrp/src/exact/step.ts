/** An element so near to a kink that float32 may be on the wrong side. */
export interface UndecidedElement {
  /** The index of the output that depends on it. */
  readonly output: number;
  /** The indices of the inputs to which the output's gradient may go, in order. */
  readonly among: readonly number[];
  /** The one chosen by float32, if any. */
  readonly chosen: number | undefined;
}

/** The kinks of a step, where its derivative jumps. */
export interface Kink {
  /**
   * Finds the undecided elements.
   *
   * @param x - the step's input, flat
   * @param within - the uncertain distance from a kink, where the activation before is steepest
   * @returns the undecided elements; values that are equal, or 0, in float32 are not among them
   */
  undecided(x: Float32Array, within: number): UndecidedElement[];
  /**
   * Decides one of them in double precision.
   *
   * @param element - which
   * @param exact - the values of its `among`, in double precision
   * @returns the index of the input that gets the gradient, if any
   */
  decide(element: UndecidedElement, exact: readonly number[]): number | undefined;
}

/** The windows of max-pooling. */
export interface Windows {
  /** The shape of its output, of one image. */
  readonly shape: readonly number[];
  /**
   * @returns for each output, the input indices of its window, in order; cached
   */
  indices(): readonly (readonly number[])[];
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
   * @param index - which value
   * @returns what {@link Step.forward} has there
   */
  at(x: (index: number) => number, index: number): number;
  /** Its kinks. Missing for smooth steps. */
  readonly kink?: Kink;
  /** The windows of max-pooling. Missing for other steps. */
  readonly windows?: Windows;
}
