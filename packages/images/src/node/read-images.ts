import { checkList, InterpError, shownName, shownPath } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { readNamedFile } from '@interp/files/internal';
import { concatImages } from '../concat-images.js';
import { noImages, type Images, type MissingImage } from '../images.js';
import { preprocessed } from '../preprocessing.js';
import { listClassFolder } from './class-folders.js';
import { expandInput } from './expand-inputs.js';
import { fileAndColumn, fileAndTensor, namesPart } from './file-parts.js';
import { referredImages, sampleImage } from './image-sets.js';
import { readLabelFile } from './label-file.js';
import { isOfFile, notFiles, preprocessingFor, type Reader, type ReaderOptions } from './reader.js';
import { readImagesOptions, type ReadImagesOptions } from './read-images-options.js';

let pipedIn: Promise<Uint8Array> | undefined;

/** All bytes of standard input, which can be read once. */
const piped = (): Promise<Uint8Array> => (pipedIn ??= process.stdin.toArray().then((parts) => Buffer.concat(parts)));

const picture: Reader = async (spec, options) => {
  const { stdin = piped, signal } = options;
  // Loaded lazily: it loads the decoders.
  const { pictureFile } = await import('./picture-file.js');
  const read = (): Promise<Uint8Array> =>
    spec === '-' ? stdin() : readNamedFile(spec, 'the image ', 'a PNG, JPEG or WebP file', signal);
  return pictureFile(spec, read, options);
};

// Loaded lazily: they load what unpacks, and the decoders.
const tensors: Reader = async (spec, options) =>
  (await import('./tensor-files/tensor-images.js')).tensorImages(spec, options);
const table: Reader = async (spec, options) => (await import('./table-images.js')).tableImages(spec, options);

const readers: readonly (readonly [match: RegExp, reader: Reader])[] = [
  [/^sample:/, sampleImage],
  [/^(?:mnist|drawn):/, (spec, { findData }) => referredImages(spec, findData)],
  [fileAndTensor, tensors],
  [fileAndColumn, table],
  [/(?:)/, picture],
];

/** Those whose images are inputs of the model already. */
const ofInputs: readonly Reader[] = [tensors, table];

/** The paths that an input stands for, with their classes where folders are classes. */
interface Expanded {
  readonly paths: readonly string[];
  readonly labels?: ReadonlyMap<string, number>;
  /** All classes of some of them. */
  readonly labelSets?: ReadonlyMap<string, readonly number[]>;
  /** What is wrong with the labels of some of them. */
  readonly wrong?: ReadonlyMap<string, InterpError>;
  readonly classNames?: readonly string[];
}

/** What is no file, or names a tensor in one, stands for itself; a path may be a folder or a pattern. */
const expand = async (spec: string, options: ReaderOptions): Promise<Expanded> => {
  if (notFiles.test(spec) || namesPart(spec)) return { paths: [spec] };
  const classes = options.classFolders ? await listClassFolder(spec, options) : undefined;
  if (classes) return { ...classes, paths: [...classes.labels.keys(), ...(options.labelled ? classes.others : [])] };
  const paths = await expandInput(spec);
  const file = paths[0] === spec ? undefined : await readLabelFile(spec, paths, options);
  if (!file) return { paths };
  const { labelSets, wrong } = file;
  if (options.multiLabel) return { paths, labelSets, wrong };
  return { paths, wrong, labels: new Map([...labelSets].map(([path, [label]]) => [path, label])) };
};

/** A file that an input stands for, or an input that is no file. */
export interface InputFile {
  /** Its path, or the input as it was given. */
  readonly path: string;
  /** Whether it is a file with one picture. */
  readonly isPicture: boolean;
  /** Its class, where its folder tells it. */
  readonly label?: number;
  /** All its classes, where its folder tells them and each is decided by itself. */
  readonly labelSet?: readonly number[];
  /** What is wrong with what its folder says of it. */
  readonly error?: string;
}

/**
 * The files that inputs stand for, none of which is opened: those in a folder or that fit a pattern, with the labels of `labels.csv`.
 *
 * @param inputs - as `readImages` takes them
 * @param options - those of `readImages`
 * @returns what they stand for, in the order in which `readImages` reads it; an input that is no folder and no pattern stands for itself
 * @throws InterpError `not-found` for a folder or a pattern without pictures, `bad-option`
 */
export const listInputs = async (
  inputs: readonly string[],
  options: ReadImagesOptions,
): Promise<readonly InputFile[]> => {
  checkInputs(inputs);
  const complete = readImagesOptions.withDefaults(options);
  const all: InputFile[] = [];
  for (const input of inputs) {
    const { paths, labels, labelSets, wrong } = await expand(input, complete);
    for (const path of paths)
      all.push({
        path,
        isPicture: ![notFiles, fileAndTensor, fileAndColumn].some((pattern) => pattern.test(path)),
        ...(labels?.has(path) && { label: labels.get(path) }),
        ...(labelSets?.has(path) && { labelSet: labelSets.get(path) }),
        ...(wrong?.has(path) && { error: wrong.get(path)!.message }),
      });
  }
  return all;
};

