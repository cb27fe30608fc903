import type { SafetensorsEntry } from '@interp/files';
import type { Images } from '@interp/images';
import type { ImageConsumer } from '../inputs/image-consumer.js';
import type { OpenedClassifier } from '@interp/open';
import type { LookingOptions } from './hidden-options.js';
import type { CommonOptions, InputOptions, ModelOptions } from './options.js';

/** How far a piece of work is, shown to people. */
export interface ProgressView {
  /** Says how many of the total are done, with a few words beside. */
  update(done: number, remark?: string): void;
  /** The work is over: takes a bar away. */
  stop(): void;
}

/** What a command's work is given besides its options: the backend, models, images, and ways to write files, to speak and to be stopped. */
export interface Job {
  /** Asks it to end early. */
  readonly signal: AbortSignal;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Starts the TensorFlow.js backend that was asked for, once; commands that open no classifier do so once their options are checked. */
  startBackend(): Promise<unknown>;
  /** With `--backend auto`: looks whether so many images gain by a graphics card in the network that was opened, once; reading inputs does it. */
  settleBackend(images: number): Promise<void>;
  /**
   * Loads a model as a classifier, and lets go of it when the work is over, however it ends.
   *
   * @param spec - a built-in name, the path of a `model.json`, an ONNX file, or of PyTorch weights in `.safetensors`
   * @param work - what is done with it
   * @param options - what the command line says of a model of one's own
   * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; UsageError for a name that means nothing
   */
  withClassifier<Value>(
    spec: string,
    work: (classifier: OpenedClassifier) => Value | Promise<Value>,
    options?: LookingOptions,
  ): Promise<Value>;
  /**
   * Reads what stands for images on the command line.
   *
   * @throws InterpError for the first input that cannot be read, or gives no image, unless the consumer takes such among others
   */
  readInputs(
    specs: readonly string[],
    consumer: ImageConsumer,
    options: InputOptions & Partial<Pick<ModelOptions, 'model'>>,
  ): Promise<Images>;
  /** Why inputs could not be read, where others have results. */
  readonly unread: readonly string[];
  /** Tries whether files can be made in a folder, or where it would be, and leaves nothing behind; throws InterpError `not-writable`. */
  checkWritable(folder: string): Promise<void>;
  /** Writes a file atomically, making its folder where it is missing; throws InterpError `not-writable`. */
  write(path: string, contents: Uint8Array | string): Promise<void>;
  /** Says something on standard error, unless `--quiet` is given. */
  note(text: string): void;
  /** Says something on standard error if `--verbose` is given. */
  detail(text: string): void;
  /** Says, if verbose, whether the threads that the work could have been shared among were worth it. */
  reportThreads(): Promise<void>;
  /** How many of so many images a picture shows: 200 at most; it says so where it is not all of them. */
  drawn(count: number): number;
  /** Shows how far a piece of long work is. */
  progress(label: string, total?: number): ProgressView;
}

/** What a command found out, in all forms that people can ask for. */
export interface Result {
  /** For `--json`. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
  /** For `--save`. */
  readonly tensors?: readonly (readonly [string, SafetensorsEntry])[];
  /** For `--csv`: a row an image. */
  readonly rows?: readonly object[];
  /** Names of the inputs that the saved tensors are of, in order. */
  readonly inputs?: readonly string[];
  /** Names of the model's classes, where they are known. */
  readonly labels?: readonly string[];
  /** Metadata of the saved tensors. */
  readonly metadata?: readonly (readonly [string, string])[];
  /** What to know before using it. */
  readonly warning?: string | undefined;
  /** Why the command fails although it has a result. */
  readonly failure?: Error;
  /** For `--out`: an SVG document. */
  readonly picture?: () => string | Promise<string>;
  /** Lines for a terminal that shows colours, printed before the text. */
  readonly preview?: (width: number) => string | Promise<string>;
}

/** Does the work of a command and delivers its result. */
export type RunCommand = (name: string, options: CommonOptions, work: (job: Job) => Promise<Result>) => Promise<void>;
