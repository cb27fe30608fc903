/**
 * Reads all of a stream of bytes.
 *
 * @param stream - standard input, say
 * @param most - bytes that are read at most
 * @returns its bytes; undefined where there are more
 */
export const readStream = async (stream: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | undefined> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    size += piece.length;
    if (size > most) return undefined;
  }
  return Buffer.concat(pieces);
};
