import type { TensorInfo } from '@tensorflow/tfjs-core';

/** Kernels that ran once, to be run again on what is then in the same places. */
export interface Recording {
  /** How many bytes it holds. */
  readonly bytes: number;
  /** Whether it may be played: it was not disposed of, and the tensors that it reads besides its own, such as weights, still have their memory. */
  isPlayable(): boolean;
  /** Runs the kernels of a part again, only if it is playable; false where it stopped, as a decision would be another now. */
  play(part: number): boolean;
  /** Frees its memory. */
  dispose(): void;
}

/** What work under recording may do besides running kernels. */
export interface RecordingTools {
  /** A float32 tensor with these values, or zeros; whoever plays the recording fills its place. */
  readonly given: (shape: readonly number[], values?: Float32Array) => TensorInfo;
  /** Keeps the place of a tensor from being used for others: another name of its values, by which they are read or written before or after a part is played. */
  readonly keep: (tensor: TensorInfo) => TensorInfo;
  /** Ends a part: kernels that follow belong to the next. */
  readonly nextPart: () => void;
}

/** Records what work does, in at most so many bytes; see `recordKernels`. */
export type RecordKernels = (
  work: (tools: RecordingTools) => void,
  mostBytes?: number,
  changing?: readonly TensorInfo[],
) => Recording | undefined;
