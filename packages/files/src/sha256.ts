import { InterpError } from '@interp/checks';

const isBytes = (value: unknown): value is Uint8Array<ArrayBuffer> => value instanceof Uint8Array;

/**
 * The SHA-256 of some bytes, in Node.js and in pages: by the platform, which takes a hundredth of the time, but is there in secure contexts alone.
 *
 * @param bytes - the bytes; borrowed
 * @returns 64 hexadecimal digits
 * @throws InterpError `bad-option` for what is no `Uint8Array`
 *
 * @example
 * ```ts
 * import { sha256 } from '@interp/files';
 *
 * console.log((await sha256(Uint8Array.of(1, 2, 3))).slice(0, 8)); // 039058c6
 * ```
 */
export const sha256 = async (bytes: Uint8Array): Promise<string> => {
  if (!isBytes(bytes)) throw new InterpError('bad-option', 'the bytes are none; expected a Uint8Array');
  const { subtle } = (globalThis.crypto as Partial<Crypto> | undefined) ?? {};
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('@noble/hashes/sha2.js')).sha256(bytes);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
};
