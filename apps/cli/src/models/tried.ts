import { isInterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';

/** Whether a method works with a model, or the sentence that says why not. */
export const tried = (work: () => void): true | string => {
  try {
    tf.tidy(work);
    return true;
  } catch (error) {
    if (!isInterpError(error)) throw error;
    return error.message;
  }
};
