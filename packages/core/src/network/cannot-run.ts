import { InterpError, plainText } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * The error for a model that TensorFlow.js cannot run.
 *
 * @param model - the model
 * @param given - a batch for each input
 * @param cause - what was thrown
 * @param why - what is known of the reason. Default what was thrown says
 * @returns the error
 */
export const cannotRun = (
  { name }: LayersModel,
  given: readonly tf.Tensor[],
  cause: unknown,
  why = `${plainText((cause as Error).message.split('\n')[0], 150)}; mend its layers, or give it inputs of another shape`,
): InterpError =>
  new InterpError(
    'unsupported-model',
    `the model "${name}" cannot run on an input of shape [${given.map(({ shape }) => shape.slice(1).join(', ')).join('] and [')}]: ${why}`,
    { cause },
  );
