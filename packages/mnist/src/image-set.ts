import { checkedBy, InterpError, number, optionsTable, shownValue, text } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { checkBackend, hostTensor } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Labelled grey images, stored as bytes (a quarter of the memory of floats) until a batch is requested. */
export interface ImageSet extends LabelledImages {
  /** Name of the set, for messages: `test`, `train`, `sample`, … */
  readonly name: string;
  /** Height, width and 1 channel. */
  readonly inputShape: readonly [rows: number, columns: number, channels: 1];
  /** Grey values 0 (background) to 255 (stroke), `[size, rows, columns]`. Read-only. */
  readonly pixels: Uint8Array;
  /** The class of each image, `[size]`. Read-only. */
  readonly labels: Uint8Array;
  /**
   * Some of the images as a batch, grey values mapped from 0…255 to -1…1.
   *
   * @param indices - which images, each from 0 to `size - 1`
   * @returns float32 `[indices.length, rows, columns, 1]`, which belongs to the caller
   * @throws `bad-option` if an index is out of range, `no-backend` before one is started
   */
  images(indices: ArrayLike<number>): tf.Tensor4D;
  /**
   * Writes some of the images into an array of the caller, mapped as by {@link ImageSet.images}, without allocating.
   *
   * @param indices - which images, each from 0 to `size - 1`
   * @param target - at least `indices.length * rows * columns` floats, filled from the start
   * @throws `bad-option` if an index is out of range or the target too short
   */
  fill(indices: ArrayLike<number>, target: Float32Array): void;
}

/** Options of {@link imageSet}. */
export interface ImageSetOptions {
  /** Grey values 0 to 255, `[n, rows, columns]`; kept, not copied. */
  readonly pixels: Uint8Array;
  /** The class of each image, `[n]`; kept, not copied. */
  readonly labels: Uint8Array;
  /** Height of an image in pixels. Default 28. */
  readonly rows?: number;
  /** Width of an image in pixels. Default 28. */
  readonly columns?: number;
  /** Name of the set, for messages. Default `images`. */
  readonly name?: string;
}

const bytes = checkedBy<Uint8Array>(
  (name, value) => {
    if (!(value instanceof Uint8Array))
      throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected a Uint8Array`);
  },
  { required: true },
);

/** Checks and defaults of {@link ImageSetOptions}. */
const imageSetOptions = optionsTable<ImageSetOptions>()({
  pixels: bytes,
  labels: bytes,
  rows: number({ min: 1, integer: true, default: 28 }),
  columns: number({ min: 1, integer: true, default: 28 }),
  name: text({ default: 'images' }),
});

const toUnit = Float32Array.from({ length: 256 }, (_, p) => p / 127.5 - 1);

/** Bytes of the last batch: the backend with the kernel copies them at once. */
let lastBatch = new Uint8Array(0);

/** A batch by the kernel that `@interp/backend` has for it, in a fifth of the time; undefined if there is none. */
const lookedUp = (
  indices: ArrayLike<number>,
  area: number,
  pixels: Uint8Array,
  shape: readonly [number, number, number, number],
): tf.Tensor4D | undefined => {
  if (!tf.getKernel('LookUp', tf.getBackend())) return undefined;
  const length = indices.length * area;
  if (lastBatch.length !== length) lastBatch = new Uint8Array(length);
  const grey = lastBatch;
  for (let i = 0; i < indices.length; i++)
    grey.set(pixels.subarray(indices[i] * area, (indices[i] + 1) * area), i * area);
  return tf.tidy(() => {
    const values = tf.tensor4d(grey, [...shape], 'bool');
    return tf.engine().runKernel<tf.Tensor4D[]>('LookUp', { bytes: values, table: tf.tensor1d(toUnit) })[0];
  });
};

/**
 * Makes a set of labelled images from bytes.
 *
 * @param options - pixels, labels and the size of an image
 * @returns the set
 * @throws `bad-file` if there are not as many labels as images; `bad-option`
 *
 * @example
 * ```ts
 * import { imageSet } from '@interp/mnist';
 *
 * const set = imageSet({ pixels: new Uint8Array(2 * 784), labels: Uint8Array.of(3, 8) });
 * const batch = set.images([1]); // [1, 28, 28, 1], all -1
 * batch.dispose();
 * ```
 */
export function imageSet(options: ImageSetOptions): ImageSet {
  const { pixels, labels, rows, columns, name } = imageSetOptions.withDefaults(options);
  const area = rows * columns;
  const size = labels.length;
  if (pixels.length !== size * area) {
    throw new InterpError(
      'bad-file',
      `${name} has ${pixels.length / area} images of ${rows} x ${columns} and ${size} labels; expected as many labels as images`,
    );
  }
  const check = (indices: ArrayLike<number>): void => {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i];
      if (!Number.isInteger(index) || index < 0 || index >= size)
        throw new InterpError('bad-option', `${name} has no image ${index}; expected 0 to ${size - 1}`);
    }
  };
  const fill = (indices: ArrayLike<number>, target: Float32Array): void => {
    check(indices);
    if (target.length < indices.length * area) {
      throw new InterpError(
        'bad-option',
        `the target has ${target.length} floats; expected at least ${indices.length * area} for ${indices.length} images`,
      );
    }
    // Local variables: the engine would look up closure variables for every pixel.
    const [unit, grey] = [toUnit, pixels];
    for (let i = 0, at = 0; i < indices.length; i++) {
      for (let from = indices[i] * area, end = from + area; from < end; from++, at++) target[at] = unit[grey[from]];
    }
  };
  const images = (indices: ArrayLike<number>): tf.Tensor4D => {
    check(indices);
    checkBackend();
    const shape = [indices.length, rows, columns, 1] as const;
    const compiled = lookedUp(indices, area, pixels, shape);
    if (compiled) return compiled;
    const made = hostTensor(shape, (out) => {
      fill(indices, out);
    });
    return made as tf.Tensor4D;
  };
  return { name, size, inputShape: [rows, columns, 1], pixels, labels, images, fill };
}
