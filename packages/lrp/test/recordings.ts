import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The part of the backend that tests of recordings are of. */
interface RecordingBackend {
  recordKernels?: ((...given: readonly unknown[]) => { play(part: number): boolean } | undefined) | undefined;
  numDataIds(): number;
}

const backendOf = (): RecordingBackend => tf.backend();

/** How many tensors the backend holds. */
export const held = (): number => backendOf().numDataIds();

/** Whether the backend records kernels: only wasm does. On others there is nothing to count, and all else holds. */
export const records = (): boolean => backendOf().recordKernels !== undefined;

/** Does something while other functions record, or none. */
const recordingBy = <T>(
  by: (usual: NonNullable<RecordingBackend['recordKernels']>) => RecordingBackend['recordKernels'],
  work: () => T,
): T => {
  const backend = backendOf();
  const { recordKernels } = backend;
  backend.recordKernels = by(recordKernels!);
  try {
    return work();
  } finally {
    backend.recordKernels = recordKernels;
  }
};

/** Does something without what was recorded. */
export const unrecorded = <T>(work: () => T): T => recordingBy(() => undefined, work);

/** How many recordings work makes, how often their parts are played and how often they stop. */
export const counted = (
  work: () => void,
): { readonly made: number; readonly played: number; readonly stopped: number } => {
  const count = { made: 0, played: 0, stopped: 0 };
  const counting =
    (usual: NonNullable<RecordingBackend['recordKernels']>) =>
    (...given: readonly unknown[]) => {
      const recording = usual(...given);
      if (!recording) return undefined;
      count.made++;
      const play = (part: number): boolean => {
        const isDone = recording.play(part);
        count[isDone ? 'played' : 'stopped']++;
        return isDone;
      };
      return { ...recording, play };
    };
  recordingBy(counting, work);
  return count;
};

/** Fills memory that was given back by tensors as large as a model's weights. */
export const overwriteFreed = (model: LayersModel): void => {
  tf.tidy(() => {
    for (let i = 0; i < 10; i++) for (const { size } of model.getWeights()) tf.fill([size], Number.MAX_VALUE);
  });
};

/** How many tensors the backend holds once garbage was collected. */
export const settled = async (): Promise<number> => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return held();
};
