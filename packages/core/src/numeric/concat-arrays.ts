const lengthOf = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

const filledWith = <Values extends Float32Array | Uint8Array>(all: Values, parts: readonly Values[]): Values => {
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/**
 * Several arrays of numbers one after the other.
 *
 * @param parts - the arrays; not changed
 * @returns a new one
 */
export const concatFloats = (parts: readonly Float32Array[]): Float32Array =>
  filledWith(new Float32Array(lengthOf(parts)), parts);

/**
 * The same of bytes, such as those of files.
 *
 * @param parts - the arrays; not changed
 * @returns a new one; the part itself where there is one, for it may be large
 */
export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 ? parts[0] : filledWith(new Uint8Array(lengthOf(parts)), parts);
