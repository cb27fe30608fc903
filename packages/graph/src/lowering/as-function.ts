import { InterpError } from '@interp/core';
import { type Operator, sideBySide } from '@interp/core/internal';
import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import type { Operation } from '../operations/operation.js';
import { type Site, storedAs } from './site.js';
import { inOrder, isStatic, type Live, shapeFor, trialBatches } from './value.js';

type Evaluate = (lives: readonly tf.Tensor[]) => readonly tf.Tensor[];

/** Runs an operation, given what it takes of the input; its constants are copied, so that they need not be kept. */
const evaluation = (site: Site, operation: Operation, lives: readonly number[]): Evaluate => {
  const constants = site.inputs.map((value, i) => {
    if (!value || !isStatic(value)) return undefined;
    const tensor = site.constant(i)!;
    return { values: tensor.dataSync().slice(), shape: tensor.shape, dtype: tensor.dtype as 'float32' };
  });
  return (given) => {
    const all = constants.map((one) => one && tf.tensor(one.values, one.shape, one.dtype)) as tf.Tensor[];
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

/**
 * Makes a step of an operation that has none of its own: it runs over values in their logical order, the tape differentiates it, and relevance does not
 * pass it.
 *
 * @param site - the node
 * @param operation - how it is computed
 * @returns its outputs
 * @throws NotPerImage where the result is not one for each image
 */
export const asFunction = (site: Site, operation: Operation): Live[] => {
  const indices = site.inputs.flatMap((value, i) => (value && !isStatic(value) ? [i] : []));
  const values = indices.map((i) => {
    const value = site.live(i);
    return storedAs(
      site,
      value,
      value.axes.map((_, axis) => axis),
    );
  });
  const evaluate = evaluation(site, operation, indices);
  const [two, three] = trialBatches.map((n) => evaluate(values.map((value) => tf.zeros(shapeFor(value, n)))));
  const merge = sideBySide(values.map(({ stored }) => stored));
  return two.map((y, k) => {
    const [a, b] = [y.shape, three[k].shape];
    if (a[0] !== 2 || b[0] !== 3 || a.slice(1).some((size, i) => size !== b[i + 1]))
      throw site.notPerImage('does not give one value for each image');
    const one = (given: readonly tf.Tensor[]): tf.Tensor => evaluate(given)[k];
    const operator: Operator = {
      kind: 'function',
      merge,
      forward: (given) => [tf.cast(one(given), 'float32')],
      vjp: (dy, { x }) => {
        const inputs = merge.split(
          x!,
          values.map(({ stored }) => stored),
        );
        const parts =
          y.dtype === 'float32' ? gradient(site, one, inputs, dy) : inputs.map((input) => tf.zerosLike(input));
        return merge.join(parts);
      },
    };
    return site.add(operator, values, a.slice(1), inOrder(a.length));
  });
};
