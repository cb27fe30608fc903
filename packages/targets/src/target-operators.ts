import { checkReturned, gather, type Operator, reshaping, scatter, sideBySide } from '@interp/core/internal';
import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';

/** A step that takes some values of each image, by their places in the order in which they are stored: `[n, places]`. */
export const picked = (places: Int32Array): Operator => {
  const map = { shape: [places.length], sources: places };
  const step = reshaping(
    (x) => gather(x, map),
    (y, shape) => scatter(y, map, shape),
  );
  return { ...step, copies: 'some' };
};

/** A step that sums the values of each image, from `[n, values]` to `[n, 1]`. Each gets of the relevance of the sum what it adds to it. */
export const total: Operator = {
  kind: 'function',
  forward: ([x]) => [tf.sum(x, 1, true)],
  vjp: (dy, { inputShape }) => tf.tile(dy, [1, inputShape[1]]),
  signal: (dy, { inputShape }) => tf.tile(dy, [1, inputShape[1]]),
};

/**
 * A step that gives the cosine of the angle between each image's values and some references, `[n, references]`. For relevance the length of the values
 * counts as constant, as the deviation of a normalisation does: it is a weighted sum then, whose parts add up to the cosine.
 *
 * @param references - the references, one after another
 * @param size - how many numbers each has
 */
export const cosines = (references: Float32Array, size: number): Operator => {
  const unit = (x: tf.Tensor): tf.Tensor => tf.div(x, tf.maximum(tf.norm(x, 'euclidean', 1, true), 1e-30));
  const directions = (): tf.Tensor2D => unit(tf.tensor2d(references, [references.length / size, size])) as tf.Tensor2D;
  const rows = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [x.shape[0], size]);
  const lengths = (x: tf.Tensor): tf.Tensor => tf.maximum(tf.norm(rows(x), 'euclidean', 1, true), 1e-30);
  const spread = (dy: tf.Tensor): tf.Tensor2D => tf.matMul(dy, directions());
  return {
    kind: 'function',
    forward: ([x]) => [tf.matMul(unit(rows(x)), directions(), false, true)],
    vjp: (dy, { x, y, inputShape }) => {
      const along = tf.mul(unit(rows(x!)), tf.sum(tf.mul(dy, y), 1, true));
      return tf.reshape(tf.div(tf.sub(spread(dy), along), lengths(x!)), [...inputShape]);
    },
    signal: (dy, { x, inputShape }) => tf.reshape(tf.div(spread(dy), lengths(x!)), [...inputShape]),
  };
};

/** A function of tensors, one for each output that it is of. */
type ValuesFunction = (...outputs: tf.Tensor[]) => tf.Tensor;

/**
 * A step that is somebody's function, differentiated by the tape. Relevance is shared as gradients times values: by the linear function that touches it
 * there, without its constant.
 *
 * @param values - the function, to `[n, values]`
 * @param shapes - of what it takes, without the batch
 */
export const functionOf = (values: ValuesFunction, shapes: readonly (readonly number[])[]): Operator => {
  const merge = sideBySide(shapes);
  const of = (outputs: readonly tf.Tensor[]): tf.Tensor =>
    checkReturned('the values of the function', values(...outputs), [outputs[0].shape[0], null]);
  // The tape asks for a way from each output, and a function may leave one alone.
  const withWay = (...outputs: tf.Tensor[]): tf.Tensor =>
    outputs.reduce((y, x) => tf.add(y, tf.mul(tf.sum(x), 0)), of(outputs));
  const back = (dy: tf.Tensor, x: tf.Tensor): tf.Tensor =>
    merge.join(withCorrectedGradients(() => tf.grads(withWay)([...merge.split(x, shapes)], dy)));
  return {
    kind: 'function',
    merge,
    forward: (inputs) => [of(inputs)],
    vjp: (dy, { x }) => back(dy, x!),
    signal: (dy, { x, y }) => {
      const columns = tf.split(dy, dy.shape[1]!, 1).map((column, c, { length }) => {
        const one = tf.oneHot(tf.fill([dy.shape[0]], c, 'int32'), Math.max(2, length));
        const slope = back(tf.cast(tf.slice(one, [0, 0], [-1, length]), 'float32'), x!);
        const sum = tf.sum(tf.mul(slope, x!), 1, true);
        const share = tf.div(tf.mul(column, tf.slice(y, [0, c], [-1, 1])), tf.where(tf.equal(sum, 0), tf.onesLike(sum), sum)); // prettier-ignore
        return tf.mul(slope, share);
      });
      return tf.addN(columns);
    },
  };
};

/** A step that says how far a value is above a threshold. */
export const above = (threshold: number): Operator => ({
  kind: 'function',
  forward: ([x]) => [tf.sub(x, threshold)],
  vjp: (dy) => dy,
  signal: (dy) => dy,
  bias: { key: `threshold ${threshold}`, read: () => tf.fill([1, 1], -threshold), sources: () => [] },
});
