import { InterpError } from '@interp/checks';
import type { SafetensorsEntry } from '@interp/files';
import { imageNames, withMissing, type Images } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';
import type { ChunkPiece } from '../job/piece.js';

/** What is said of one image, as a plain value: what `--json` of the command of that name says of it. */
export type TaskRow = Readonly<Record<string, unknown>>;

/** Tensors of a file by name, `[n, …]`. */
export type TaskTensors = readonly (readonly [name: string, tensor: SafetensorsEntry])[];

/** What comes of a chunk. */
export interface TaskResult {
  /** What people call what the tensors are of, in order. */
  readonly inputs: readonly string[];
  /** A row of each, and one of an input that gives none. */
  readonly rows: readonly TaskRow[];
  /** Their numbers as tensors of a file, `[n, …]`. */
  readonly tensors: TaskTensors;
  /** What is said of the tensors in their file. */
  readonly metadata?: readonly (readonly [name: string, value: string])[];
  /** What to know before using them, a line each. */
  readonly warnings?: readonly string[];
}

/** What a task is given of a chunk. */
export interface TaskInput {
  /** What the chunk is made of. */
  readonly pieces: readonly ChunkPiece[];
  /** Reads its images. */
  readImages(): Promise<Images>;
}

/** A task of a job, ready to be done to a chunk by a classifier. */
export type Task = (chunk: TaskInput) => Promise<TaskResult>;

/** A kind of task: how its options are checked, and how it is made. */
export interface TaskKind<Options> {
  /** Checks options before a model is opened; throws InterpError `bad-option`. */
  readonly check: (options: Options) => void;
  /** The options with classes as numbers; throws InterpError `bad-class`, `unsupported-model` for a model that it is not for. */
  readonly resolve: (options: Options, classifier: OpenedClassifier) => Options;
  /** Makes the task of options with numbers. */
  readonly make: (options: Options, classifier: OpenedClassifier, seed: number) => Task;
  /** What is computed, where that is no images: the pieces that inputs of a job stand for; undefined for images. */
  readonly pieces?: (
    inputs: readonly string[],
    options: Options,
    classifier: OpenedClassifier,
    seed: number,
  ) => Iterable<ChunkPiece> | undefined;
}

/** A task of work on images; of inputs that give none it says so among the rows. */
export const taskOfImages =
  (
    work: (images: Images, chunk: TaskInput) => Promise<Pick<TaskResult, 'rows' | 'tensors' | 'metadata' | 'warnings'>>,
  ): Task =>
  async (chunk) => {
    const images = await chunk.readImages();
    const { rows, ...found } = await work(images, chunk);
    return { inputs: imageNames(images), rows: withMissing(images, rows), ...found };
  };

/** Checks that all examples of a model of several inputs have the same other inputs; throws InterpError `unsupported-model`. */
export const checkOneExample = ({ others }: OpenedClassifier, task: string): void => {
  if (others === undefined || (others.examples === 1 && !others.whole)) return;
  throw new InterpError(
    'unsupported-model',
    `the model has several inputs, and ${task} goes by the first example of the others; expected one example of them, or the task explain`,
  );
};
