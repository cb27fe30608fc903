import { InterpError } from '@interp/checks';
import type { Classifier, Network } from '@interp/core';
import { range, sizeOfShape } from '@interp/core/internal';
import { float32Entry, type SafetensorsEntry } from '@interp/files';
import type { ModelSettings } from '@interp/files/node';
import type { Images } from '@interp/images';
import { joinInputs, type JoinedInputs } from '@interp/targets';
import { holdsWholeNumbers } from '@interp/targets/internal';
import * as tf from '@tensorflow/tfjs-core';
import { countExamples, pictureInput, type Given } from './given-inputs.js';
import type { Target } from './target.js';

/** What is explained of an example of several inputs. */
export interface ExplainedInputs<Found> {
  /** What the method found for all inputs together, without its map. */
  readonly found: Found;
  /** The map of each input, `relevance.NAME`, and of the pictures again as `relevance`; they belong to the caller. */
  readonly maps: Record<string, tf.Tensor>;
  /** The sum of each map by the name of the input. */
  readonly totals: Readonly<Record<string, number>>;
}

/** What is given for the inputs of a model of several. */
export interface SeveralInputs {
  /** The input that pictures are. */
  readonly picture: string;
  /** Whether it holds whole numbers, as those of tokens, and no pictures; then these are what a file has for it. */
  readonly whole?: (name: string) => Images;
  /** What a table has for the whole numbers of one example, as the classifier of pictures takes it then, `[1, ...]`; the caller's. */
  rowsOf(example: number): tf.Tensor;
  /** How many examples there are of the others, of words of all; 1 goes with any number of pictures. */
  readonly examples: number;
  /**
   * Explains all inputs of one example together.
   *
   * @param x - its picture, `[1, ...]`; borrowed
   * @param example - its number
   * @param explain - the method
   * @param own - the classifier of pictures: what is looked at, and its bounds
   */
  explained<Found extends { readonly relevance: tf.Tensor }>(
    x: tf.Tensor,
    example: number,
    explain: (classifier: Classifier, x: tf.Tensor) => Found,
    own: Pick<Target, 'lookAt'> & Pick<Classifier, 'bounds'>,
  ): ExplainedInputs<Found>;
  /**
   * The classifier of pictures that has the other inputs of one example.
   *
   * @param example - its number
   * @param own - the classifier that has those of the first one
   */
  withExample<Own extends Pick<Target, 'lookAt'> & Classifier>(example: number, own: Own): Own;
  /**
   * Checks that there is one example of the other inputs for each picture, or one for all.
   *
   * @param pictures - how many there are
   * @throws InterpError `bad-option`
   */
  checkPictures(pictures: number): void;
  /**
   * Some of the examples, in an order: those that go with a part of the pictures.
   *
   * @param numbers - of each picture's example among all
   */
  ofExamples(numbers: readonly number[]): SeveralInputs;
  /** The maps of so many examples as tensors of a file. */
  entries(
    count: number,
    maps: Readonly<Record<string, Float32Array>>,
  ): readonly (readonly [string, SafetensorsEntry])[];
}

type Input = Network['inputs'][number];

const closedShape = ({ shape, picture }: Input, size: ModelSettings['size']): readonly number[] => {
  const [, ...sizes] = picture ?? shape;
  return sizes.map((one, axis) => one ?? size?.[sizes.length === 3 ? 1 - axis : 0] ?? 1);
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

/**
 * A model of several inputs, with what is given for them.
 *
 * @param network - the model
 * @param settings - what is known of it
 * @param given - what is given for its inputs, by name
 * @param isDescribed - whether the model is only described, so that nothing has to be known of its other inputs
 * @returns what is given, and the model with one input, its others bound to the first example
 * @throws InterpError `bad-option` where one is missing or they do not go together
 */
export const severalInputs = (
  network: Network,
  { input, size }: ModelSettings,
  given: ReadonlyMap<string, Given>,
  isDescribed: boolean,
): SeveralInputs & { readonly bound: Network } => {
  const { inputs } = network;
  const picture = pictureInput(network, input);
  const isWhole = holdsWholeNumbers(network, picture);
  const examples = countExamples(network, isWhole ? undefined : picture.name, given, isDescribed);
  const tensorOf = (one: Input, example: number): tf.Tensor => {
    const entry = given.get(one.name);
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
  const ofExamples = (numbers: readonly number[]): SeveralInputs => {
    /** Which of all examples one of these is; a single one goes with every picture. */
    const numberOf = (example: number): number => numbers[numbers.length === 1 ? 0 : example];
    return {
      picture: picture.name,
      examples: numbers.length,
      ofExamples: (some) => ofExamples(some.map(numberOf)),
      rowsOf: (example) => join(numberOf(example), undefined, [picture.name]).x,
      whole: isWhole
        ? (name) => {
            const [, ...shape] = given.get(picture.name)?.shape ?? [1, ...closedShape(picture, size)];
            return wholeImages(name, [numbers.length, ...shape]);
          }
        : undefined,
      withExample: (example, own) => {
        const number = numberOf(example);
        if (number === 0) return own;
        const { network: joined, x } = join(number, undefined, [picture.name]);
        x.dispose();
        return { ...own, ...own.lookAt(joined, own.bounds) };
      },
      checkPictures: (pictures) => {
        if (numbers.length !== 1 && numbers.length !== pictures)
          throw new InterpError(
            'bad-option',
            `there are ${numbers.length} examples of the other inputs for ${pictures} ${pictures === 1 ? 'picture' : 'pictures'}; expected as many, or 1`,
          );
      },
      explained: (x, example, explain, { lookAt, bounds }) => {
        const { network: joined, x: all, split } = join(numberOf(example), isWhole ? undefined : x);
        try {
          const found = explain(lookAt(joined, rangeOf(all, bounds)), all);
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
          all.dispose();
        }
      },
      entries: (count, maps) =>
        [...shapes].map(([name, shape]) => {
          const key = `relevance.${name}`;
          return [key, float32Entry([count, ...shape], maps[key])];
        }),
    };
  };
  return { bound, ...ofExamples([...range(0, examples)]) };
};
