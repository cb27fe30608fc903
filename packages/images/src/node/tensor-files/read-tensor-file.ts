import { InterpError, shownName } from '@interp/checks';
import { readSafetensors, type SafetensorsEntry } from '@interp/files';
import { inFile, readNamedFile, readPlainFile } from '@interp/files/internal';
import { readIdxImages, readIdxLabels } from '@interp/mnist';
import { readNpy } from './npy.js';
import { readNpz } from './npz.js';

type Tensors = ReadonlyMap<string, SafetensorsEntry>;

/** Labels by the names that people give them beside `labels`, which is what ours are called. */
const withLabels = (tensors: Tensors): Tensors => {
  const name = ['label', 'y', 'targets', 'target'].find((one) => tensors.has(one));
  if (tensors.has('labels') || name === undefined) return tensors;
  return new Map([...tensors].map(([key, entry]) => [key === name ? 'labels' : key, entry]));
};

/** The name of the file with the labels of an IDX file of images: `t10k-labels-idx1-ubyte.gz` beside `t10k-images-idx3-ubyte.gz`. */
const labelsBeside = (path: string): string => path.replace(/images([^/\\]*)$/, 'labels$1').replace('idx3', 'idx1');

const readIdx = async (path: string, bytes: Uint8Array): Promise<Tensors> => {
  const { count, rows, columns, pixels } = await readIdxImages(bytes, { name: shownName(path) });
  const images: SafetensorsEntry = { dtype: 'U8', shape: [count, rows, columns], data: pixels };
  const beside = labelsBeside(path);
  const found = beside === path ? undefined : await readPlainFile(beside).catch(() => undefined);
  if (!found) return new Map([['images', images]]);
  const labels = await readIdxLabels(found, { name: shownName(beside) });
  if (labels.length !== count)
    throw new InterpError(
      'bad-file',
      `${shownName(beside)} has ${labels.length} labels for the ${count} images of ${shownName(path)}; expected as many`,
    );
  return new Map([
    ['images', images],
    ['labels', { dtype: 'U8', shape: [count], data: labels }],
  ]);
};

/** Whether a tensor holds pictures in bytes, black 0 and white 255. */
const isPictures = ({ dtype, shape }: SafetensorsEntry): boolean => dtype === 'U8' && shape.length >= 3;

/** Bytes as pixels from -1 to 1. */
const asPixels = ({ shape, data }: SafetensorsEntry): SafetensorsEntry => ({
  dtype: 'F32',
  shape,
  data: Float32Array.from(data as Uint8Array, (grey) => grey / 127.5 - 1),
});

/** Tensors of a file. */
export interface TensorFile {
  /** They, by name; what is called labels in files of its format is called `labels`. */
  readonly tensors: Tensors;
  /** Whether images are pictures, of pixels from -1 to 1 as bytes say them; else they are inputs of the model as they are. */
  readonly isPictures: boolean;
}

/**
 * Reads a file of tensors: safetensors, NumPy's .npz and .npy, IDX with its labels beside it. Unsigned bytes of NumPy and IDX are pictures.
 *
 * @param path - the file
 * @param tensor - which is asked for; undefined for the images
 * @param signal - ends the wait for a file that stays silent
 * @throws InterpError `not-found`, `bad-file`
 */
export const readTensorFile = async (
  path: string,
  tensor: string | undefined,
  signal: AbortSignal | undefined,
): Promise<TensorFile> => {
  const kind = /\.(\w+)$/.exec(path)?.[1].toLowerCase() ?? '';
  if (kind === 'safetensors') {
    const bytes = await readNamedFile(path, '', 'a .safetensors file', signal);
    return { tensors: inFile(path, () => readSafetensors(bytes)).tensors, isPictures: false };
  }
  const bytes = await readNamedFile(path, '', 'a file of tensors', signal);
  const found =
    kind === 'npz'
      ? withLabels(readNpz(bytes, path))
      : kind === 'npy'
        ? new Map([['images', readNpy(bytes, path)]])
        : await readIdx(path, bytes);
  const others = [...found].filter(([name]) => name !== 'labels');
  const name = tensor ?? (found.has('images') || others.length !== 1 ? 'images' : others[0][0]);
  const wanted = found.get(name);
  if (!wanted || !isPictures(wanted)) return { tensors: found, isPictures: false };
  return { tensors: new Map([...found, [name, asPixels(wanted)]]), isPictures: true };
};
