import type { SafetensorsEntry } from '@interp/files';
import type { Images } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';

/** What is said of one image, as a plain value: what `--json` of the command of that name says of it. */
export type TaskRow = Readonly<Record<string, unknown>>;

/** What comes of the images of a chunk. */
export interface TaskResult {
  /** What is said of each of them. */
  readonly rows: readonly TaskRow[];
  /** Their numbers as tensors of a file, `[n, …]`. */
  readonly tensors: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
}

/** A task of a job, ready to be done to the images of a chunk by a classifier. */
export type Task = (images: Images) => Promise<TaskResult>;

/** A kind of task: how its options are checked, and how it is made. */
export interface TaskKind<Options> {
  /** Checks options before a model is opened; throws InterpError `bad-option`. */
  readonly check: (options: Options) => void;
  /** The options with classes as numbers; throws InterpError `bad-class`, `unsupported-model` for a model that it is not for. */
  readonly resolve: (options: Options, classifier: OpenedClassifier) => Options;
  /** Makes the task of options with numbers. */
  readonly make: (options: Options, classifier: OpenedClassifier, seed: number) => Task;
}
