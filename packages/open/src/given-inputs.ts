import { InterpError, shownNames } from '@interp/checks';
import type { Network } from '@interp/core';
import { readSafetensors } from '@interp/files';
import { inFile } from '@interp/files/building';
import { holdsWholeNumbers } from '@interp/targets/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Numbers of an input, `[n, ...shape]`. */
export interface Given {
  /** Its shape, the examples first. */
  readonly shape: readonly number[];
  /** Its values, in row-major order. */
  readonly numbers: Float32Array;
}

type Input = Network['inputs'][number];

/** The input that pictures are: the one that is named, or the first of images, of numbers, of anything. */
export const pictureInput = (network: Network, name: string | undefined): Input => {
  const { inputs } = network;
  const found = name === undefined ? undefined : inputs.find((input) => input.name === name);
  if (name !== undefined && !found)
    throw new InterpError(
      'bad-option',
      `the option input is ${JSON.stringify(name.slice(0, 40))}; expected one of ${shownNames(inputs.map((input) => input.name))}`,
    );
  const numbers = inputs.filter((input) => !holdsWholeNumbers(network, input));
  return found ?? numbers.find(({ shape }) => shape.length === 4) ?? numbers[0] ?? inputs[0];
};

/** An image with its channels first becomes one with its channels last. */
const channelsLast = ({ shape, picture }: Input, given: Given): Given => {
  const fits = shape.slice(1).every((size, i) => (size ?? given.shape[i + 1]) === given.shape[i + 1]);
  if (!picture || given.shape.length !== shape.length || !fits) return given;
  const order = [0, ...shape.slice(2).map((_, i) => i + 2), 1];
  const numbers = tf.tidy(() => tf.transpose(tf.tensor(given.numbers, [...given.shape]), order).dataSync<'float32'>());
  return { shape: order.map((axis) => given.shape[axis]), numbers };
};

/** Reads the file with the inputs of a model that no pictures are. */
export type ReadInputs = (path: string, network: Network, signal?: AbortSignal) => Promise<ReadonlyMap<string, Given>>;

/**
 * The tensors of a file that are named as inputs of a model.
 *
 * @param path - what the file is called, for messages
 * @param bytes - the whole file
 * @throws InterpError `bad-file`
 */
export const givenIn = (path: string, bytes: Uint8Array, { inputs }: Network): ReadonlyMap<string, Given> => {
  const { tensors } = inFile(path, () => readSafetensors(bytes));
  return new Map(
    inputs.flatMap((input) => {
      const isOnly = inputs.length === 1 && tensors.size === 1;
      const found = isOnly ? [...tensors.values()][0] : tensors.get(input.name);
      if (!found) return [];
      const numbers = Float32Array.from(found.data as ArrayLike<number | bigint>, Number);
      return [[input.name, channelsLast(input, { shape: found.shape, numbers })]];
    }),
  );
};

/**
 * How many examples there are of all inputs but the one that pictures are; 1 goes with any number of pictures.
 *
 * @throws InterpError `bad-option` where one is missing, unless all may be, or they do not go together
 */
export const countExamples = (
  { inputs }: Network,
  picture: string | undefined,
  given: ReadonlyMap<string, Given>,
  mayMiss: boolean,
): number => {
  const missing = inputs.map(({ name }) => name).filter((name) => name !== picture && !given.has(name));
  if (missing.length > 0 && !mayMiss)
    throw new InterpError(
      'bad-option',
      `the model has the inputs ${shownNames(inputs.map(({ name }) => name))}, and nothing is given for ${shownNames(missing)}; expected { inputs: FILE.safetensors } with a tensor of each name; { input: NAME } says which pictures are`,
    );
  const counts = [...given].flatMap(([name, { shape }]) => (name === picture ? [] : [shape[0] ?? 1]));
  const examples = Math.max(1, ...counts);
  if (counts.some((count) => count !== 1 && count !== examples))
    throw new InterpError(
      'bad-option',
      `the option inputs has ${counts.join(', ')} examples of its tensors; expected as many of each, or 1`,
    );
  return examples;
};
