import { callback, checkedBy, InterpError, isInterpError, number, shownName, type OptionRules } from '@interp/checks';
import { areFinite } from '@interp/core/internal';
import { float32Entry, readSafetensors, type SafetensorsEntry, writeSafetensors } from '@interp/files';

/** What `onCheckpoint` gets with a checkpoint. */
export interface CheckpointInfo<EpochRecord> {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done in all. */
  readonly step: number;
  /** The epochs done. */
  readonly history: readonly EpochRecord[];
  /** Whether the training has finished. */
  readonly finished: boolean;
}

/** The checkpoint options of every training. */
export interface CheckpointOptions<EpochRecord> {
  /** Bytes of a checkpoint to resume from, made with the same options, data and kind of model. Default none. */
  readonly resume?: Uint8Array;
  /** Called with the bytes of each checkpoint; write them atomically. Default none. */
  readonly onCheckpoint?: (bytes: Uint8Array, info: CheckpointInfo<EpochRecord>) => void | Promise<void>;
  /** Steps between checkpoints within an epoch. Default: only one at the end of each epoch. */
  readonly checkpointEvery?: number;
}

/** The rules of {@link CheckpointOptions}; spread them into the table of a training's options. */
export const checkpointRules = <EpochRecord>(): OptionRules<CheckpointOptions<EpochRecord>> => ({
  resume: checkedBy(() => undefined),
  onCheckpoint: callback(),
  checkpointEvery: number({ min: 1, integer: true }),
});

/** One array of a checkpoint. */
export interface CheckpointArray {
  /** Its name, such as `weights/0/conv1/kernel`. */
  readonly name: string;
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values in row-major order. */
  readonly values: Float32Array;
}

/** Everything needed to resume a training. */
export interface Checkpoint<P> {
  /** The progress: plain data, with `step`, the total number of steps done. */
  readonly progress: P;
  /** A description of each option, of model and data, for {@link checkFingerprint}. */
  readonly fingerprint: Readonly<Record<string, string>>;
  /** Weights, slots of the optimiser, chains. */
  readonly arrays: readonly CheckpointArray[];
}

/** Validates a progress; a zod schema is one. */
export interface ProgressForm<P> {
  /** Parses a value, or reports where it is invalid. */
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: P }
    | { readonly success: false; readonly error: { readonly issues: readonly { readonly path: PropertyKey[] }[] } };
}

/**
 * Writes a checkpoint as safetensors.
 *
 * @param format - name and version of the kind of training, to detect a checkpoint of another kind
 * @param checkpoint - what to write
 * @returns the bytes, for `onCheckpoint` to keep
 * @throws InterpError `not-finite`, naming array and step, so that a good checkpoint is never replaced by a useless one
 */
export const encodeCheckpoint = <P extends { readonly step: number }>(
  format: string,
  { progress, fingerprint, arrays }: Checkpoint<P>,
): Uint8Array => {
  checkFinite(arrays, progress.step);
  return writeSafetensors(
    arrays.map(({ name, shape, values }): readonly [string, SafetensorsEntry] => [name, float32Entry(shape, values)]),
    [
      ['format', format],
      ['progress', JSON.stringify(progress)],
      ['fingerprint', JSON.stringify(fingerprint)],
    ],
  );
};

/** Checks that all arrays of a training are finite. Throws InterpError `not-finite`, naming array and step. */
export const checkFinite = (arrays: readonly CheckpointArray[], step: number): void => {
  const bad = arrays.find(({ values }) => !areFinite(values));
  if (bad)
    throw new InterpError(
      'not-finite',
      `${bad.name} holds a value that is not finite after step ${step}; train again at a lower rate; the last checkpoint stays as it is`,
    );
};

const parsedJson = (what: string, text = ''): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InterpError('bad-file', `the checkpoint's ${what} is no JSON; give an undamaged checkpoint`, { cause });
  }
};

const fingerprintOf = (value: unknown): Record<string, string> => {
  const isRecord =
    typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
  if (!isRecord)
    throw new InterpError('bad-file', "the checkpoint's fingerprint is damaged; give an undamaged checkpoint");
  return value as Record<string, string>;
};

/** Checks kind and version of a checkpoint's format, such as `interp-training-2`. */
const checkFormat = (found: string | undefined, expected: string): void => {
  if (found === expected) return;
  const kind = (format = ''): string => format.replace(/\d+$/, '');
  throw new InterpError(
    'bad-file',
    kind(found) === kind(expected)
      ? `the checkpoint has the format ${String(found)} of another version, and this one reads ${expected}; train anew, or go on with the version that wrote it`
      : `this is no checkpoint of the kind ${expected}; give one that the training wrote`,
  );
};

/**
 * Reads a checkpoint.
 *
 * @param format - name and version of the kind of training
 * @param bytes - what {@link encodeCheckpoint} wrote
 * @param form - what the progress must look like
 * @returns the checkpoint, each of its arrays finite float32
 * @throws InterpError `bad-file` for bytes that are damaged or another training's
 */
export const decodeCheckpoint = <P>(format: string, bytes: Uint8Array, form: ProgressForm<P>): Checkpoint<P> => {
  const { tensors, metadata } = readSafetensors(bytes);
  checkFormat(metadata.get('format'), format);
  const arrays = [...tensors].map(([name, { dtype, shape, data }]): CheckpointArray => {
    const values = data as Float32Array;
    if (dtype !== 'F32' || !areFinite(values))
      throw new InterpError('bad-file', `${name} of the checkpoint is damaged; give an undamaged checkpoint`);
    return { name, shape, values };
  });
  const fingerprint = fingerprintOf(parsedJson('fingerprint', metadata.get('fingerprint')));
  const progress = form.safeParse(parsedJson('progress', metadata.get('progress')));
  if (progress.success) return { progress: progress.data, fingerprint, arrays };
  const where = progress.error.issues[0]?.path.join('.') ?? '';
  throw new InterpError(
    'bad-file',
    `the checkpoint's progress is damaged at ${shownName(where)}; give an undamaged checkpoint`,
  );
};

/**
 * Finds an array of a checkpoint by its name and size; its values are the checkpoint's own.
 *
 * @throws InterpError `bad-file` where there is none
 */
export const arrayOf = (arrays: readonly CheckpointArray[], name: string, size: number): Float32Array => {
  const values = arrays.find((array) => array.name === name)?.values;
  if (values?.length === size) return values;
  throw new InterpError('bad-file', `the checkpoint lacks ${name} of ${size} values; give an undamaged checkpoint`);
};

/** The fields of an object in JSON; none where it is anything else. */
const fieldsOf = (text = '{}'): Readonly<Record<string, unknown>> => ({ ...(JSON.parse(text) as object | null) });

/**
 * Whether a checkpoint is of a training that came to its end, whatever was trained.
 *
 * @param checkpoint - bytes of a file that should be one
 * @returns undefined where it cannot be told, as of a damaged file
 */
export const isFinished = (checkpoint: Uint8Array): boolean | undefined => {
  try {
    const { metadata } = readSafetensors(checkpoint);
    const { finished, epoch } = fieldsOf(metadata.get('progress'));
    const { epochs } = fieldsOf(metadata.get('fingerprint'));
    if (typeof finished === 'boolean') return finished;
    return typeof epoch === 'number' && epochs !== undefined ? epoch >= Number(epochs) : undefined;
  } catch (error) {
    if (!isInterpError(error) && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
};
