import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ScoresAndGradient } from '../contracts.js';
import { poolingFirst } from './pooling-first.js';
import { program } from './lower.js';
import { runBackward, runFused } from './run.js';

/**
 * The logits of a model by the walk's own kernels.
 *
 * @param model - a model that {@link program} can take; borrowed
 * @param x - a batch; borrowed
 * @returns `[n, classes]`, the caller's
 */
export const walkLogits = (model: LayersModel, x: tf.Tensor): tf.Tensor2D =>
  tf.tidy(() => {
    const steps = poolingFirst(program(model));
    const logits = runFused(steps, x)[steps.output]!;
    return (logits === x ? tf.clone(x) : logits) as tf.Tensor2D;
  });

/**
 * Logits and the gradient of a function of them, by one pass forward and one back without a tape.
 *
 * @param model - a model that {@link program} can take; borrowed
 * @param x - a batch; borrowed
 * @param start - the derivative of the function with respect to the logits, given them (borrowed)
 * @returns logits and gradient, the caller's
 */
export const walkGradient = (
  model: LayersModel,
  x: tf.Tensor,
  start: (logits: tf.Tensor2D) => tf.Tensor2D,
): ScoresAndGradient =>
  tf.tidy(() => {
    const steps = poolingFirst(program(model));
    const values = runFused(steps, x);
    const logits = values[steps.output] as tf.Tensor2D;
    const gradient = runBackward(steps, values, start(logits));
    return { logits: logits === x ? tf.clone(logits) : logits, gradient };
  });
