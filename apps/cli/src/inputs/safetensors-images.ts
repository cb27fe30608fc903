import { readFile } from 'node:fs/promises';
import { InterpError, readSafetensors, type SafetensorsEntry } from '@interp/core';
import { brief } from '../shell/text.js';
import type { Images } from './images.js';
import { inFile } from './in-file.js';

const bad = (spec: string, what: string): InterpError => new InterpError('bad-file', `${spec}: ${what}`);

const read = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InterpError('not-found', `${JSON.stringify(path)} cannot be read; expected a .safetensors file`, {
      cause: error,
    });
  }
};

const chosen = (
  spec: string,
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  name: string | undefined,
): SafetensorsEntry => {
  const others = [...tensors.keys()].filter((key) => key !== 'labels');
  const tensor = tensors.get(name ?? (tensors.has('images') || others.length !== 1 ? 'images' : others[0]));
  if (tensor) return tensor;
  const names = [...tensors.keys()].slice(0, 12).join(', ');
  throw new InterpError(
    'not-found',
    `${spec} has no tensor ${JSON.stringify(name ?? 'images')}; expected one of ${names || 'none: the file is empty'}; name it as FILE#NAME`,
  );
};

/** The order of axes: as TensorFlow has images, as PyTorch has them, or without a channel axis. */
const layoutOf = (spec: string, { dtype, shape }: SafetensorsEntry, wanted: readonly number[]): 'nhwc' | 'nchw' => {
  const [height, width, channels] = wanted;
  const own = shape.slice(1).join();
  if (!['F32', 'F64', 'F16', 'BF16'].includes(dtype))
    throw bad(spec, `the images are ${dtype}; expected float32 from -1 to 1`);
  if (shape[0] === 0) throw bad(spec, 'there are no images; expected at least one');
  if (own === [height, width, channels].join() || (channels === 1 && own === [height, width].join())) return 'nhwc';
  if (own === [channels, height, width].join()) return 'nchw';
  throw bad(
    spec,
    `the tensor has the shape [${shape.join(', ')}]; expected [n, ${wanted.join(', ')}] or [n, ${channels}, ${height}, ${width}]`,
  );
};

const channelsLast = (values: Float32Array, size: number, channels: number): Float32Array => {
  if (channels === 1) return values;
  const area = size / channels;
  return values.map((_, i) => {
    const within = i % size;
    return values[i - within + (within % channels) * area + Math.floor(within / channels)];
  });
};

const labelsOf = (
  spec: string,
  entry: SafetensorsEntry | undefined,
  n: number,
  classes: number,
): readonly number[] | undefined => {
  if (!entry) return undefined;
  const labels = Array.from(entry.data as ArrayLike<number | bigint>, Number);
  if (labels.length !== n || !labels.every((label) => Number.isInteger(label) && label >= 0))
    throw bad(spec, `the labels are ${labels.length} numbers; expected ${n} classes, one for each image`);
  const beyond = labels.findIndex((label) => label >= classes);
  if (beyond >= 0)
    throw new InterpError(
      'bad-value',
      `${spec}: image ${beyond} has the label ${labels[beyond]}; expected 0 to ${classes - 1}, the classes of the model; mend the tensor labels or leave it out`,
    );
  return labels;
};

/** What rounding may put values beyond the ends. */
const rounding = 1e-4;

const checkValues = (spec: string, values: Float32Array, size: number): void => {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new InterpError(
      'bad-value',
      `${spec}: image ${Math.floor(wrong / size)} holds ${String(values[wrong])}; expected finite values from -1 to 1`,
    );
  const lowest = values.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (lowest >= -1 - rounding && highest <= 1 + rounding) return;
  const scaling = lowest >= 0 && highest <= 255 ? 'divide them by 127.5 and take away 1' : 'scale them';
  throw new InterpError(
    'bad-value',
    `${spec}: the values are from ${brief(lowest)} to ${brief(highest)}; expected -1 (black) to 1 (white); ${scaling}`,
  );
};

/**
 * Images of a safetensors file: the tensor named, or `images`, or the only one; with the labels of its tensor `labels`, if there is
 * one of as many entries.
 *
 * @param spec - `FILE.safetensors` or `FILE.safetensors#name`
 * @param shape - height, width and channels expected
 * @param classes - how many the labels are of; infinitely many where nobody is to tell
 * @returns the images
 * @throws InterpError `not-found`, `bad-file`, `bad-value`
 */
export const safetensorsImages = async (
  spec: string,
  shape: readonly number[],
  classes = Infinity,
): Promise<Images> => {
  const [path, tensorName] = spec.split(/#(.*)/s) as [string, string?];
  const bytes = await read(path);
  const { tensors } = inFile(path, () => readSafetensors(bytes));
  const entry = chosen(spec, tensors, tensorName);
  const layout = layoutOf(spec, entry, shape);
  const size = shape.reduce((product, n) => product * n, 1);
  const plain = Float32Array.from(entry.data as Float32Array);
  const values = layout === 'nchw' ? channelsLast(plain, size, shape[2]) : plain;
  checkValues(spec, values, size);
  const n = entry.shape[0];
  const labels = labelsOf(spec, tensors.get('labels'), n, classes);
  return {
    size: n,
    name: (index) => (n === 1 ? spec : `${spec}[${index}]`),
    label: (index) => labels?.[index],
    pixels: (from, to) => values.subarray(from * size, to * size),
  };
};
