import { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { withoutImageGradients } from './first-convolutions.js';
import { oneHot } from './one-hot.js';
import type { OptimizerMoment } from './optimizer.js';
import { trainingGradients } from './training-gradients.js';
import { trainingLogits, type LogitsOf } from './training-logits.js';
import type { TrainSettings } from './training-options.js';
import { trainingState, type TrainingState } from './training-state.js';

/** What a step gives; both tensors belong to the caller. */
export interface Outcome {
  /** Mean loss of the batch. */
  readonly loss: tf.Scalar;
  /** Scores before the step, `[n, classes]`. */
  readonly logits: tf.Tensor2D;
}

/** A model with all that training it takes. */
export interface Trainer {
  /** Runs the model up to its logits. */
  readonly logitsOf: LogitsOf;
  /** Number of classes. */
  readonly classes: number;
  /** Weights, slots, best weights so far. */
  readonly state: TrainingState;
  /**
   * One step on one batch.
   *
   * @param x - the images, `[n, ...inputShape]`; borrowed
   * @param labels - their classes
   * @param moment - rate and step
   * @returns the batch' mean loss and its logits, which belong to the caller
   */
  step(x: tf.Tensor, labels: Int32Array, moment: OptimizerMoment): Outcome;
}

/**
 * Prepares a model for training.
 *
 * @param model - what is trained; its weights are changed in place
 * @param settings - how
 * @returns the trainer
 * @throws InterpError `unsupported-model` where there is nothing to train or the model's form is another
 */
export const trainer = (model: LayersModel, settings: TrainSettings): Trainer => {
  const { loss, optimizer, weightDecay } = settings;
  const logitsOf = trainingLogits(model);
  const lean = withoutImageGradients(model);
  const classes = model.outputs[0].shape[1]!;
  const trained = model.trainableWeights;
  const variables = trained.map((weight) => weight.read());
  if (variables.length === 0)
    throw new InterpError('unsupported-model', 'the model has no trainable weights; make some of its layers trainable');
  const state = trainingState(model, optimizer.slots);

  const move = (index: number, gradient: tf.Tensor, moment: OptimizerMoment): void => {
    const variable = variables[index];
    const last = state.slots[index];
    const { change, slots } = optimizer.change(gradient, last, moment);
    const decays = weightDecay > 0 && variable.rank > 1;
    const all = decays ? tf.add(change, tf.mul(variable, moment.rate * weightDecay)) : change;
    trained[index].write(tf.sub(variable, all));
    state.slots[index] = slots.map((slot) => tf.keep(slot));
    tf.dispose(last);
  };

  return {
    logitsOf,
    classes,
    state,
    step: (x, labels, moment) =>
      tf.tidy(() => {
        const wanted = oneHot(labels, classes);
        const batch = lean(() => trainingGradients(model, logitsOf, loss, variables, x, wanted));
        batch.gradients.forEach((gradient, i) => {
          if (gradient) move(i, gradient, moment);
        });
        return { loss: batch.loss, logits: batch.logits };
      }),
  };
};
