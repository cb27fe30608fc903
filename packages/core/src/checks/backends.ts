import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';

/** Checks that TensorFlow.js has a backend to make tensors with. Throws InterpError `no-backend`. */
export const checkBackend = (): void => {
  if (tf.engine().backendNames().length > 0) return;
  throw new InterpError(
    'no-backend',
    'no TensorFlow.js backend is started; call startBackend() of @interp/backend or import one, such as @tensorflow/tfjs-backend-cpu',
  );
};
