import {
  boolean,
  checkedBy,
  checkList,
  choice,
  InterpError,
  list,
  number,
  optionsTable,
  shownName,
  shownNames,
  text,
} from '@interp/checks';
import type { SafetensorsEntry } from '@interp/files';
import { isWithinBounds, sizeOfShape } from '@interp/core/internal';
import { storedLabels } from './stored-labels.js';

/** Options of {@link storedImages}. */
export interface StoredImagesOptions {
  /** The shape of an image: height, width and channels, or any other. */
  readonly shape: readonly number[];
  /** The tensor that holds them. Default `images`, or the only one that is not `labels`. */
  readonly tensor?: string;
  /** Number of classes of the labels. Default any. */
  readonly classes?: number;
  /** Lowest and highest value that a pixel may have. Default [-1, 1]. */
  readonly bounds?: readonly [low: number, high: number];
  /** The order of axes, channels last or first. Default: the one that fits; both may where height and width are as many as channels. */
  readonly layout?: 'nhwc' | 'nchw';
  /** Name of the file, for messages. Default `the file`. */
  readonly name?: string;
  /** Whether images that cannot be used are only listed in `missing` where others can. Default: the first such is refused. */
  readonly takesMissing?: boolean;
}

/** Checks and defaults of {@link StoredImagesOptions}. */
export const storedImagesOptions = optionsTable<StoredImagesOptions>()({
  shape: {
    ...checkedBy<readonly number[]>((name, value) => checkList(name, value, { numbers: true })),
    required: true,
  },
  tensor: text(),
  classes: number({ min: 1, integer: true }),
  bounds: list<readonly [low: number, high: number]>({ length: 2, numbers: true, default: [-1, 1] }),
  layout: choice(['nhwc', 'nchw']),
  name: text({ default: 'the file' }),
  takesMissing: boolean({ default: false }),
});

/** Images that lie in a file of tensors. */
export interface StoredImages {
  /** How many. */
  readonly size: number;
  /** Values within the bounds, `[size, ...shape]` in row-major order. */
  readonly pixels: Float32Array;
  /** The class of each image, where the file has a tensor `labels` of one number an image. */
  readonly labels?: readonly number[];
  /** All classes of each image, where `labels` is `[size, classes]` of 1 for a class that it has and 0 for one that it has not. */
  readonly labelSets?: readonly (readonly number[])[];
  /** The place of each of them in the file. */
  readonly indices: readonly number[];
  /** The images that cannot be used, by their places in the file, and why. */
  readonly missing: readonly { readonly index: number; readonly error: InterpError }[];
}

const selectTensor = (
  file: string,
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  name: string | undefined,
): SafetensorsEntry => {
  const others = [...tensors.keys()].filter((key) => key !== 'labels');
  const tensor = tensors.get(name ?? (tensors.has('images') || others.length !== 1 ? 'images' : others[0]));
  if (tensor) return tensor;
  const names = shownNames([...tensors.keys()]);
  throw new InterpError(
    'not-found',
    `${file} has no tensor ${shownName(name ?? 'images')}; expected one of ${names || 'none: the file is empty'}; name it as FILE#NAME`,
  );
};

/** The order of axes: as TensorFlow has images, as PyTorch has them, or without a channel axis. */
const layoutOf = (
  file: string,
  { dtype, shape }: SafetensorsEntry,
  wanted: readonly number[],
  asked: StoredImagesOptions['layout'],
): 'nhwc' | 'nchw' => {
  const bad = (what: string): InterpError => new InterpError('bad-file', `${file}: ${what}`);
  const channels = wanted[wanted.length - 1];
  const first = [channels, ...wanted.slice(0, -1)];
  const own = shape.slice(1).join();
  if (!['F32', 'F64', 'F16', 'BF16'].includes(dtype))
    throw bad(`the images are ${dtype}; expected float32 from -1 to 1`);
  if (shape[0] === 0) throw bad('there are no images; expected at least one');
  const isLast = own === wanted.join() || (channels === 1 && own === wanted.slice(0, -1).join());
  const isFirst = wanted.length > 1 && own === first.join();
  const isSame = channels === 1 || channels === sizeOfShape(wanted);
  if (isLast && isFirst && !isSame && asked === undefined)
    throw new InterpError(
      'bad-option',
      `${file}: the tensor has the shape [${shape.join(', ')}], which fits with channels last and with channels first; say which by layout, nhwc or nchw`,
    );
  if (isLast && (asked !== 'nchw' || isSame)) return 'nhwc';
  if (isFirst && (asked !== 'nhwc' || isSame)) return 'nchw';
  const expected = { nhwc: `[n, ${wanted.join(', ')}]`, nchw: `[n, ${first.join(', ')}]` };
  const both = wanted.length > 1 ? `${expected.nhwc} or ${expected.nchw}` : expected.nhwc;
  throw bad(`the tensor has the shape [${shape.join(', ')}]; expected ${asked === undefined ? both : expected[asked]}`);
};

const channelsLast = (values: Float32Array, size: number, channels: number): Float32Array => {
  if (channels === 1) return values;
  const area = size / channels;
  return values.map((_, i) => {
    const within = i % size;
    return values[i - within + (within % channels) * area + Math.floor(within / channels)];
  });
};

const brief = (value: number): string => String(Number(value.toPrecision(6)));

