import type { SafetensorsEntry } from '@interp/files';
import type { BatchWork, Images } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';

/** What is said of one image, as a plain value: what `--json` of the command of that name says of it. */
export type TaskRow = Readonly<Record<string, unknown>>;

/** A task of a job, ready to be done by a classifier. */
export interface Task {
  /** Images in one pass, which affects memory and speed only. */
  readonly batchSize: number;
  /** Does it to the images of a chunk: rows, and numbers by name. */
  readonly workOn: (images: Images) => BatchWork<TaskRow>;
  /** What is said of the images as tensors, `[n, …]`, given the numbers by name. */
  readonly tensors: (
    images: Images,
    rows: readonly TaskRow[],
    values: Readonly<Record<string, Float32Array>>,
  ) => readonly (readonly [string, SafetensorsEntry])[];
}

/** A kind of task: how its options are checked, and how it is made. */
export interface TaskKind<Options> {
  /** Checks options before a model is opened; throws InterpError `bad-option`. */
  readonly check: (options: Options) => void;
  /** The options with classes as numbers; throws InterpError `bad-class`, `unsupported-model` for a model that it is not for. */
  readonly resolve: (options: Options, classifier: OpenedClassifier) => Options;
  /** Makes the task of options with numbers. */
  readonly make: (options: Options, classifier: OpenedClassifier, seed: number) => Task;
}
