import { InterpError, plainText } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * The error for a model that cannot run.
 *
 * @param model - the model; undefined for a network of its own
 * @param given - a batch for each input
 * @param cause - what was thrown
 * @param why - what is known of the reason. Default what was thrown says
 * @returns the error
 */
export const cannotRun = (
  model: LayersModel | undefined,
  given: readonly tf.Tensor[],
  cause: unknown,
  why = `${plainText((cause as Error).message.split('\n')[0], 150)}; mend its layers, or give it inputs of another shape`,
): InterpError =>
  new InterpError(
    'unsupported-model',
    `the ${model ? `model "${model.name}"` : 'network'} cannot run on an input of shape [${given.map(({ shape }) => shape.slice(1).join(', ')).join('] and [')}]: ${why}`,
    { cause },
  );
