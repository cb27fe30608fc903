/**
 * The whole numbers from one up to another: the indices of some of the images of a set, say.
 *
 * @param from - the first
 * @param to - the one after the last
 * @returns `to - from` numbers
 */
export const range = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);
