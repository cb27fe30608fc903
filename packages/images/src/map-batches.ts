import { checkGivenFunction, InterpError, number, optionsTable } from '@interp/checks';
import { drive, type DriveOptions } from '@interp/core';
import { concatFloats, splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Images } from './images.js';

/** Options of {@link mapBatches}. */
export interface MapBatchesOptions {
  /** Images in one pass, which affects memory and speed only. Default 100. */
  readonly batchSize?: number;
}

const mapBatchesOptions = optionsTable<MapBatchesOptions>()({
  batchSize: number({ min: 1, integer: true, default: 100 }),
});

/** What was computed of a batch. */
export interface BatchResult<Row> {
  /** A plain value for each image. */
  readonly rows: readonly Row[];
  /** Numbers by name, as many for each image, one image after the other. Tensors are read and disposed of. */
  readonly values?: Readonly<Record<string, tf.Tensor | Float32Array>>;
}

/** Computes something of a batch of images, which it borrows; `from` is the index of its first image. Nothing where it was stopped within the batch, which is left out then. */
export type BatchWork<Row> = (
  batch: tf.Tensor,
  from: number,
) => BatchResult<Row> | undefined | Promise<BatchResult<Row> | undefined>;

/** Yielded after each batch; what works on one may say the same within it. */
export interface BatchStep {
  /** Images done. */
  readonly done: number;
  /** Images in all. */
  readonly n: number;
  /** How far the batch at work is, in words, where that is said before it is done. */
  readonly within?: string;
}

/** What was computed of images. */
export interface MappedImages<Row> {
  /** Images done. */
  readonly n: number;
  /** A plain value for each of them. */
  readonly rows: readonly Row[];
  /** Numbers by name, one image after the other. */
  readonly values: Readonly<Record<string, Float32Array>>;
}

const valuesOf = async (found: tf.Tensor | Float32Array): Promise<Float32Array> => {
  if (!(found instanceof tf.Tensor)) return found;
  return found.data<'float32'>().finally(() => found.dispose());
};

async function* mapSteps<Row>(
  images: Images,
  work: BatchWork<Row>,
  batchSize: number,
): AsyncGenerator<BatchStep, MappedImages<Row>, boolean> {
  const n = images.size;
  const rows: Row[] = [];
  const parts = new Map<string, Float32Array[]>();
  for (let stop = false; rows.length < n && !stop;) {
    const from = rows.length;
    const batch = images.tensor(from, Math.min(from + batchSize, n));
    const count = batch.shape[0];
    let found: BatchResult<Row> | undefined;
    try {
      found = await work(batch, from);
    } finally {
      batch.dispose();
    }
    if (!found) break;
    const named = Object.entries(found.values ?? {}).map(
      async ([name, values]) => [name, await valuesOf(values)] as const,
    );
    for (const [name, values] of await Promise.all(named)) parts.set(name, [...(parts.get(name) ?? []), values]);
    if (found.rows.length !== count)
      throw new InterpError(
        'bad-value',
        `the work gave ${found.rows.length} rows for ${count} images; expected one each`,
      );
    rows.push(...found.rows);
    stop = yield { done: rows.length, n };
  }
  return {
    n: rows.length,
    rows,
    values: Object.fromEntries([...parts].map(([name, all]) => [name, concatFloats(all)])),
  };
}

/**
 * Computes something of many images, a batch at a time, so that memory stays bounded, progress is seen and the work can be stopped.
 *
 * @param images - the images
 * @param work - computes something of a batch
 * @param options - the batch size, and `onStep` and `signal` of `drive`
 * @returns all that it gave, together; of the finished batches only after an abort
 * @throws InterpError `bad-option`, `bad-value` for another number of rows than images, and what `work` throws
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { mapBatches } from '@interp/images';
 * import { readImages } from '@interp/images/node';
 * import { lenet } from '@interp/lenet';
 * import { lrp } from '@interp/lrp';
 *
 * await startBackend('wasm');
 * const net = classifier(lenet({ seed: 1 }));
 * const digits = await readImages(['drawn:test/0-9'], { inputShape: net.inputShape });
 * const { rows, values } = await mapBatches(digits, (x) => {
 *   const { relevance, scores } = lrp(net, x);
 *   return { rows: scores, values: { relevance } };
 * }, { batchSize: 4 });
 * console.log(rows.length, values.relevance.length); // 10 7840
 * ```
 */
export const mapBatches = async <Row>(
  images: Images,
  work: BatchWork<Row>,
  options: MapBatchesOptions & DriveOptions<BatchStep> = {},
): Promise<MappedImages<Row>> => {
  const [own, driving] = splitDriveOptions<MapBatchesOptions, BatchStep>(options);
  const { batchSize } = mapBatchesOptions.withDefaults(own);
  checkGivenFunction('the work', work, 'a function that computes something of a batch');
  return drive(mapSteps(images, work, batchSize), driving);
};
