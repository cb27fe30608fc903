import type { TensorInfo } from '@tensorflow/tfjs-core';

/** A kernel with its arguments, or a loop; `false` stops what is played, as something is not as it was when it was recorded. */
export type RecordedCall = () => unknown;

/** Gives a loop the values of float32 tensors, of those of its first run also after they were freed. */
export type LoopValues = (tensor: TensorInfo) => Float32Array;

/** What else than kernels may be recorded; a backend has it as `recorded` while something is. */
export interface RecordedWork {
  /** Runs a loop over values now and whenever the recording is played; it may depend on nothing but these values and what never changes. */
  readonly loop: (run: (values: LoopValues) => void) => void;
  /** Does work now, and plays it only where a condition holds then. What it makes is used by nothing else, but it may change what there is. */
  readonly when: (condition: (values: LoopValues) => boolean, work: () => void) => void;
  /** Does work now that is no part of what is recorded. */
  readonly apart: <T>(work: () => T) => T;
  /** Whether a condition holds now; where it does not hold likewise when the recording is played, playing stops. */
  readonly same: (condition: (values: LoopValues) => boolean) => boolean;
}

/** Who records. */
interface Recorder {
  /** Takes what has run. */
  readonly record: (call: RecordedCall) => void;
  /** Gives the recording up; throws. */
  readonly refuse: () => never;
}

const recorders = new WeakMap<object, Recorder>();

/**
 * Sets who records the kernels of a backend.
 *
 * @param backend - the backend
 * @param recorder - who is told of each kernel that has run; undefined for nobody
 */
export const recordedBy = (backend: object, recorder: Recorder | undefined): void => {
  if (recorder) recorders.set(backend, recorder);
  else recorders.delete(backend);
};

/**
 * Who records the kernels of a backend now.
 *
 * @param backend - the backend
 * @returns nothing where nobody does
 */
export const recorderOf = (backend: object): Recorder | undefined => recorders.get(backend);
