/**
 * The bytes of several files one after the other.
 *
 * @param parts - the bytes; not changed
 * @returns a new array; the part itself where there is one, for it may be large
 */
export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};
