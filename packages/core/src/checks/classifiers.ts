import type { Tensor } from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';
import { InterpError } from '../errors.js';
import { shownValue } from './shown-value.js';

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
 * Checks that a tensor is a valid batch for a classifier: float32 or int32 of shape `[n, ...inputShape]`, n at least 1, all
 * values finite.
 *
 * @param classifier - gives the shape of an input
 * @param x - the batch; borrowed
 * @throws InterpError `bad-shape` for anything but a tensor, another rank or shape or an empty batch, `bad-value` for a NaN or an infinity
 */
export const checkBatch = (classifier: Pick<Classifier, 'inputShape'>, x: Tensor): void => {
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
};

/** Checks that a classifier has a class. Throws InterpError `bad-class`. */
export const checkClass = (classifier: Pick<Classifier, 'classes'>, wanted: number): void => {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted >= classifier.classes)
    throw new InterpError(
      'bad-class',
      `class ${shownValue(wanted)} does not exist; expected a whole number from 0 to ${classifier.classes - 1}`,
    );
};
