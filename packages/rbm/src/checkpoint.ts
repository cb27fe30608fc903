import { float32Entry, InterpError, readSafetensors, writeSafetensors, type SafetensorsEntry } from '@interp/core';
import type { RbmEpochRecord } from './epoch-record.js';
import { parseProgress, type TrainingProgress } from './training-progress.js';

/** What is said about a checkpoint to who keeps it. */
export interface CheckpointInfo {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The epochs done. */
  readonly history: readonly RbmEpochRecord[];
  /** Whether the training is over. */
  readonly finished: boolean;
}

/** The arrays of a training by name; a checkpoint is read into them. */
export type TrainingArrays = Readonly<Record<string, Float32Array>>;

/** All that a checkpoint says beside its arrays. */
export interface CheckpointText {
  /** Where the training is. */
  readonly progress: TrainingProgress;
  /** What it was started with, for comparison. */
  readonly fingerprint: Readonly<Record<string, string>>;
}

const format = 'interp-rbm-training-1';

/**
 * Writes a checkpoint as safetensors.
 *
 * @param text - progress and fingerprint
 * @param arrays - numbers, velocities and chains
 * @returns the bytes
 */
export const encodeCheckpoint = ({ progress, fingerprint }: CheckpointText, arrays: TrainingArrays): Uint8Array =>
  writeSafetensors(
    Object.entries(arrays).map(([name, values]): readonly [string, SafetensorsEntry] => [
      name,
      float32Entry([values.length], values),
    ]),
    [
      ['format', format],
      ['progress', JSON.stringify(progress)],
      ['fingerprint', JSON.stringify(fingerprint)],
    ],
  );

/** A checkpoint that is read, but not yet taken over. */
export interface DecodedCheckpoint extends CheckpointText {
  /** Copies the checkpoint's arrays into a training's. Throws `bad-file` where one is missing, of another size or not finite. */
  restore(arrays: TrainingArrays): void;
}

/**
 * Reads a checkpoint.
 *
 * @param bytes - what {@link encodeCheckpoint} wrote
 * @returns the checkpoint
 * @throws InterpError `bad-file` for bytes that are damaged or something else
 */
export const decodeCheckpoint = (bytes: Uint8Array): DecodedCheckpoint => {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.get('format') !== format)
    throw new InterpError(
      'bad-file',
      "this is no checkpoint of an RBM's training; give one that the training has written",
    );
  const progress = parseProgress(metadata.get('progress') ?? '');
  const prints: unknown = JSON.parse(metadata.get('fingerprint') ?? '{}');
  return {
    progress,
    fingerprint: prints as Record<string, string>,
    restore: (arrays) => {
      const found = Object.entries(arrays).map(([name, values]) => {
        const entry = tensors.get(name);
        if (
          entry?.dtype !== 'F32' ||
          entry.data.length !== values.length ||
          !(entry.data as Float32Array).every(Number.isFinite)
        )
          throw new InterpError(
            'bad-file',
            `the checkpoint lacks ${name} of ${values.length} finite numbers; give an undamaged checkpoint`,
          );
        return [values, entry.data as Float32Array] as const;
      });
      for (const [values, data] of found) values.set(data);
    },
  };
};
