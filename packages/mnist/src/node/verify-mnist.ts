import { checkContent } from './check-content.js';
import { mnistFiles, readMnistFile, type MnistFile } from './mnist-files.js';

/** What {@link verifyMnist} says about one file. */
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

/** What {@link verifyMnist} found. */
export interface Verification {
  /** Whether all four files are right. */
  readonly ok: boolean;
  /** Each file. */
  readonly files: readonly VerifiedFile[];
}

/**
 * Looks at one file of MNIST in a folder.
 *
 * @param folder - where to look
 * @param file - which
 * @returns what is there
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
  const files: VerifiedFile[] = [];
  for (const file of mnistFiles) files.push(await verifyFile(folder, file));
  return { ok: files.every(({ status }) => status === 'ok'), files };
}