/** The images of one path, with the labels that its folder gives them. */
const withLabels = (found: Images, path: string, { labels, labelSets, wrong, classNames }: Expanded): Images => {
  const error = wrong?.get(path);
  if (error) throw error;
  const [label, set] = [labels?.get(path), labelSets?.get(path)];
  return { ...found, ...(labels && { label: () => label, classNames }), ...(set && { labelSet: () => set }) };
};

/** Throws InterpError `bad-value` where an image has no label. */
const checkLabelled = (path: string, { size, label, labelSet }: Images): void => {
  for (let i = 0; i < size; i++)
    if (label(i) === undefined && labelSet(i) === undefined)
      throw new InterpError(
        'bad-value',
        `${shownName(path)} has no label; expected labelled images, as MNIST's, a file with labels or a folder with labels.csv`,
      );
};

/** Reads one input, which stands for nothing else any more. */
const readOne: Reader = async (path, options) => {
  const { inputShape } = options;
  const [, read] = readers.find(([match]) => match.test(path))!;
  const found = await read(path, options);
  const images = ofInputs.includes(read) ? found : preprocessed(found, preprocessingFor(options), inputShape);
  const [count, expected] = [images.size === 0 ? undefined : images.pixels(0, 1).length, sizeOfShape(inputShape)];
  if (count === undefined || count === expected) return images;
  throw new InterpError(
    'bad-shape',
    `${shownPath(path)} has ${count} pixels; the model takes [${inputShape.join(', ')}]`,
  );
};

/** What a picture has that gives no image. */
const missingBecause = ({ hasInk }: MissingImage): string =>
  hasInk ? 'has ink, and none of it could be a digit' : 'has no ink';

/** What people should know of how pictures were prepared. */
const notesAbout = (images: Images): readonly string[] => {
  const ofImages = Array.from({ length: images.size }, (_, i) => {
    const { contrast, lowContrast, touching } = images.preparation(i) ?? {};
    const name = images.name(i);
    return [
      lowContrast &&
        `${name} has low contrast, ${contrast!.toFixed(2)} of the range of grey: what is read may be a stain`,
      touching && `${name} has what may be two digits that touch, read as one`,
    ];
  });
  const ofMissing = images.missing.map((one) => one.error === undefined && `${one.input} ${missingBecause(one)}`);
  return [...ofImages.flat(), ...ofMissing].filter((note) => typeof note === 'string');
};

/**
 * Reads images as a model takes them.
 *
 * @param inputs - PNG, JPEG and WebP files, folders of them, patterns as `photos/*.png`, `-` for standard input; tensors of the model's inputs as
 *   `FILE.safetensors`, `FILE.npz` or `FILE.npz#name`, pictures in bytes also of `.npz` and IDX; tables of pictures or numbers as `FILE.parquet` or
 *   `FILE.parquet#column`; `mnist:test/17`, `mnist:train/0-99`, `mnist:test/class=5`; `drawn:test/0-9` and `sample:3`, digits that
 *   need no files
 *   A folder may hold `labels.csv`, a line a picture: its file and its labels, by name or number, several with semicolons between
 * @param options - the shape of the model's inputs, how pixels become its values, how pictures are prepared
 * @returns the images in the order of the inputs, folders and patterns in the order of their names
 * @throws InterpError for the first input that cannot be read (`not-found`, `bad-file`, `bad-shape`, `bad-value`) or gives no image (`bad-value`), unless
 *   such are taken among others; `unsupported-model` for pictures where the model takes none, `bad-option`
 *
 * @example
 * ```ts
 * import { readImages } from '@interp/images/node';
 *
 * const digits = await readImages(['sample:3', 'drawn:test/0-1'], { inputShape: [28, 28, 1] });
 * console.log(digits.size, digits.name(1), digits.label(0)); // 3 drawn:test/0 3
 * ```
 */
export const readImages = async (inputs: readonly string[], options: ReadImagesOptions): Promise<Images> => {
  checkInputs(inputs);
  const complete = readImagesOptions.withDefaults(options);
  preprocessingFor(complete);
  const { takesMissing, onNote, inputShape, labelled } = complete;
  const expanded: Expanded[] = [];
  for (const input of inputs) expanded.push(await expand(input, complete));
  const errors: InterpError[] = [];
  const groups: Images[] = [];
  for (const one of expanded)
    for (const path of one.paths)
      try {
        const found = withLabels(await readOne(path, complete), path, one);
        if (labelled) checkLabelled(path, found);
        groups.push(found);
      } catch (error) {
        if (!takesMissing || !isOfFile(path, error)) throw error;
        errors.push(error);
        groups.push(noImages(inputShape, [{ input: path, before: 0, error: error.message }]));
      }
  if (errors.length === groups.length) throw errors[0];
  const all = concatImages(groups);
  for (const note of notesAbout(all)) onNote?.(note);
  const [missing] = all.missing;
  if (missing && (!takesMissing || (takesMissing === 'some' && all.size === 0)))
    throw new InterpError(
      'bad-value',
      `${shownName(missing.input)} ${missingBecause(missing)}; expected a picture of a digit`,
    );
  return all;
};

const checkInputs = (inputs: readonly string[]): void => {
  checkList('inputs', inputs);
  if (inputs.length === 0 || !Array.from(inputs).every((input) => typeof input === 'string'))
    throw new InterpError('bad-option', 'inputs are not all paths; expected at least one, as ["photo.png"]');
};
