import { InterpError } from '@interp/checks';
import { type Operator, sideBySide } from '@interp/core/internal';
import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import type { Operation } from '../operations/operation.js';
import { withRank } from './align.js';
import { ofOneImage } from './one-image.js';
import { firstAlong, forImages, repeatedAxis } from './repeated-constant.js';
import { type Site, storedAs } from './site.js';
import { batchAxis, isStatic, type Live, trialBatches } from './value.js';

/** Steps whose values are whole numbers and questions: their derivative is 0. */
const questions = new WeakSet<Operator>();

/** Whether a step's values are whole numbers or questions, so that they only switch what they are multiplied by. */
export const isQuestion = (operator: Operator): boolean =>
  questions.has(operator) || stepwise.has(operator.activation ?? '');

/** Activations that are constant but where they jump. */
const stepwise = new Set(['sign', 'floor', 'ceil', 'round', 'truncate', 'truth']);

type Evaluate = (lives: readonly tf.Tensor[]) => readonly tf.Tensor[];

/** A constant that broadcasts, once where it has the same for each of the images that the source fixes. */
const once = ({ builder: { fixedBatch } }: Site, constant: tf.Tensor, value: Live): tf.Tensor =>
  firstAlong(constant, repeatedAxis(constant, value, fixedBatch));

/** Runs an operation, given what it takes of the input; its constants are copied, so that they need not be kept. */
const evaluation = (site: Site, operation: Operation, lives: readonly number[], first: Live): Evaluate => {
  const constants = site.inputs.map((value, i) => {
    if (!value || !isStatic(value)) return undefined;
    const tensor = operation.broadcasts ? once(site, site.constant(i)!, first) : site.constant(i)!;
    return { values: tensor.dataSync().slice(), shape: tensor.shape, dtype: tensor.dtype as 'float32' };
  });
  const images = batchAxis(first);
  return (given) => {
    const n = given[0].shape[images];
    const all = constants.map((one, i) => {
      if (!one) return undefined;
      const constant = tf.tensor(one.values, one.shape, one.dtype);
      return operation.follow?.includes(i) ? forImages(constant, images, n) : constant;
    }) as tf.Tensor[];
    lives.forEach((index, i) => (all[index] = given[i]));
    return operation.evaluate(all, site);
  };
};

const gradient = (
  site: Site,
  evaluate: (given: readonly tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  dy: tf.Tensor,
): tf.Tensor[] => {
  try {
    // The tape asks for a way from each input; conditions have none, and their derivative is 0.
    const withWay = (given: readonly tf.Tensor[]): tf.Tensor =>
      given.reduce((y, x) => tf.add(y, tf.mul(tf.sum(x), 0)), evaluate(given));
    return withCorrectedGradients(() => tf.grads((...given: tf.Tensor[]) => withWay(given))([...inputs], dy));
  } catch (cause) {
    throw new InterpError(
      'unsupported-layer',
      site.refusal('has no gradient here; use a method without gradients, such as occlusion').message,
      { cause },
    );
  }
};

/** Axes in an order in which that of the images is the first. */
const imagesFirst = (rank: number, images: number): number[] => [
  images,
  ...Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== images),
];

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

/** The inputs that depend on the network's input, by their places among all. */
const liveInputs = (site: Site): number[] => site.inputs.flatMap((value, i) => (value && !isStatic(value) ? [i] : []));

