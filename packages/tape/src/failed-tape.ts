import * as tf from '@tensorflow/tfjs-core';

/**
 * Disposes of what TensorFlow.js saved for a gradient whose computation threw, which it would keep forever. Where the failed tape lies within
 * another one, the outer one keeps it.
 */
export const clearFailedTape = (): void => {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  (state as { activeTape: unknown }).activeTape = null;
};
