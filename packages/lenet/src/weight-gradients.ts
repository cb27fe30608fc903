import { InterpError } from '@interp/checks';
import { networkOf } from '@interp/core';
import { loopsAreFree, repetitions, scoreCount, type Recorder, type Repeated } from '@interp/core/internal';
import { withCorrectedGradients } from '@interp/tape';
import {
  chainDeltas,
  chainWeightGradients,
  firstWeighted,
  isRepeatable,
  recordedSteps,
  runChain,
  trainingChain,
  type TrainingStep,
} from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Loss } from './losses.js';

/** Runs a model up to its logits, `[n, ...inputShape]` to `[n, classes]`, recorded by the tape. */
export type LogitsOf = (x: tf.Tensor, training: boolean) => tf.Tensor2D;

/**
 * The logits of a model in training, before any final softmax or sigmoid. The variables
 * are the model's own.
 *
 * @param model - one input, one output `[n, classes]` with at least two classes, or one unit with a sigmoid
 * @returns a function from images to logits, recorded by the tape
 * @throws InterpError `unsupported-model` for a model with several inputs or outputs or an output of another rank
 */
export const trainingLogits = (model: tfl.LayersModel): LogitsOf => {
  const output = model.outputs[0];
  const isClassifier = model.inputs.length === 1 && model.outputs.length === 1 && output?.shape.length === 2;
  if (!isClassifier || scoreCount(networkOf(model)) < 2)
    throw new InterpError(
      'unsupported-model',
      `the model has ${model.inputs.length} inputs and ${model.outputs.length} outputs, the first of shape ` +
        `[${output?.shape.join(', ') ?? ''}]; expected one input and one output [n, classes] of at least two classes, or of one unit with a sigmoid`,
    );
  const network = networkOf(model);
  return (x, training) => network.scores(x, { training }) as tf.Tensor2D;
};

/** Loss, scores and gradients of one batch; all tensors belong to the caller, but for places of what was recorded. */
export interface BatchGradients<Gradient extends tf.TensorInfo = tf.TensorInfo> {
  /** The mean loss of the batch, with the penalties of the model's regularisers. */
  readonly loss: tf.Scalar;
  /** The scores, `[n, classes]`. */
  readonly logits: tf.Tensor2D;
  /**
   * The derivative of the loss with respect to each variable, in order; undefined if it does not depend on it. Those of a recorded step are places, which
   * have their values until the next.
   */
  readonly gradients: readonly (Gradient | undefined)[];
}

/**
 * The loss of a batch and its gradient with respect to variables by TensorFlow.js' tape.
 *
 * @param model - the model; penalties of its regularisers are added to the loss
 * @param logitsOf - runs the model
 * @param loss - what is minimised
 * @param variables - the variables to differentiate with respect to
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param wanted - one-hot labels, `[n, classes]`; borrowed
 * @returns loss, logits and gradients
 */
export const tapeWeightGradients = (
  model: tfl.LayersModel,
  logitsOf: LogitsOf,
  loss: Loss,
  variables: readonly tf.Tensor[],
  x: tf.Tensor,
  wanted: tf.Tensor2D,
): BatchGradients<tf.Tensor> => {
  let logits: tf.Tensor2D | undefined;
  const lossOf = tf.customGrad((scores, save) => {
    const { value, gradient } = loss.of(scores as tf.Tensor2D, wanted);
    (save as tf.GradSaveFunc)([gradient]);
    return { value, gradFunc: (dy: tf.Scalar, [saved]: tf.Tensor[]) => tf.mul(saved, dy) };
  });
  const taped = (): tf.Scalar => {
    logits = tf.keep(logitsOf(x, true));
    const penalties = model.calculateLosses();
    return penalties.reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), lossOf(logits));
  };
  const { value, grads } = withCorrectedGradients(() => tf.engine().gradients(taped, [...variables], undefined, true));
  return { loss: value, logits: logits!, gradients: grads };
};

type Layer = tfl.layers.Layer;
type Call = Layer['call'];

/** The same convolution as separate operations, whose gradients are computed only if needed. */
const separate = (layer: Layer): Call => {
  const { strides, padding, dilationRate, activation } = layer.getConfig() as Record<string, never>;
  const activate = tfl.layers.activation({ activation });
  const [kernel, bias] = layer.weights;
  return (inputs) => {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const filter = kernel.read() as tf.Tensor4D;
    const convolved = tf.conv2d(x, filter, strides, padding, 'NHWC', dilationRate);
    return activate.apply(bias ? tf.add(convolved, bias.read()) : convolved) as tf.Tensor;
  };
};

const takesImages = (model: tfl.LayersModel, layer: Layer): boolean =>
  layer.getClassName() === 'Conv2D' &&
  layer.getConfig()['dataFormat'] !== 'channelsFirst' &&
  typeof layer.getConfig()['activation'] === 'string' &&
  layer.inboundNodes.length === 1 &&
  model.inputs.includes(layer.input as tfl.SymbolicTensor);

/**
 * Skips the gradient of the images in the first convolutions, which training does not need. The
 * fused operation of tfjs-layers always computes it, which takes a quarter of a step of the LeNet.
 *
 * @param model - the model; its convolutions are restored after the work
 * @returns runs a piece of work, synchronous, with those convolutions replaced
 */
