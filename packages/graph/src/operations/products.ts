import { type Operator, sideBySide } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** Sums a derivative over what was broadcast, so that it has a given shape. */
export const summedTo = (dy: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const over = shape.flatMap((size, axis) => (size === 1 && dy.shape[axis] > 1 ? [axis] : []));
  return over.length > 0 ? tf.sum(dy, over, true) : dy;
};

/** How several inputs are combined. */
export interface Combination {
  /** Computes the result. */
  readonly forward: (inputs: readonly tf.Tensor[]) => tf.Tensor;
  /** The derivative with respect to each input. */
  readonly derivatives: (dy: tf.Tensor, inputs: readonly tf.Tensor[], y: tf.Tensor) => readonly tf.Tensor[];
}

/**
 * A step that combines several inputs.
 *
 * @param kind - `product`, where the result is linear in each input that is no gate; `function` for anything else
 * @param shapes - stored shapes of the inputs, without the batch
 * @param combination - how
 * @param gates - which inputs only gate or divide, by their places
 * @returns the step
 */
export const combining = (
  kind: 'product' | 'function',
  shapes: readonly (readonly number[])[],
  { forward, derivatives }: Combination,
  gates: readonly number[] = [],
): Operator => {
  const merge = sideBySide(shapes);
  const back = (dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor, held: readonly number[]): tf.Tensor => {
    const inputs = merge.split(x, shapes);
    return merge.join(derivatives(dy, inputs, y).map((one, i) => (held.includes(i) ? tf.zerosLike(one) : one)));
  };
  return {
    kind,
    merge,
    forward: (inputs) => [forward(inputs)],
    vjp: (dy, { x, y }) => back(dy, x!, y, []),
    ...(gates.length > 0 && { signal: (dy, { x, y }) => back(dy, x!, y, gates) }),
  };
};