/** The steps of it, whose inputs at these places are these values. */
const functionOf = (site: Site, operation: Operation, indices: readonly number[], given: readonly Live[]): Live[] => {
  const places = given.map((value) => batchAxis(value));
  if (places.some((place) => place < 0)) throw site.notPerImage('mixes images');
  const values = given.map((value, i) => storedAs(site, value, imagesFirst(value.axes.length, places[i])));
  const run = evaluation(site, operation, indices, given[0]);
  const inLogicalOrder: Evaluate = (stored) =>
    run(stored.map((x, i) => (places[i] === 0 ? x : tf.transpose(x, inverse(imagesFirst(x.rank, places[i]))))));
  const trials = trialBatches.map((n) => inLogicalOrder(values.map(({ stored }) => tf.zeros([n, ...stored]))));
  const imagesOf = (k: number): number => {
    const [a, b] = [trials[0][k].shape, trials[1][k].shape];
    const axis = a.findIndex((size, i) => size === trialBatches[0] && b[i] === trialBatches[1]);
    if (axis >= 0 && a.length === b.length && a.every((size, i) => i === axis || size === b[i])) return axis;
    throw site.notPerImage('does not give one value for each image');
  };
  const shapes = values.map(({ stored }) => stored);
  const merge = sideBySide(shapes);
  return trials[0].map((y, k) => {
    const images = imagesOf(k);
    const order = imagesFirst(y.rank, images);
    const one = (stored: readonly tf.Tensor[]): tf.Tensor => {
      const made = inLogicalOrder(stored)[k];
      return images === 0 ? made : tf.transpose(made, order);
    };
    const isWhole = y.dtype !== 'float32' || operation.passes === 'nothing';
    const vjp: NonNullable<Operator['vjp']> = (dy, { x }) => {
      const inputs = merge.split(x!, shapes);
      return merge.join(isWhole ? inputs.map((input) => tf.zerosLike(input)) : gradient(site, one, inputs, dy));
    };
    /** What passes where the other inputs are held constant; nothing where the first one is a constant. */
    const ofFirst: typeof vjp = (dy, given) => {
      const parts = merge.split(vjp(dy, given), shapes);
      return merge.join(parts.map((part, i) => (indices[i] === 0 ? part : tf.zerosLike(part))));
    };
    const isCopy = isWhole || operation.passes === 'values';
    const operator: Operator = {
      kind: isCopy ? 'merging' : 'function',
      merge,
      forward: (given) => [tf.cast(one(given), 'float32')],
      vjp,
      ...(isCopy && { copies: 'some' }),
      ...(operation.passes === 'sums' && { signal: vjp }),
      ...(operation.passes === 'first' && { signal: ofFirst }),
    };
    if (isWhole) questions.add(operator);
    const shape = order.slice(1).map((axis) => y.shape[axis]);
    const axes = inverse(order).map((axis) => [axis]);
    return site.add(operator, values, shape, axes);
  });
};

/**
 * Makes a step of an operation that has none of its own: it runs over values in their logical order, and the tape differentiates it. Relevance goes to
 * the values that it copies, or ends at its questions; else it does not pass.
 *
 * @param site - the node
 * @param operation - how it is computed
 * @returns its outputs
 * @throws NotPerImage where the result is not one for each image
 */
export const asFunction = (site: Site, operation: Operation): Live[] => {
  const indices = liveInputs(site);
  const given = indices.map((i) => site.live(i));
  return functionOf(site, operation, indices, given);
};

/**
 * The same of values that broadcast, in a graph that is made for one image: what it says of that image is done to each, also where no axis is that of
 * the images, as in a condition on the sum of all values.
 *
 * @param site - the node; the graph's number of images is 1
 * @param operation - how it is computed
 * @returns its outputs, whose logical axes are all those of one image
 * @throws NotPerImage where its inputs do not broadcast
 */
export const asFunctionOfOne = (site: Site, operation: Operation): Live[] => {
  if (!operation.broadcasts) throw site.notPerImage('mixes images');
  const indices = liveInputs(site);
  const ranks = site.inputs.map((value, i) => (value && isStatic(value) ? site.constant(i)!.rank : (value?.axes.length ?? 0))); // prettier-ignore
  const given = indices.map((i) => {
    const one = withRank(site, ofOneImage(site, site.live(i)), Math.max(...ranks));
    return { ...one, axes: [[0], ...one.axes] };
  });
  return functionOf(site, operation, indices, given).map((made) => ({ ...made, axes: made.axes.slice(1) }));
};
