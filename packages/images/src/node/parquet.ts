import {
  checkGivenText,
  checkList,
  checkObject,
  InterpError,
  isInterpError,
  shownName,
  shownNames,
} from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { classOf } from '../class-of.js';
import { fileAndColumn } from './file-parts.js';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';

/** A row of a table of images: a picture in its file's bytes, or numbers. */
export interface ParquetRow {
  /** What people call it: its path in the table, or its place in it. */
  readonly name: string;
  /** Its class, where the table has it. */
  readonly label?: number;
  /** The bytes of a PNG, JPEG or WebP file. */
  readonly picture?: Uint8Array;
  /** Inputs of the model as they are. */
  readonly values?: Float32Array;
  /** What is wrong with it. */
  readonly error?: string;
}

/** What is known of who takes the images. */
export interface ParquetTaker {
  /** The shape of an input. */
  readonly inputShape: readonly number[];
  /** How many classes there are. Default: not looked at. */
  readonly classes?: number;
  /** Their names. */
  readonly classNames?: readonly string[];
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

/** Rows that are read at once: pictures in them take as much memory as their files. */
const mostRows = 256;

const imageColumns = ['image', 'images', 'img', 'picture', 'pixels', 'x'];
const labelColumns = ['label', 'labels', 'class', 'target', 'y'];
const nameColumns = ['path', 'file_name', 'filename', 'file', 'name', 'id'];

const columnOf = (spec: string, names: readonly string[], wanted: string | undefined): string => {
  const found = names.find((name) => (wanted === undefined ? imageColumns.includes(name) : name === wanted));
  if (found !== undefined) return found;
  throw new InterpError(
    'not-found',
    `${shownName(spec)} has no column ${shownName(wanted ?? 'image')}; expected one of ${shownNames(names)}, named as FILE.parquet#NAME`,
  );
};

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/** Numbers in lists, or in lists of lists, one after the other. */
const numbersIn = (value: unknown): readonly number[] | undefined => {
  const all = (Array.isArray(value) || ArrayBuffer.isView(value)) && !isBytes(value) ? Array.from(value as ArrayLike<unknown>) : undefined; // prettier-ignore
  if (all?.some((one) => typeof one === 'object' && one !== null)) return all.flatMap((one) => numbersIn(one) ?? [NaN]);
  return all?.map(Number);
};

/** The image in a cell: bytes of a picture, alone or as data sets on the Hugging Face hub have them, or numbers. */
const imageIn = (cell: unknown, size: number): Pick<ParquetRow, 'picture' | 'values' | 'error'> & { path?: string } => {
  if (isBytes(cell)) return { picture: cell };
  if (typeof cell === 'object' && cell !== null && 'bytes' in cell && isBytes(cell.bytes)) {
    const { path } = cell as { readonly path?: unknown };
    return { picture: cell.bytes, ...(typeof path === 'string' && path !== '' && { path }) };
  }
  const numbers = numbersIn(cell);
  if (!numbers) return { error: 'holds no image; expected the bytes of a picture, or a list of numbers' };
  if (numbers.length !== size)
    return { error: `has ${numbers.length} numbers; expected ${size}, those of an input of the model` };
  if (!numbers.every(Number.isFinite)) return { error: 'holds what is no finite number' };
  return { values: Float32Array.from(numbers) };
};

const labelIn = (cell: unknown, { classes, classNames }: ParquetTaker): Pick<ParquetRow, 'label' | 'error'> => {
  if (cell === null || cell === undefined) return {};
  if (typeof cell !== 'number' && typeof cell !== 'bigint' && typeof cell !== 'string')
    return { error: 'has a label that is no class' };
  if (classes === undefined) return Number.isInteger(Number(cell)) ? { label: Number(cell) } : {};
  try {
    return { label: classOf({ classes }, String(cell), classNames ?? []) };
  } catch (error) {
    if (!isInterpError(error)) throw error;
    return { error: `has the label ${shownName(String(cell))}; expected a class of the model` };
  }
};

/**
 * Reads the rows of a Parquet file, some at a time, so that a file of many gigabytes takes little memory. Images are in the column that is named, or
 * in one called `image`, `img`, `pixels` …: the bytes of pictures, or lists of numbers, inputs of the model. A column `label` has their classes.
 *
 * @param spec - `FILE.parquet` or `FILE.parquet#COLUMN`
 * @param taker - the shape of an input, classes
 * @returns a generator of rows, some at a time
 * @throws InterpError `bad-option` for a name or a taker that is none, `not-found` for a file or a column that is not there, `bad-file` for a damaged one and one that is packed otherwise than by Snappy
 */
export async function* parquetRows(spec: string, taker: ParquetTaker): AsyncGenerator<readonly ParquetRow[]> {
  checkGivenText('the file', spec, 'as FILE.parquet');
  checkObject('what takes rows', taker, 'the shape of an input, and classes');
  const named = fileAndColumn.exec(spec) as readonly [string, string, string?] | null;
  if (!named)
    throw new InterpError(
      'bad-option',
      `${shownName(spec)} names no Parquet file; expected FILE.parquet or FILE.parquet#COLUMN`,
    );
  const [, path, wanted] = named;
  checkList('the shape of an input', taker.inputShape, { numbers: true });
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import('hyparquet');
  const bad = (cause: unknown): InterpError =>
    new InterpError(
      'bad-file',
      /unsupported compression|compressor/i.test(String(cause))
        ? `${shownName(path)} is packed in a way that is not read; expected Snappy or none, as pyarrow writes by default`
        : `${shownName(path)} cannot be read; expected a whole Parquet file`,
      { cause },
    );
  let [file, metadata]: [AsyncBuffer?, FileMetaData?] = [];
  try {
    file = await asyncBufferFromFile(path);
  } catch (cause) {
    throw new InterpError('not-found', `${shownName(path)} cannot be read; expected a Parquet file`, { cause });
  }
  try {
    metadata = await parquetMetadataAsync(file);
  } catch (cause) {
    throw bad(cause);
  }
  const names = parquetSchema(metadata).children.map(({ element }) => element.name);
  const column = columnOf(spec, names, wanted);
  const [labels, called] = [labelColumns, nameColumns].map((all) =>
    names.find((name) => name !== column && all.includes(name)),
  );
  const columns = [column, labels, called].filter((name) => name !== undefined);
  const [count, size] = [Number(metadata.num_rows), sizeOfShape(taker.inputShape)];
  for (let from = 0; from < count; from += mostRows) {
    taker.signal?.throwIfAborted();
    const range = { rowStart: from, rowEnd: Math.min(count, from + mostRows) };
    const rows = await parquetReadObjects({ file, metadata, columns, ...range, utf8: false }).catch(
      (cause: unknown) => {
        throw bad(cause);
      },
    );
    yield rows.map((row: Readonly<Record<string, unknown>>, i): ParquetRow => {
      const { path: own, ...image } = imageIn(row[column], size);
      const given = called === undefined ? undefined : row[called];
      const name =
        own ?? (typeof given === 'string' || typeof given === 'number' ? String(given) : `${path}[${from + i}]`);
      const label = labels === undefined ? {} : labelIn(row[labels], taker);
      const error = image.error ?? label.error;
      return error === undefined ? { name, ...image, ...label } : { name, error: `${shownName(name)} ${error}` };
    });
  }
}
