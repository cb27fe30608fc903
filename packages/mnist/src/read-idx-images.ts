import { readIdx, type IdxOptions } from './idx/idx.js';

/** Grey images as an IDX file holds them. */
export interface IdxImages {
  /** Number of images. */
  readonly count: number;
  /** Height of an image in pixels. */
  readonly rows: number;
  /** Width of an image in pixels. */
  readonly columns: number;
  /** Grey values 0 to 255, `[count, rows, columns]`; may share memory with the bytes that were read. */
  readonly pixels: Uint8Array;
}

/**
 * Reads the images of an IDX file, gzip or not, strictly.
 *
 * @param bytes - the file
 * @param options - what messages call it
 * @returns the images
 * @throws `bad-file` if it is no IDX file of images, is cut off, corrupt, or has bytes after its end; `bad-option`
 *
 * @example
 * ```ts
 * import { readIdxImages } from '@interp/mnist';
 *
 * const file = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255);
 * const { count, rows, columns, pixels } = await readIdxImages(file);
 * console.log(count, rows, columns, [...pixels]); // 1 1 2 [ 0, 255 ]
 * ```
 */
export async function readIdxImages(bytes: Uint8Array, options?: IdxOptions): Promise<IdxImages> {
  const { dimensions, values } = await readIdx(bytes, 3, options);
  const [count, rows, columns] = dimensions as [number, number, number];
  return { count, rows, columns, pixels: values };
}
