import { joinInputs, type JoinedInputs, type Network } from '@interp/core';
import { holdsWholeNumbers, shownNames, sizeOfShape } from '@interp/core/internal';
import { float32Entry, readSafetensors } from '@interp/files';
import { inFile, readNamedFile } from '@interp/files/internal';
import type { ModelSettings } from '@interp/files/node';
import type { Images } from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import { UsageError } from '../shell/failure.js';
import type { HiddenOptions } from '../shell/hidden-options.js';
import type { OtherInputs } from './loaded-model.js';

/** Numbers of an input, `[n, ...shape]`. */
interface Given {
  readonly shape: readonly number[];
  readonly numbers: Float32Array;
}

type Input = Network['inputs'][number];

const closedShape = ({ shape, picture }: Input, size: ModelSettings['size']): readonly number[] => {
  const [, ...sizes] = picture ?? shape;
  return sizes.map((one, axis) => one ?? (sizes.length === 3 && axis < 2 ? size?.[1 - axis] : undefined) ?? 1);
};

/** The input that pictures are: the one that is named, or the first of images, of numbers, of anything. */
const pictureOf = (network: Network, name: string | undefined): Input => {
  const { inputs } = network;
  const found = name === undefined ? undefined : inputs.find((input) => input.name === name);
  if (name !== undefined && !found)
    throw new UsageError(`--input is ${JSON.stringify(name.slice(0, 40))}; expected one of ${shownNames(inputs.map((input) => input.name))}`); // prettier-ignore
  const numbers = inputs.filter((input) => !holdsWholeNumbers(network, input));
  return found ?? numbers.find(({ shape }) => shape.length === 4) ?? numbers[0] ?? inputs[0];
};

/** An image with its channels first becomes one with its channels last. */
const channelsLast = ({ shape, picture }: Input, given: Given): Given => {
  const fits = (wanted: Input['shape']): boolean => wanted.slice(1).every((size, i) => (size ?? given.shape[i + 1]) === given.shape[i + 1]); // prettier-ignore
  if (!picture || given.shape.length !== shape.length || !fits(shape)) return given;
  const order = [0, ...shape.slice(2).map((_, i) => i + 2), 1];
  const numbers = tf.tidy(() => tf.transpose(tf.tensor(given.numbers, [...given.shape]), order).dataSync<'float32'>());
  return { shape: order.map((axis) => given.shape[axis]), numbers };
};

