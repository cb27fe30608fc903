import { join } from 'node:path';
import { InterpError, shownPath } from '@interp/checks';
import { readPlainFile } from '@interp/files/internal';
import type { MnistSplit } from '../references.js';

/** One of the four files of MNIST. */
export interface MnistFile {
  /** Its name without `.gz`, as all mirrors have it. */
  readonly name: string;
  /** The part of the data set that it belongs to. */
  readonly split: MnistSplit;
  /** What is in it. */
  readonly content: 'images' | 'labels';
  /** Length in bytes, uncompressed. */
  readonly bytes: number;
  /** Length in bytes as mirrors usually send it, compressed; only for estimates. */
  readonly compressedBytes: number;
  /** MD5 of the uncompressed bytes in hexadecimal. */
  readonly md5: string;
}

/** The four files of MNIST (LeCun, Cortes and Burges). */
export const mnistFiles: readonly MnistFile[] = [
  {
    name: 'train-images-idx3-ubyte',
    split: 'train',
    content: 'images',
    bytes: 47_040_016,
    compressedBytes: 9_912_422,
    md5: '6bbc9ace898e44ae57da46a324031adb',
  },
  {
    name: 'train-labels-idx1-ubyte',
    split: 'train',
    content: 'labels',
    bytes: 60_008,
    compressedBytes: 28_881,
    md5: 'a25bea736e30d166cdddb491f175f624',
  },
  {
    name: 't10k-images-idx3-ubyte',
    split: 'test',
    content: 'images',
    bytes: 7_840_016,
    compressedBytes: 1_648_877,
    md5: '2646ac647ad5339dbf082846283269ea',
  },
  {
    name: 't10k-labels-idx1-ubyte',
    split: 'test',
    content: 'labels',
    bytes: 10_008,
    compressedBytes: 4_542,
    md5: '27ae3e4e09519cfbb04c329615203637',
  },
];

/**
 * The names under which people have a file: compressed or not, with a hyphen or a dot before `idx`.
 *
 * @param file - one of {@link mnistFiles}
 * @returns names, the one that wins first
 */
export const namesOf = ({ name }: MnistFile): readonly string[] => {
  const dotted = name.replace('-idx', '.idx');
  return [`${name}.gz`, name, `${dotted}.gz`, dotted];
};

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code);

/**
 * Reads a file of MNIST under the first of its names that is there.
 *
 * @param folder - where to look
 * @param file - one of {@link mnistFiles}
 * @returns path and bytes; nothing if it is not there
 * @throws `bad-file` if it is there and cannot be read
 */
export async function readMnistFile(
  folder: string,
  file: MnistFile,
): Promise<{ readonly path: string; readonly bytes: Uint8Array } | undefined> {
  for (const path of namesOf(file).map((name) => join(folder, name))) {
    try {
      return { path, bytes: await readPlainFile(path) };
    } catch (cause) {
      if (codeOf(cause) !== 'ENOENT' && codeOf(cause) !== 'ENOTDIR') {
        throw new InterpError('bad-file', `${shownPath(path)} cannot be read (${codeOf(cause)}); expected a file`, {
          cause,
        });
      }
    }
  }
  return undefined;
}
