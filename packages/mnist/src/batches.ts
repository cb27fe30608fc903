import { boolean, list, number, optionsTable, withFunctions } from '@interp/checks';
import type { LabelledImages, Random } from '@interp/core';
import { checkLabelledImages } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Options of {@link batches}. */
export interface BatchOptions {
  /** Images in a batch. Default 64. */
  readonly batchSize?: number;
  /** Shuffles: each call draws one permutation. Default: in order. */
  readonly random?: Random;
  /** Leaves out a last batch that is smaller than the others. Default false. */
  readonly dropLast?: boolean;
  /** Only these images. Default: all. */
  readonly indices?: ArrayLike<number>;
}

/** Checks and defaults of {@link BatchOptions}. */
const batchOptions = optionsTable<BatchOptions>()({
  batchSize: number({ min: 1, integer: true, default: 64 }),
  random: withFunctions<Random>(['permutation']),
  dropLast: boolean({ default: false }),
  indices: list<ArrayLike<number>>({ numbers: true }),
});

/** Some images with their labels. */
export interface Batch {
  /** The index of each image in the set, `[n]`. */
  readonly indices: Uint32Array;
  /** Float32 `[n, ...inputShape]`; belongs to the caller, who must dispose of it. */
  readonly images: Tensor;
  /** The class of each image, `[n]`. */
  readonly labels: Int32Array;
}

function* cut(data: LabelledImages, order: Uint32Array, size: number, dropLast: boolean): Generator<Batch, void> {
  for (let start = 0; start < order.length; start += size) {
    const indices = order.subarray(start, start + size);
    if (dropLast && indices.length < size) return;
    const labels = Int32Array.from(indices, (index) => data.labels[index]);
    yield { indices, images: data.images(indices), labels };
  }
}

/**
 * Iterates over a set in batches, each converted on demand.
 *
 * @param data - any labelled images
 * @param options - size of a batch, shuffling, choice of images
 * @returns the batches; the tensor of each belongs to the caller
 * @throws `bad-option` if the batch size is not an integer above 0; what `data.images` throws for indices out of range
 *
 * @example
 * ```ts
 * import { random } from '@interp/core';
 * import { batches, sampleDigits } from '@interp/mnist';
 *
 * for (const { images, labels } of batches(sampleDigits(), { batchSize: 4, random: random(1) })) {
 *   console.log(images.shape, labels.length); // [ 4, 28, 28, 1 ] 4, twice, then [ 2, 28, 28, 1 ] 2
 *   images.dispose();
 * }
 * ```
 */
export function batches(data: LabelledImages, options: BatchOptions = {}): Generator<Batch, void> {
  const { batchSize, random, dropLast, indices } = batchOptions.withDefaults(options);
  checkLabelledImages('the data', data);
  const count = indices?.length ?? data.size;
  const order = random ? random.permutation(count) : Uint32Array.from({ length: count }, (_, i) => i);
  return cut(data, indices ? order.map((i) => indices[i]) : order, batchSize, dropLast);
}
