/**
 * Writes where a gradient starts from for one image: the derivative of what is climbed with respect to its logits.
 *
 * @param index - index of the image among those asked for
 * @param logits - its logits
 * @param out - zeros, as many as there are classes
 */
export type StartRow = (index: number, logits: Float32Array, out: Float32Array) => void;

/** A classifier for images that lie in plain arrays, one after the other. */
export interface ArrayClassifier {
  /** Number of classes. */
  readonly classes: number;
  /** Values of an image. */
  readonly size: number;
  /**
   * Scores.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @returns `count` rows of logits
   * @throws InterpError `not-finite`
   */
  logits(images: Float32Array, count: number): Float32Array;
  /**
   * Scores and one gradient for each image.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @param start - where the gradient starts from
   * @returns `count` rows of logits, `count` gradients
   * @throws InterpError `not-finite`
   */
  gradients(images: Float32Array, count: number, start: StartRow): { logits: Float32Array; gradients: Float32Array };
  /**
   * Several gradients for each image, by one pass forward and as many back. Whether they are finite is for `take` to see.
   *
   * @param images - `count` images; borrowed
   * @param count - how many
   * @param times - how many gradients for each
   * @param start - where the gradient starts from, `turn` from 0 to `times - 1`
   * @param take - is given the gradient of each image and turn; valid until it returns
   */
  eachGradient(
    images: Float32Array,
    count: number,
    times: number,
    start: (turn: number) => StartRow,
    take: (index: number, turn: number, gradient: Float32Array, logits: Float32Array) => void,
  ): void;
}
