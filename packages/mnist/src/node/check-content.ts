import { createHash } from 'node:crypto';
import { isInterpError } from '@interp/core';
import { gunzip, isGzip } from '../idx/gunzip.js';
import type { MnistFile } from './mnist-files.js';

/** What a file's bytes turned out to be. */
export interface ContentCheck {
  /** Length uncompressed; 0 if it cannot be uncompressed. */
  readonly bytes: number;
  /** MD5 of the uncompressed bytes in hexadecimal; empty if it cannot be uncompressed. */
  readonly md5: string;
  /** What is wrong, in a few words; nothing if it is the file that it should be. */
  readonly reason?: string;
}

/**
 * Whether bytes are a certain file of MNIST, by length and checksum of what is in them.
 *
 * @param file - the file that they should be
 * @param bytes - compressed or not
 * @returns length, checksum, what is wrong
 */
export async function checkContent(file: MnistFile, bytes: Uint8Array): Promise<ContentCheck> {
  try {
    const content = isGzip(bytes) ? await gunzip(bytes, 'it', () => file.bytes) : bytes;
    const found = { bytes: content.length, md5: createHash('md5').update(content).digest('hex') };
    if (found.bytes !== file.bytes) return { ...found, reason: `${found.bytes} bytes rather than ${file.bytes}` };
    if (found.md5 !== file.md5) return { ...found, reason: `MD5 ${found.md5} rather than ${file.md5}` };
    return found;
  } catch (error) {
    if (isInterpError(error)) return { bytes: 0, md5: '', reason: error.message.replace(/^it is ([^;]*).*$/s, '$1') };
    throw error;
  }
}
