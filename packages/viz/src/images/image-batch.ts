import { checkFields, checkNumber, InterpError } from '@interp/checks';

/** Arrays that can hold pixels. */
export type PixelData = Float32Array | Float64Array | Int32Array | Uint8Array | Uint8ClampedArray;

/** The values and shape of a batch of images, without a tensor. */
export interface Pixels {
  /** The numbers, row-major. */
  readonly data: PixelData;
  /** Their shape, `[n, height, width, channels]`. */
  readonly shape: readonly number[];
}

/** A batch of images to be drawn, as a plain value: grey (one channel), RGB (three) or RGBA (four). */
export interface ImageBatch extends Pixels {
  /**
   * The values that are drawn black and white; values outside are clipped. Default `[0, 255]` for bytes and
   * `[-1, 1]` for all other numbers.
   */
  readonly range?: readonly [low: number, high: number];
}

/** The sizes of a batch. */
export interface BatchSize {
  /** Number of images. */
  readonly count: number;
  /** Pixels down. */
  readonly height: number;
  /** Pixels across. */
  readonly width: number;
  /** Numbers per pixel. */
  readonly channels: number;
}

/**
 * Checks that numbers are a batch of images.
 *
 * @param name - name of the batch, for the message
 * @param pixels - the numbers and their shape
 * @returns its sizes
 * @throws InterpError `bad-shape` for another rank, an empty batch or a length that does not fit the shape, `bad-value` for a NaN
 * or an infinity
 */
export const checkPixels = (name: string, pixels: Pixels): BatchSize => {
  // Callers without types may pass anything.
  const { data, shape } = (pixels ?? {}) as Partial<Pixels>;
  if (!Array.isArray(shape) || !ArrayBuffer.isView(data))
    throw new InterpError(
      'bad-shape',
      `${name} have no data and shape; expected numbers in a typed array and [n, height, width, channels], as pixelsOf gives them`,
    );
  const said = `[${Array.from(shape, String).join(', ')}]`;
  if (shape.length !== 4 || !shape.every((size) => Number.isInteger(size) && size > 0))
    throw new InterpError(
      'bad-shape',
      `${name} have the shape ${said}; expected [n, height, width, channels], none of them 0`,
    );
  const [count, height, width, channels] = shape as [number, number, number, number];
  const length = count * height * width * channels;
  if (data.length !== length)
    throw new InterpError('bad-shape', `${name} hold ${data.length} numbers; expected ${length} for the shape ${said}`);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const image = Math.floor(bad / (height * width * channels));
    const [row, column] = [Math.floor(bad / (width * channels)) % height, Math.floor(bad / channels) % width];
    throw new InterpError(
      'bad-value',
      `${name} have ${String(data[bad])} in image ${image}, row ${row}, column ${column}; expected finite numbers`,
    );
  }
  return { count, height, width, channels };
};

/**
 * The range in which an image batch is drawn.
 *
 * @param images - the batch
 * @returns the value drawn black and the value drawn white
 * @throws InterpError `bad-option` where the range is not two finite numbers, the first the smaller
 */
export const imageRange = (images: ImageBatch): readonly [low: number, high: number] => {
  const [low, high] = images.range ?? (images.data.BYTES_PER_ELEMENT === 1 ? [0, 255] : [-1, 1]);
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    throw new InterpError(
      'bad-option',
      `range is [${String(low)}, ${String(high)}]; expected two finite numbers, the first the smaller`,
    );
  return [low, high];
};

/**
 * The first images of a batch.
 *
 * @param images - numbers and their shape, `[n, ...]`
 * @param most - how many at most
 * @returns a view of the first of them, of the same kind; all where there are no more
 *
 * @example
 * ```ts
 * import { firstImages } from '@interp/viz';
 *
 * const three = { data: new Float32Array(12), shape: [3, 2, 2, 1], range: [0, 1] as const };
 * console.log(firstImages(three, 2).shape); // [ 2, 2, 2, 1 ]
 * ```
 */
export const firstImages = <Batch extends Pixels>(images: Batch, most: number): Batch => {
  checkFields('the images', images, { shape: 'list', data: 'list' });
  checkNumber('most', most, { min: 0, integer: true });
  const [all, ...size] = images.shape;
  if (most >= all) return images;
  return { ...images, data: images.data.subarray(0, (images.data.length / all) * most), shape: [most, ...size] };
};

/** The part of a TensorFlow.js tensor that is needed to read it. */
export interface TensorLike {
  /** Its shape. */
  readonly shape: readonly number[];
  /**
   * Reads its values.
   *
   * @returns the values, row-major
   */
  data(): Promise<PixelData>;
}

/**
 * Reads a TensorFlow.js tensor so that it can be drawn. The tensor is borrowed.
 *
 * @param tensor - `[n, height, width, channels]`
 * @returns its values and shape; add a `range` if images are not in [-1, 1]
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import '@tensorflow/tfjs-backend-cpu';
 * import { imageGrid, pixelsOf } from '@interp/viz';
 *
 * const grey = tf.zeros([4, 28, 28, 1]);
 * const svg = imageGrid({ ...(await pixelsOf(grey)), range: [-1, 1] });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export const pixelsOf = async (tensor: TensorLike): Promise<Pixels> => {
  checkFields('the tensor', tensor, { shape: 'list', data: 'function' });
  return {
    data: await tensor.data(),
    shape: [...tensor.shape],
  };
};
