import type { AdversarialContext, Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { misclassified } from '../criterion.js';
import { moved, stepped } from '../moved.js';
import { prepared } from '../prepared.js';
import type { StartRow } from '../slopes.js';
import type { AttackTask } from '../task.js';
import { radiusAt, type Ball } from './training-ball.js';

/** A way up some loss within a ball that may still grow; no image stops before the others. */
export interface Climb {
  /** The ball at full strength. */
  readonly ball: Ball;
  /** Steps. */
  readonly steps: number;
  /** Length of a step as a part of the radius. */
  readonly relativeStep: number;
  /** Where an image starts, as a perturbation, given the radius of now. */
  readonly from: (task: AttackTask, index: number, radius: number) => Float32Array;
  /** The loss, as the derivative of what is climbed with respect to the logits of each image. */
  readonly up: (task: AttackTask) => StartRow;
}

/**
 * Makes examples to train on: from a start near each image up a loss, step by step, within the ball of the moment and the bounds.
 *
 * @param climb - how
 * @param classifier - the network as it is; borrowed
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param labels - the class of each
 * @param moment - when, and where randomness comes from
 * @returns the examples, of the shape of `x`; the caller's
 * @throws InterpError `bad-value` for images out of the bounds, `not-finite`
 */
export const climbed = (
  { ball, steps, relativeStep, from, up }: Climb,
  classifier: Classifier,
  x: tf.Tensor,
  labels: Int32Array,
  { epochs, random }: AdversarialContext,
): tf.Tensor => {
  const seed = random.integer(2 ** 32);
  const radius = radiusAt(ball, epochs);
  if (radius === 0) return tf.clone(x);
  const own: Classifier = {
    ...classifier,
    bounds: ball.bounds,
    logits: (images) => classifier.logits(images),
    gradient: (images, start) => classifier.gradient(images, start),
  };
  const task = prepared(own, x, { criterion: misclassified(labels), seed, batchSize: x.shape[0] });
  const { count, candidates } = task;
  const here = { norm: ball.norm, epsilon: radius };
  for (let index = 0; index < count; index++) moved(task, index, from(task, index, radius), { ...here, stepSize: 1 });
  const start = up(task);
  const all = Array.from({ length: count }, (_, index) => index);
  for (let step = 0; step < steps; step++) {
    const { gradients } = task.classifier.gradients(candidates, count, start);
    stepped(task, all, gradients, { ...here, stepSize: relativeStep * radius });
  }
  return tf.tensor(candidates, x.shape);
};

/** From a point drawn evenly from the ball. */
export const anywhere =
  ({ norm }: Ball): Climb['from'] =>
  ({ streams, size }, index, radius) =>
    norm.random(streams[index], size, radius);
