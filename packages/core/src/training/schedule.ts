/**
 * How the learning rate goes over the training. A value: a new schedule is a new function that returns one of these.
 */
export interface Schedule {
  /** What people call it. */
  readonly name: string;
  /** Its numbers; a checkpoint keeps them to notice others. */
  readonly settings: Readonly<Record<string, number>>;
  /**
   * What the rate is multiplied by.
   *
   * @param progress - the part of the training that is done, from 0 to below 1
   * @param epochs - epochs in all
   * @returns a factor of 0 or more
   */
  readonly factor: (progress: number, epochs: number) => number;
}