const readGiven = async (
  path: string,
  { inputs }: Network,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Given>> => {
  const bytes = await readNamedFile(path, 'the inputs ', 'a .safetensors file', signal);
  const { tensors } = inFile(path, () => readSafetensors(bytes));
  return new Map(
    inputs.flatMap((input) => {
      const found = tensors.get(input.name);
      if (!found) return [];
      const numbers = Float32Array.from(found.data as ArrayLike<number | bigint>, Number);
      return [[input.name, channelsLast(input, { shape: found.shape, numbers })]];
    }),
  );
};

const sumOf = (x: tf.Tensor): number => x.dataSync<'float32'>().reduce((sum, value) => sum + value, 0);

/** The bounds, as far apart as the values of all inputs need. */
const rangeOf = (x: tf.Tensor, [low, high]: readonly [number, number]): [number, number] =>
  x
    .dataSync<'float32'>()
    .reduce<[number, number]>(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [low, high]);

/** Whole numbers that a file has, in the place of pictures. */
const wholeImages = (spec: string, [size, ...inputShape]: readonly number[]): Images => {
  const none = (): undefined => undefined;
  const pixels = (from = 0, to = size): Float32Array => new Float32Array((to - from) * sizeOfShape(inputShape));
  return {
    size,
    inputShape,
    name: (index) => (size === 1 ? spec : `${spec}[${index}]`),
    label: none,
    labelSet: none,
    preparation: none,
    picture: none,
    missing: [],
    pixels,
    shown: pixels,
    tensor: (from = 0, to = size) => tf.tensor(pixels(from, to), [to - from, ...inputShape]),
  };
};

/** The only input of a command, where it is a file of tensors. */
const onlyFile = (given: readonly string[] = []): string | undefined =>
  given.length === 1 && /\.safetensors(?:#.*)?$/is.test(given[0]) ? given[0].replace(/#.*$/s, '') : undefined;

/**
 * Reads what is given for the inputs of a model of several.
 *
 * @param network - the model
 * @param settings - of the model
 * @param options - where the others are
 * @throws UsageError where one is missing or they do not go together
 */
export const otherInputs = async (
  network: Network,
  { input, size }: ModelSettings,
  { inputs: path, given, isDescribed = false, signal }: HiddenOptions & { readonly inputs?: string },
): Promise<OtherInputs & { readonly bound: Network }> => {
  const { inputs } = network;
  const picture = pictureOf(network, input);
  const file = path ?? onlyFile(given);
  const found = file === undefined ? new Map<string, Given>() : await readGiven(file, network, signal);
  const missing = inputs.filter(({ name }) => name !== picture.name && !found.has(name)).map(({ name }) => name);
  if (missing.length > 0 && !isDescribed)
    throw new UsageError(
      `the model has the inputs ${shownNames(inputs.map(({ name }) => name))}, and nothing is given for ${shownNames(missing)}; expected --inputs FILE.safetensors with a tensor of each name; --input NAME says which pictures are`,
    );
  const counts = [...found].flatMap(([name, { shape }]) => (name === picture.name ? [] : [shape[0] ?? 1]));
  const examples = Math.max(1, ...counts);
  if (counts.some((count) => count !== 1 && count !== examples))
    throw new UsageError(`--inputs has ${counts.join(', ')} examples of its tensors; expected as many of each, or 1`);
  const isWhole = holdsWholeNumbers(network, picture);
  const own = found.get(picture.name);
  const tensorOf = (one: Input, example: number): tf.Tensor => {
    const entry = found.get(one.name);
    if (!entry) return tf.zeros([1, ...closedShape(one, size)]);
    const [count, ...shape] = entry.shape;
    const [length, at] = [sizeOfShape(shape), count === 1 ? 0 : example];
    return tf.tensor(entry.numbers.slice(at * length, (at + 1) * length), [1, ...shape]);
  };
  const join = (example: number, x?: tf.Tensor, explain?: readonly string[]): JoinedInputs => {
    const tensors = inputs.map((one): [string, tf.Tensor] => [
      one.name,
      one.name === picture.name && x ? tf.clone(x) : tensorOf(one, example),
    ]);
    try {
      return joinInputs(network, Object.fromEntries(tensors), { explain });
    } finally {
      tf.dispose(tensors.map(([, tensor]) => tensor));
    }
  };
  const { network: bound, x: first } = join(0, undefined, [picture.name]);
  first.dispose();
  const shapes = new Map<string, readonly number[]>();
  return {
    bound,
    picture: picture.name,
    examples,
    whole: isWhole ? (name) => wholeImages(name, own?.shape ?? [1, ...closedShape(picture, size)]) : undefined,
    explained: (given, example, explain, { lookAt, bounds }) => {
      const { network: joined, x, split } = join(example, isWhole ? undefined : given);
      try {
        const found = explain(lookAt(joined, rangeOf(x, bounds)), x);
        const parts = Object.entries(split(found.relevance));
        found.relevance.dispose();
        for (const [name, part] of parts) shapes.set(name, part.shape.slice(1));
        const maps = Object.fromEntries(parts.map(([name, part]) => [`relevance.${name}`, part]));
        const ofPicture = maps[`relevance.${picture.name}`];
        return {
          found,
          maps: isWhole ? maps : { ...maps, relevance: tf.clone(ofPicture) },
          totals: Object.fromEntries(parts.map(([name, part]) => [name, sumOf(part)])),
        };
      } finally {
        x.dispose();
      }
    },
    entries: (count, maps) => [...shapes].map(([name, shape]) => [`relevance.${name}`, float32Entry([count, ...shape], maps[`relevance.${name}`])]), // prettier-ignore
  };
};
