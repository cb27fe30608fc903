import { InterpError } from '@interp/checks';

const join = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
};

const damagedFile = (name: string, cause?: unknown): InterpError => {
  const message = `${name} is corrupt, cut off or followed by other bytes; expected a single whole gzip member`;
  return new InterpError('bad-file', message, { cause });
};

/** Bytes at the start of the content that {@link gunzip} waits for before it asks how long the whole may be. */
const headBytes = 16;

/**
 * Whether bytes start as gzip files do.
 *
 * @param bytes - a file
 * @returns true for gzip
 */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Uncompresses one gzip member by the platform's own `DecompressionStream`, and stops as soon as more comes out than the
 * content itself declares, so that a small file cannot fill the memory.
 *
 * @param bytes - the gzip file
 * @param name - what messages call it
 * @param limit - given the first 16 bytes of the content (fewer if there are no more), the most bytes that it may have; may throw
 * @returns the content, of at most `limit` bytes
 * @throws `bad-file` if the data is corrupt, cut off, longer than the limit or followed by anything
 */
export async function gunzip(
  bytes: Uint8Array,
  name: string,
  limit: (head: Uint8Array) => number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let most: number | undefined;
  const reader = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const next = async (): Promise<Uint8Array | undefined> => {
    try {
      return (await reader.read()).value;
    } catch (cause) {
      throw damagedFile(name, cause);
    }
  };
  try {
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
      chunks.push(chunk);
      size += chunk.length;
      if (most === undefined && size >= headBytes) most = limit(join(chunks, size).subarray(0, headBytes));
      if (most !== undefined && size > most) {
        throw new InterpError('bad-file', `${name} is longer than it declares: it should uncompress to ${most} bytes`);
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  const whole = join(chunks, size);
  most ??= limit(whole);
  const declared = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  if (declared !== size % 2 ** 32) throw damagedFile(name);
  return whole;
}
