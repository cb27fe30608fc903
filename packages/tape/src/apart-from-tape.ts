import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs work that may record a tape of its own inside the gradient of an operation, where TensorFlow.js would lose the tape that it is going back through.
 *
 * @param work - runs once
 * @returns what it returns
 */
export const apartFromTape = <T>(work: () => T): T => {
  const { state } = tf.engine();
  const { activeTape } = state;
  try {
    return work();
  } finally {
    state.activeTape = activeTape;
  }
};
