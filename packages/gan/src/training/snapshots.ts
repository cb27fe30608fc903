import { checkedBy, checkFields, checkList, checkNumber, InterpError, number, optionsTable } from '@interp/checks';
import type { Random } from '@interp/core';
import { readSafetensors, writeSafetensors } from '@interp/files';
import { sizeOfShape } from '@interp/core/internal';
import { withoutOldMasks } from '@interp/tape/internal';
import type { CheckpointArray } from '@interp/training';
import { copyOf } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { latentSizeOf } from '../networks/input-and-output.js';

/** Options of snapshots: samples of the same latent codes at several steps. */
export interface SnapshotOptions {
  /** The steps; 0 is before the first one. Default: few at first, about three times as many again and again, and the last one. */
  readonly at?: readonly number[];
  /** Samples per snapshot. Default 10. */
  readonly count?: number;
}

/** Checks and defaults of {@link SnapshotOptions}. */
export const snapshotOptions = optionsTable<SnapshotOptions>()({
  at: checkedBy<readonly number[]>((name, value) => {
    checkList(name, value);
    for (const step of value) checkNumber('a step', step, { min: 0, integer: true });
  }),
  count: number({ min: 1, integer: true, default: 10 }),
});

/**
 * Fills in the steps of snapshots, where they are left to a training of so many steps.
 *
 * @param options - steps and number of samples
 * @param last - the last step of the training
 * @returns the options, complete
 */
export const snapshotsOver = (options: SnapshotOptions, last: number): Required<SnapshotOptions> => {
  const spaced = [0, 100, 300, 1000, 3000, 9000, 27_000, 81_000].filter((step) => step < last);
  return { at: [...spaced, last], ...snapshotOptions.withDefaults(options) };
};

/** Samples of the same latent codes at several steps of a training: Figure 2.3. */
export interface GanSnapshots {
  /** The latent codes, `[count, latentSize]` in row-major order. */
  readonly latent: Float32Array;
  /** Shape of an image, without the batch. */
  readonly imageShape: readonly number[];
  /** Each step with its images, `[count, ...imageShape]` in row-major order, by the generator's moving average. */
  readonly shots: readonly { readonly step: number; readonly images: Float32Array }[];
}

/** Snapshots as stored in a file. */
export interface SnapshotSeries {
  /** Steps of the generator; 0 is before the first. */
  readonly steps: readonly number[];
  /** Samples at each step. */
  readonly count: number;
  /** Shape of an image, without the batch. */
  readonly imageShape: readonly number[];
  /** `[steps, count, ...imageShape]` in row-major order, in [-1, 1] by 255 levels. */
  readonly images: Float32Array;
}

/**
 * Writes snapshots as safetensors, in 255 levels of grey.
 *
 * @param snapshots - at least one, of images in [-1, 1]
 * @returns the bytes of the file
 * @throws InterpError `bad-shape` where there are none
 */
export const encodeSnapshots = (snapshots: GanSnapshots): Uint8Array => {
  checkFields('the snapshots', snapshots, { shots: 'list', imageShape: 'list' });
  const { shots, imageShape } = snapshots;
  if (shots.length === 0)
    throw new InterpError('bad-shape', 'there are no snapshots to write; train with `snapshots`, at one step or more');
  const size = shots[0].images.length;
  const count = size / sizeOfShape(imageShape);
  const data = new Uint8Array(shots.length * size);
  shots.forEach(({ images }, i) =>
    data.set(
      images.map((value) => Math.round((value + 1) * 127.5)),
      i * size,
    ),
  );
  return writeSafetensors(
    [['images', { dtype: 'U8', shape: [shots.length, count, ...imageShape], data }]],
    [['steps', shots.map(({ step }) => step).join()]],
  );
};

/**
 * Reads what {@link encodeSnapshots} wrote.
 *
 * @param bytes - of the file
 * @param name - name of the file, for the message
 * @returns the snapshots, side by side
 * @throws InterpError `bad-file` for other bytes
 */
export const decodeSnapshots = (bytes: Uint8Array, name = 'the file'): SnapshotSeries => {
  const { tensors, metadata } = readSafetensors(bytes);
  const images = tensors.get('images');
  const steps = (metadata.get('steps') ?? '').split(',').map(Number);
  const isSeries =
    images?.dtype === 'U8' &&
    images.shape.length === 5 &&
    images.shape.every((size) => size > 0) &&
    images.shape[0] === steps.length &&
    steps.every((step) => Number.isSafeInteger(step) && step >= 0);
  if (!isSeries)
    throw new InterpError(
      'bad-file',
      `${name} holds no samples of a generator under training; give one that the training of a GAN wrote`,
    );
  const [, count, ...imageShape] = images.shape;
  return {
    steps,
    count,
    imageShape,
    images: Float32Array.from(images.data as Uint8Array, (level) => level / 127.5 - 1),
  };
};

/** Collects snapshots. */
export interface SnapshotCollector {
  /** The snapshots so far. */
  readonly snapshots: GanSnapshots;
  /** Takes a snapshot if it is due at this step. */
  take(step: number): Promise<void>;
  /** The snapshots for a checkpoint. */
  arrays(): readonly CheckpointArray[];
  /** Restores the arrays of {@link SnapshotCollector.arrays}. */
  restore(arrays: readonly CheckpointArray[]): void;
}

const prefix = 'snapshot/';

/**
 * Creates a collector of snapshots.
 *
 * @param generator - the model; borrowed
 * @param options - steps and number of samples
 * @param within - runs work while the model has the weights to sample with
 * @param stream - random number generator for the latent codes
 * @returns the collector
 */
export const snapshotCollector = (
  generator: LayersModel,
  { at, count }: Required<SnapshotOptions>,
  within: (work: () => Promise<Float32Array>) => Promise<Float32Array>,
  stream: Random,
): SnapshotCollector => {
  const size = latentSizeOf(generator);
  const latent = stream.normals(count * size);
  const imageShape = generator.outputs[0].shape.slice(1) as number[];
  const pixels = imageShape.reduce((product, length) => product * length, count);
  const wanted = new Set(at);
  let shots: GanSnapshots['shots'] = [];
  return {
    get snapshots() {
      return { latent, imageShape, shots };
    },
    take: async (step) => {
      if (!wanted.has(step) || shots.some((shot) => shot.step === step)) return;
      const images = await within(async () => {
        const made = tf.tidy(() =>
          withoutOldMasks(generator, () => generator.predict(tf.tensor2d(latent, [count, size])) as tf.Tensor),
        );
        return copyOf(made).finally(() => made.dispose());
      });
      shots = [...shots, { step, images }];
    },
    arrays: () =>
      shots.map(({ step, images }) => ({ name: `${prefix}${step}`, shape: [count, ...imageShape], values: images })),
    restore: (arrays) => {
      shots = arrays
        .filter(({ name }) => name.startsWith(prefix))
        .map(({ name, values }) => {
          const step = Number(name.slice(prefix.length));
          if (values.length !== pixels || !wanted.has(step))
            throw new InterpError('bad-file', `${name} of the checkpoint is damaged; give an undamaged checkpoint`);
          return { step, images: values };
        })
        .sort((a, b) => a.step - b.step);
    },
  };
};
