import * as tf from '@tensorflow/tfjs-core';
import type { Program } from './lower.js';

type Bounds = readonly [low: tf.Tensor, high: tf.Tensor];

/**
 * The bounds of a value of which only normalisation and reshaping lie between it and the model's input.
 *
 * @param program - the steps
 * @param place - the value's place
 * @param inputShape - shape of the model's input, with the batch
 * @param low - lowest value of the model's input
 * @param high - its highest value
 * @returns the bounds, one image each, `[1, ...]`, or nothing where anything else lies between
 */
export const inputBounds = (
  program: Program,
  place: number,
  inputShape: readonly number[],
  low: number,
  high: number,
): Bounds | undefined => {
  if (place === program.input) {
    const shape = [1, ...inputShape.slice(1)];
    return [tf.fill(shape, low), tf.fill(shape, high)];
  }
  const step = program.steps.find(({ output }) => output === place);
  const below = step?.inputs.length === 1 ? inputBounds(program, step.inputs[0], inputShape, low, high) : undefined;
  if (!step || !below) return undefined;
  const { operator } = step;
  if (operator.kind === 'reshaping') return [operator.apply(below[0]), operator.apply(below[1])];
  if (operator.kind !== 'linear' || !operator.scale) return undefined;
  const [a, b] = below.map((bound) => {
    const scaled = operator.map.apply(bound);
    return operator.bias ? tf.add(scaled, operator.bias.read()) : scaled;
  });
  return [tf.minimum(a, b), tf.maximum(a, b)];
};
