import { checkList, InterpError, shownValue } from '@interp/checks';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';

/**
 * Checks that a value is a classifier. A common mistake is to pass a model instead of `classifier(model)`.
 *
 * @param value - what was given
 * @throws InterpError `bad-option` for anything else
 */
export const checkClassifier = (value: Pick<Classifier, 'inputShape' | 'logits'>): void => {
  const { inputShape, logits } = Object(value) as Partial<Classifier>;
  if (Array.isArray(inputShape) && typeof logits === 'function') return;
  throw new InterpError(
    'bad-option',
    'this is no classifier; expected what classifier() of @interp/core makes; call classifier(model) first',
  );
};

const firstNotFinite = (values: ArrayLike<number>): number => {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
};

/**
 * Checks two bounds: numbers, or infinite where there are none.
 *
 * @param what - what they are, in the plural, for the message
 * @param bounds - the value given
 * @throws InterpError `bad-option` for anything but two numbers, the lower one first
 */
export const checkBounds = (what: string, bounds: unknown): void => {
  checkList(what, bounds, { length: 2 });
  const [low, high] = bounds;
  if (typeof low === 'number' && typeof high === 'number' && low < high) return;
  throw new InterpError(
    'bad-option',
    `${what} are [${shownValue(low)}, ${shownValue(high)}]; expected two numbers, the lower one first; [-Infinity, Infinity] for none`,
  );
};

/**
 * The bounds of a classifier, for what needs finite ones.
 *
 * @param classifier - the classifier
 * @param remedy - what to give where it has none, a clause
 * @returns its bounds
 * @throws InterpError `bad-option`
 */
export const finiteBounds = ({ bounds }: Pick<Classifier, 'bounds'>, remedy: string): Classifier['bounds'] => {
  if (bounds.every(Number.isFinite)) return bounds;
  throw new InterpError(
    'bad-option',
    `the classifier's bounds are [${bounds.join(', ')}]; expected finite ones here; ${remedy}`,
  );
};

/** How far beyond its bounds a value may lie: as far as the rounding of files and of float32 takes it. */
const SLACK = 1e-4;

/**
 * Whether a range of values lies within bounds, up to rounding: 1e-4 as a float32 holds it, or a millionth of a large bound.
 *
 * @param range - lowest and highest value
 * @param bounds - lowest and highest value that are allowed; an infinite one is none
 */
export const isWithinBounds = (
  [least, most]: readonly [number, number],
  [low, high]: readonly [number, number],
): boolean => {
  const slack = (bound: number): number => (Number.isFinite(bound) ? Math.max(SLACK, Math.abs(bound) * 1e-6) : 0);
  return least >= Math.fround(low - slack(low)) && most <= Math.fround(high + slack(high));
};

/**
 * Checks that values lie within the bounds of a classifier, up to rounding.
 *
 * @param values - finite values
 * @param bounds - lowest and highest value; an infinite one is none
 * @throws InterpError `bad-value`
 */
export const checkWithinBounds = (values: ArrayLike<number>, [low, high]: Classifier['bounds']): void => {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  if (isWithinBounds([least, most], [low, high])) return;
  throw new InterpError(
    'bad-value',
    `the images have values from ${least} to ${most}; expected ${low} to ${high}, the classifier's bounds; scale them, or give the classifier other bounds ([-Infinity, Infinity] for none)`,
  );
};

/**
 * Checks that a tensor is a valid batch for a classifier: float32 or int32 of shape `[n, ...inputShape]`, n at least 1, all
 * values finite and within its bounds, up to the rounding of 1e-4.
 *
 * @param classifier - gives the shape of an input and its bounds; without bounds any finite values are valid
 * @param x - the batch; borrowed
 * @throws InterpError `bad-shape` for anything but a tensor, another rank or shape or an empty batch, `bad-value` for a NaN or an infinity, and
 *   for values outside of the bounds
 */
export const checkBatch = (
  classifier: Pick<Classifier, 'inputShape'> & Partial<Pick<Classifier, 'bounds'>>,
  x: Tensor,
): void => {
  const expected = classifier.inputShape;
  const wanted = `[n, ${expected.join(', ')}]`;
  if (typeof x !== 'object' || x === null || !Array.isArray(x.shape))
    throw new InterpError(
      'bad-shape',
      `the batch is no tensor; expected one of shape ${wanted}; make it with tf.tensor(values, shape)`,
    );
  if (x.isDisposed)
    throw new InterpError('bad-value', 'the batch is a tensor that was disposed of; expected a live one');
  if (x.rank !== expected.length + 1 || !expected.every((size, axis) => x.shape[axis + 1] === size))
    throw new InterpError(
      'bad-shape',
      `the batch has the shape [${x.shape.join(', ')}]; expected ${wanted}; add or reshape its dimensions`,
    );
  if (x.shape[0] === 0) throw new InterpError('bad-shape', `the batch is empty; expected ${wanted} with n at least 1`);
  if (x.dtype !== 'float32' && x.dtype !== 'int32')
    throw new InterpError('bad-value', `the batch holds ${x.dtype} values; expected float32`);
  const values = x.dataSync<'float32' | 'int32'>();
  const bad = firstNotFinite(values);
  if (bad >= 0) {
    const image = Math.floor(bad / (values.length / x.shape[0]));
    throw new InterpError(
      'bad-value',
      `image ${image} of the batch holds ${String(values[bad])}; expected finite values; clean the input first`,
    );
  }
  if (classifier.bounds) checkWithinBounds(values, classifier.bounds);
};

/** Checks that a classifier has a class. Throws InterpError `bad-class`. */
export const checkClass = (classifier: Pick<Classifier, 'classes'>, wanted: number): void => {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted >= classifier.classes)
    throw new InterpError(
      'bad-class',
      `class ${shownValue(wanted)} does not exist; expected a whole number from 0 to ${classifier.classes - 1}`,
    );
};
