import { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/** Runs a model up to its scores before any softmax: `[n, ...inputShape]` to `[n, classes]`, on the tape. */
export type LogitsOf = (x: tf.Tensor, training: boolean) => tf.Tensor2D;

const run = (model: tfl.LayersModel, x: tf.Tensor, training: boolean): tf.Tensor =>
  model.apply(x, { training }) as tf.Tensor;

/** The model's part before its last layer; nothing where the last layer is the only one. */
const before = (model: tfl.LayersModel, last: tfl.layers.Layer): ((x: tf.Tensor, training: boolean) => tf.Tensor) => {
  const input = last.input as tfl.SymbolicTensor;
  if (input === model.inputs[0]) return (x) => x;
  const front = tfl.model({ inputs: model.inputs, outputs: input });
  return (x, training) => run(front, x, training);
};

/**
 * How to get the logits of a model while it is trained. A final softmax, as activation of a dense layer or as a layer of its
 * own, is left out, so that the loss is computed from logits; the variables are the model's own.
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
  const last = output.sourceLayer;
  const kind = last.getClassName();
  const softmax = kind === 'Softmax' || last.getConfig()['activation'] === 'softmax';
  if (!softmax) return (x, training) => run(model, x, training) as tf.Tensor2D;
  if (kind !== 'Softmax' && kind !== 'Activation' && kind !== 'Dense')
    throw new InterpError(
      'unsupported-model',
      `the model ends in a ${kind} layer with a softmax; expected a Dense, Activation or Softmax layer`,
    );
  const front = before(model, last);
  if (kind !== 'Dense') return (x, training) => front(x, training) as tf.Tensor2D;
  const [kernel, bias] = last.weights;
  return (x, training) => {
    const scores: tf.Tensor2D = tf.matMul(front(x, training), kernel.read());
    return bias ? tf.add(scores, bias.read()) : scores;
  };
};
