import * as tf from '@tensorflow/tfjs-core';

/**
 * Makes all of something, or nothing: where the work throws, the backend has no room left say, also the tensors are disposed of that it kept,
 * and the variables of models that it built. (`tf.tidy` leaves these.)
 *
 * @param work - synchronous; of its tensors those stay that it keeps (`tf.keep`), and variables
 * @returns what it returns
 * @throws what the work throws
 */
export const allOrNothing = <Result>(work: () => Result): Result => {
  const engine = tf.engine();
  const before = new Set(Object.values(engine.registeredVariables));
  let result: Result;
  let kept: tf.Tensor[] = [];
  tf.tidy(() => {
    try {
      result = work();
      kept = engine.state.activeScope.track.filter((tensor) => (tensor as { kept?: boolean }).kept);
    } catch (error) {
      for (const variable of Object.values(engine.registeredVariables)) if (!before.has(variable)) variable.dispose();
      for (const tensor of engine.state.activeScope.track) (tensor as { kept: boolean }).kept = false;
      throw error;
    }
  });
  // So that work around this work finds them.
  (engine.state.activeScope as typeof engine.state.activeScope | undefined)?.track.push(...kept);
  return result!;
};
