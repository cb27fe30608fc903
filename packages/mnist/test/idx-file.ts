/** An IDX file of unsigned bytes, written from the format's description. */
export const idxFile = (dimensions: readonly number[], values: ArrayLike<number>): Uint8Array => {
  const file = new Uint8Array(4 + 4 * dimensions.length + values.length);
  file.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((n, i) => new DataView(file.buffer).setUint32(4 + 4 * i, n));
  file.set(Array.from(values), 4 + 4 * dimensions.length);
  return file;
};