type Range = readonly [low: number, high: number];

/** What the values are, what they should be, and how they come there. */
const beyondText = ([lowest, highest]: Range, [low, high]: Range): string => {
  const isBytes = lowest >= 0 && highest <= 255 && highest >= 2;
  const isNear = lowest >= low - 0.01 * (high - low) && highest <= high + 0.01 * (high - low);
  const scaling = isNear
    ? 'clip them'
    : isBytes && low === -1 && high === 1
      ? 'divide them by 127.5 and take away 1'
      : isBytes && low === 0 && high === 1
        ? 'they look like 0 to 255: divide them by 255'
        : 'scale them';
  return `from ${brief(lowest)} to ${brief(highest)}; expected ${brief(low)} (black) to ${brief(high)} (white); ${scaling}`;
};

/** What is wrong with the images of a file that cannot be used, by their places. */
const wrongValues = (
  file: string,
  values: Float32Array,
  size: number,
  bounds: Range,
): ReadonlyMap<number, InterpError> => {
  const [low, high] = bounds;
  const ranges = Array.from({ length: values.length / size }, (_, image): Range | number => {
    let [lowest, highest] = [Infinity, -Infinity];
    for (let i = image * size; i < (image + 1) * size; i++) {
      if (!Number.isFinite(values[i])) return values[i];
      if (values[i] < lowest) lowest = values[i];
      if (values[i] > highest) highest = values[i];
    }
    return [lowest, highest];
  });
  const isBeyond = (range: Range): boolean => !isWithinBounds(range, bounds);
  const finite = ranges.filter((range) => typeof range !== 'number');
  // Where most are beyond the bounds, so is the file: the others are dark pictures in the same wrong units.
  if (2 * finite.filter(isBeyond).length > finite.length) {
    const whole: Range = [
      finite.reduce((a, [b]) => Math.min(a, b), Infinity),
      finite.reduce((a, [, b]) => Math.max(a, b), -Infinity),
    ];
    throw new InterpError('bad-value', `${file}: the values are ${beyondText(whole, bounds)}`);
  }
  const wrong = ranges.flatMap((range, image) => {
    const what =
      typeof range === 'number'
        ? `holds ${String(range)}; expected finite values from ${brief(low)} to ${brief(high)}`
        : `has values ${beyondText(range, bounds)}`;
    if (typeof range !== 'number' && !isBeyond(range)) return [];
    return [[image, new InterpError('bad-value', `${file}: image ${image} ${what}`)] as const];
  });
  return new Map(wrong);
};

/** Some images of all, one after the other. */
const valuesAt = (pixels: Float32Array, size: number, indices: readonly number[]): Float32Array => {
  if (indices.length === pixels.length / size) return pixels;
  const some = new Float32Array(indices.length * size);
  indices.forEach((index, i) => some.set(pixels.subarray(index * size, (index + 1) * size), i * size));
  return some;
};

/**
 * Reads images, or other inputs, from a file of tensors: the named tensor, or `images`, or the only one, with channels last
 * (TensorFlow) or first (PyTorch); with the labels of the tensor `labels`, if there is one.
 *
 * @param tensors - the tensors of the file, as `readSafetensors` gives them
 * @param options - shape of an image, name of the tensor, number of classes
 * @returns pixels and labels
 * @throws InterpError `not-found` where the tensor is not there, `bad-file` for other shapes or types, `bad-value` for values that are
 *   not finite or out of the bounds, and for labels of other classes: of the first such image, unless they are taken among others
 *
 * @example
 * ```ts
 * import { float32Entry } from '@interp/files';
 * import { storedImages } from '@interp/mnist';
 *
 * const tensors = new Map([['images', float32Entry([2, 1, 28, 28], new Float32Array(2 * 784))]]);
 * console.log(storedImages(tensors, { shape: [28, 28, 1] }).size); // 2
 * ```
 */
export function storedImages(
  tensors: ReadonlyMap<string, SafetensorsEntry>,
  options: StoredImagesOptions,
): StoredImages {
  const {
    shape,
    tensor,
    classes = Infinity,
    bounds,
    layout: asked,
    name,
    takesMissing,
  } = storedImagesOptions.withDefaults(options);
  const entry = selectTensor(name, tensors, tensor);
  const layout = layoutOf(name, entry, shape, asked);
  const area = sizeOfShape(shape);
  const plain = Float32Array.from(entry.data as Float32Array);
  const pixels = layout === 'nchw' ? channelsLast(plain, area, shape[shape.length - 1]) : plain;
  const labelled = storedLabels(name, tensors.get('labels'), entry.shape[0], classes);
  const wrong = new Map([...labelled.wrong, ...wrongValues(name, pixels, area, bounds)]);
  const missing = [...wrong].map(([index, error]) => ({ index, error })).sort((a, b) => a.index - b.index);
  if (missing.length > 0 && (!takesMissing || missing.length === entry.shape[0])) throw missing[0].error;
  const indices = Array.from({ length: entry.shape[0] }, (_, i) => i).filter((index) => !wrong.has(index));
  const { labels, labelSets } = labelled;
  return {
    size: indices.length,
    pixels: valuesAt(pixels, area, indices),
    ...(labelSets
      ? { labelSets: indices.map((i) => labelSets[i]) }
      : { labels: labels && indices.map((i) => labels[i]) }),
    indices,
    missing,
  };
}
