import { float32Entry, InterpError, readSafetensors, writeSafetensors, type SafetensorsEntry } from '@interp/core';
import type { EpochRecord } from './epoch-record.js';
import { parseFingerprint, parseProgress } from './parse-progress.js';
import type { TrainingProgress } from './training-progress.js';

/** What is said about a checkpoint to who keeps it. */
export interface CheckpointInfo {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The epochs done. */
  readonly history: readonly EpochRecord[];
  /** Whether the training is over. */
  readonly finished: boolean;
}

/** One array of a checkpoint. */
export interface CheckpointArray {
  /** What it is: `weights/0/conv1/kernel`, say. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values in row-major order. */
  readonly values: Float32Array;
}

/** All that is needed to go on with a training. */
export interface Checkpoint {
  /** Where it is. */
  readonly progress: TrainingProgress;
  /** What it was started with, for comparison. */
  readonly fingerprint: Readonly<Record<string, string>>;
  /** Weights, slots of the optimizer, best weights so far. */
  readonly arrays: readonly CheckpointArray[];
}

const format = 'interp-training-1';

/**
 * Checks that all weights are numbers, so that a good checkpoint is never replaced by another.
 *
 * @param arrays - what the checkpoint would hold
 * @param progress - where the training is
 * @throws InterpError `not-finite`, naming the array and the step
 */
export const checkFinite = (arrays: readonly CheckpointArray[], progress: TrainingProgress): void => {
  const bad = arrays.find(({ values }) => !values.every(Number.isFinite));
  if (bad)
    throw new InterpError(
      'not-finite',
      `${bad.name} holds a value that is not finite after step ${progress.step}; lower the rate and go on from the last checkpoint`,
    );
};

/**
 * Writes a checkpoint as safetensors.
 *
 * @param checkpoint - what to write
 * @returns the bytes
 */
export const encodeCheckpoint = ({ progress, fingerprint, arrays }: Checkpoint): Uint8Array =>
  writeSafetensors(
    arrays.map(({ name, shape, values }): readonly [string, SafetensorsEntry] => [name, float32Entry(shape, values)]),
    [
      ['format', format],
      ['progress', JSON.stringify(progress)],
      ['fingerprint', JSON.stringify(fingerprint)],
    ],
  );

/**
 * Reads a checkpoint.
 *
 * @param bytes - what {@link encodeCheckpoint} wrote
 * @returns the checkpoint
 * @throws InterpError `bad-file` for bytes that are damaged or something else
 */
export const decodeCheckpoint = (bytes: Uint8Array): Checkpoint => {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== format)
    throw new InterpError('bad-file', 'this is no checkpoint of a training; give one that the training has written');
  const arrays = [...tensors].map(([name, { shape, data }]) => {
    if (!(ArrayBuffer.isView(data) && data.BYTES_PER_ELEMENT === 4))
      throw new InterpError('bad-file', `${name} of the checkpoint is not float32; give an undamaged checkpoint`);
    return { name, shape, values: data as Float32Array };
  });
  return {
    progress: parseProgress(metadata.get('progress') ?? ''),
    fingerprint: parseFingerprint(metadata.get('fingerprint') ?? ''),
    arrays,
  };
};
