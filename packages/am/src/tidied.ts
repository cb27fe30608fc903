import * as tf from '@tensorflow/tfjs-core';

/**
 * `tf.tidy` for work that returns an object with readonly fields, which its own type refuses.
 *
 * @param work - what to do; tensors in what it returns survive
 * @returns what the work returns
 */
export const tidied = <T extends object>(work: () => T): T => tf.tidy(work as () => tf.TensorContainer) as T;
