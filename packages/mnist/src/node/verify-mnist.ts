import { createHash } from 'node:crypto';
import { checkGivenText, isInterpError } from '@interp/checks';
import { gunzip, isGzip } from '../idx/gunzip.js';
import { mnistFiles, readMnistFile, type MnistFile } from './mnist-files.js';

/** Result of {@link checkContent}. */
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

/** The verification of one file. */
export interface VerifiedFile {
  /** Its name without `.gz`. */
  readonly name: string;
  /** `ok`; `wrong`, see `reason`; or `missing`. */
  readonly status: 'ok' | 'wrong' | 'missing';
  /** Where it is, if it is there. */
  readonly path?: string;
  /** Length on the disk in bytes; 0 if missing. */
  readonly storedBytes: number;
  /** Length in bytes, uncompressed; 0 if missing or damaged. */
  readonly bytes: number;
  /** Length that it should have. */
  readonly expectedBytes: number;
  /** MD5 of the uncompressed bytes; empty if missing or damaged. */
  readonly md5: string;
  /** MD5 that it should have. */
  readonly expectedMd5: string;
  /** What is wrong, in a few words. */
  readonly reason?: string;
}

/** Result of {@link verifyMnist}. */
export interface Verification {
  /** Whether all four files are right. */
  readonly ok: boolean;
  /** Each file. */
  readonly files: readonly VerifiedFile[];
}

/**
 * Verifies one file of MNIST in a folder.
 *
 * @param folder - where to look
 * @param file - which
 * @returns the verification
 * @throws `bad-file` if something is there that cannot be read
 */
export async function verifyFile(folder: string, file: MnistFile): Promise<VerifiedFile> {
  const expected = { name: file.name, expectedBytes: file.bytes, expectedMd5: file.md5 };
  const found = await readMnistFile(folder, file);
  if (!found) return { ...expected, status: 'missing', storedBytes: 0, bytes: 0, md5: '' };
  const check = await checkContent(file, found.bytes);
  const status = check.reason === undefined ? 'ok' : 'wrong';
  return { ...expected, ...check, status, path: found.path, storedBytes: found.bytes.length };
}

/**
 * Compares the files in a folder with MNIST's lengths and MD5 checksums, of the uncompressed bytes, so that it does not matter
 * who compressed them.
 *
 * @param folder - where to look, for compressed or uncompressed files
 * @returns a report on each file, also where some are missing or wrong
 * @throws `bad-file` if something is there that cannot be read
 *
 * @example
 * ```ts
 * import { verifyMnist } from '@interp/mnist/node';
 *
 * const { ok, files } = await verifyMnist('data/mnist');
 * console.log(ok, files.map(({ name, status }) => `${name}: ${status}`));
 * ```
 */
export async function verifyMnist(folder: string): Promise<Verification> {
  checkGivenText('the folder', folder, 'a path');
  const files: VerifiedFile[] = [];
  for (const file of mnistFiles) files.push(await verifyFile(folder, file));
  return { ok: files.every(({ status }) => status === 'ok'), files };
}