export const withoutImageGradients = (model: tfl.LayersModel): (<T>(work: () => T) => T) => {
  const chosen = model.layers
    .filter((layer) => takesImages(model, layer))
    .map((layer) => ({ layer, call: separate(layer) }));
  return (work) => {
    for (const { layer, call } of chosen) layer.call = call;
    try {
      return work();
    } finally {
      for (const { layer } of chosen) Reflect.deleteProperty(layer, 'call');
    }
  };
};

/** Computes the loss of a batch `x` with one-hot labels `wanted`, and its gradient with respect to the trainable weights. */
export type WeightGradients = (loss: Loss, x: tf.Tensor, wanted: tf.Tensor2D) => BatchGradients;

/** Where a recorded step has a batch, its labels and scores; the loss, or the derivative that a loss of somebody's own gives; and the gradients. */
interface Places {
  readonly x: tf.TensorInfo;
  readonly scores: tf.TensorInfo;
  readonly wanted?: tf.TensorInfo;
  readonly loss?: tf.TensorInfo;
  readonly dy?: tf.TensorInfo;
  readonly gradients: readonly tf.TensorInfo[];
}

const steps = repetitions<Places>();

const record = (
  chain: readonly TrainingStep[],
  loss: Loss,
  shape: readonly number[],
  by: Recorder,
): Repeated<Places> | undefined => {
  const weights = chain.flatMap((step) => step.weights.map((weight) => weight.read()));
  return recordedSteps(by, weights, ({ given, keep, nextPart }) => {
    const [batch, x] = given(shape);
    const values = runChain(chain, batch);
    const logits = values.at(-1) as tf.Tensor2D;
    const scores = keep(logits);
    const backward = (start: tf.Tensor): tf.TensorInfo[] =>
      chainWeightGradients(chain, values, chainDeltas(chain, values, start, firstWeighted(chain))).map(keep);
    if (!isRepeatable(loss)) {
      nextPart();
      const [start, dy] = given(logits.shape);
      return { x, scores, dy, gradients: backward(start) };
    }
    const [rows, wanted] = given(logits.shape);
    const { value, gradient } = loss.of(logits, rows as tf.Tensor2D);
    return { x, scores, wanted, loss: keep(value), gradients: backward(gradient) };
  });
};

/**
 * What {@link weightGradients} computes, by a step that was recorded, once batches of one shape follow one another: in memory that is planned once and without the
 * walk. A loss of somebody's own is computed between its parts.
 */
const recordedGradients = (
  owner: WeightGradients,
  chain: readonly TrainingStep[],
  { loss, x, wanted }: { readonly loss: Loss; readonly x: tf.Tensor; readonly wanted: tf.Tensor2D },
): BatchGradients | undefined => {
  if (x.dtype !== 'float32') return undefined;
  const key = [isRepeatable(loss) ? loss.name : '', ...x.shape].join();
  const step = steps.find(owner, key, (by) => record(chain, loss, x.shape, by));
  if (!step) return undefined;
  const { places, recorder: by, recording } = step;
  by.write(places.x, x);
  if (places.wanted) by.write(places.wanted, wanted);
  if (!recording.play(0)) return undefined;
  const logits = by.read(places.scores) as tf.Tensor2D;
  const { gradients } = places;
  if (places.loss) return { loss: by.read(places.loss) as tf.Scalar, logits, gradients };
  // It may run this or other networks, whose recordings take the place of this one.
  const { value, gradient } = steps.during(owner, () => loss.of(logits, wanted));
  if (!recording.isPlayable()) return undefined;
  by.write(places.dy!, gradient);
  return recording.play(1) ? { loss: value, logits, gradients } : undefined;
};

/** Frees what was recorded of the steps of {@link weightGradients}. */
export const forgetGradients = (gradients: WeightGradients): void => {
  steps.giveUp(gradients);
};

/**
 * How to differentiate a model's loss with respect to its trainable weights: step by step where the network is a {@link trainingChain},
 * else by the tape.
 *
 * @param model - as for {@link trainingLogits}; the weights are read anew at each call
 * @returns computes loss, scores and gradients of a batch; called inside `tf.tidy`
 * @throws InterpError `unsupported-model` as {@link trainingLogits}
 */
export const weightGradients = (model: tfl.LayersModel): WeightGradients => {
  const logitsOf = trainingLogits(model);
  const chain = trainingChain(networkOf(model));
  if (!chain || !loopsAreFree()) {
    const variables = model.trainableWeights.map((weight) => weight.read());
    const withoutImages = withoutImageGradients(model);
    return (loss, x, wanted) => withoutImages(() => tapeWeightGradients(model, logitsOf, loss, variables, x, wanted));
  }
  const lowest = firstWeighted(chain);
  const walked: WeightGradients = (loss, x, wanted) => {
    const values = runChain(chain, x);
    const logits = values.at(-1) as tf.Tensor2D;
    const { value, gradient } = loss.of(logits, wanted);
    const deltas = chainDeltas(chain, values, gradient, lowest);
    return { loss: value, logits, gradients: chainWeightGradients(chain, values, deltas) };
  };
  const gradients: WeightGradients = (loss, x, wanted) =>
    recordedGradients(gradients, chain, { loss, x, wanted }) ?? walked(loss, x, wanted);
  return gradients;
};
