import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ScoresEnd } from './canonicalise.js';
import { functionalModel } from './functional-model.js';

/** Whether layers run as in training: with dropout, batch statistics and so on. */
interface Mode {
  readonly training: boolean;
}

/** Runs part of a model by its own layers, recorded by the tape. */
type Run = (x: tf.Tensor, mode: Mode) => tf.Tensor;

const whole =
  (model: LayersModel): Run =>
  (x, { training }) =>
    model.apply(x, { training }) as tf.Tensor;

/**
 * Runs a model by its own layers up to where its scores end, so that TensorFlow.js' tape records it.
 *
 * @param model - one input and one output; borrowed
 * @param end - where its scores end
 * @returns a function that runs the model without its final softmax; its results belong to the caller
 */
export const layersToScores = (model: LayersModel, end: ScoresEnd): Run => {
  if (!end.softmax) return whole(model);
  const output = model.outputs[0];
  const last = output.sourceLayer;
  const [below] = output.inputs;
  const upTo = below.inputs.length > 0 ? whole(functionalModel({ inputs: model.inputs, outputs: [below] })) : undefined;
  const bottom: Run = (x, mode) => (upTo ? upTo(x, mode) : x);
  if ('layers' in last) {
    const top = layersToScores(last as LayersModel, end);
    return (x, mode) => top(bottom(x, mode), mode);
  }
  if (!end.isFused) return (x, mode) => tf.clone(bottom(x, mode));
  const [kernel, bias] = last.weights;
  return (x, mode) => {
    const y = tf.matMul(bottom(x, mode), kernel.read());
    return bias ? tf.add(y, bias.read()) : y;
  };
};
