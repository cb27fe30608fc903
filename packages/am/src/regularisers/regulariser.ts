import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The gradient of what is added to the objective whatever the class, to draw the ascent to some images rather than others: from
 * points `[n, ...shape]`, borrowed, a tensor of the same shape that belongs to the caller. Called inside `tf.tidy`. The gradients
 * of the objective and of all priors are summed.
 */
export type Prior = (points: Tensor) => Tensor;
