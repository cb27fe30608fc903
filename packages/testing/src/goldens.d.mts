import type { SafetensorsEntry, SafetensorsFile } from '@interp/files';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** One folder of goldens. */
export interface GoldenSet {
  /** `fixtures` (committed, first eight images), or `drawn` and `mnist` (all twenty, where they lie beside the repository). */
  readonly name: string;
  /** Whether the folder has `FILE.safetensors`. */
  has(file: string): boolean;
  /** Reads `FILE.safetensors`. */
  read(file: string): SafetensorsFile;
}

/** The committed fixtures and every full set that is there. */
export const goldenSets: readonly GoldenSet[];
/** The committed fixtures. */
export const fixtures: GoldenSet;
/** A rank-4 NCHW entry as NHWC; anything else as it is. */
export function nhwc(entry: SafetensorsEntry): { shape: number[]; data: SafetensorsEntry['data'] };
/** An entry as a tensor, NHWC where it has rank 4; the caller's. */
export function tensorOf(entry: SafetensorsEntry): Tensor;
/** The LeNet of a `model-*` file, as a `tf.LayersModel` with the layers conv1, pool1, conv2, flatten, fc1, fc2, fc3; the caller's. */
export function goldenLenet(file: SafetensorsFile): LayersModel;
