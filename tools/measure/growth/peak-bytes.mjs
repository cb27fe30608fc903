import * as tf from '@tensorflow/tfjs-core';

/**
 * Follows `tf.memory().numBytes`, which a synchronous method leaves nobody the time to read.
 *
 * @returns {() => number} says the highest number of bytes since the last time that it was asked
 */
export function peakBytes() {
  const { state } = tf.engine();
  let [now, peak] = [state.numBytes, state.numBytes];
  Object.defineProperty(state, 'numBytes', {
    get: () => now,
    set: (bytes) => {
      now = bytes;
      peak = Math.max(peak, bytes);
    },
  });
  return () => {
    const highest = peak;
    peak = now;
    return highest;
  };
}
