import { InterpError, networkOf } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

/** Runs a model up to its scores before any softmax: `[n, ...inputShape]` to `[n, classes]`, on the tape. */
export type LogitsOf = (x: tf.Tensor, training: boolean) => tf.Tensor2D;

/**
 * How to get the logits of a model while it is trained: where its network's scores end, so that the loss is computed from logits. The
 * variables are the model's own.
 *
 * @param model - one input, one output `[n, classes]` with at least two classes
 * @returns a function that records on the tape
 * @throws InterpError `unsupported-model` for a model with several inputs or outputs or an output of another rank
 */
export const trainingLogits = (model: tfl.LayersModel): LogitsOf => {
  const output = model.outputs[0];
  if (model.inputs.length !== 1 || model.outputs.length !== 1 || output?.shape.length !== 2 || !(output.shape[1]! >= 2))
    throw new InterpError(
      'unsupported-model',
      `the model has ${model.inputs.length} inputs and ${model.outputs.length} outputs, the first of shape ` +
        `[${output?.shape.join(', ') ?? ''}]; expected one input and one output [n, classes] of at least two classes`,
    );
  const network = networkOf(model);
  return (x, training) => network.scores(x, { training }) as tf.Tensor2D;
};
