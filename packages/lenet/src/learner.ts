import { classifier, InterpError, type AdversarialContext } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { withoutImageGradients } from './first-convolutions.js';
import { lesson } from './adversarial-batch.js';
import type { Loss } from './loss.js';
import { oneHot } from './one-hot.js';
import type { OptimizerStep } from '@interp/core/internal';
import { trainingGradients } from './weight-gradients.js';
import { trainingLogits } from './training-logits.js';
import type { TrainSettings } from './training-options.js';
import { trainingState, type TrainingState } from './training-state.js';

/** Mean loss and scores of a batch before the step; both tensors belong to the caller. */
export interface Judged {
  /** Mean loss of the batch. */
  readonly loss: tf.Scalar;
  /** Scores, `[n, classes]`. */
  readonly logits: tf.Tensor2D;
}

/** What a step gives: what was minimised, and the scores of the images; in an adversarial training, of the examples. */
export interface Outcome extends Judged {
  /** In an adversarial training: the images as they are. */
  readonly clean?: Judged;
  /** In an adversarial training: the training's own mean loss of the examples, the caller's. */
  readonly adversarialLoss?: tf.Scalar;
}

/** A model with all that training it takes. */
export interface Trainer {
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
   * @param attack - when, in an adversarial training
   * @returns the batch' mean loss and its logits, which belong to the caller
   */
  step(x: tf.Tensor, labels: Int32Array, moment: OptimizerStep, attack?: AdversarialContext): Outcome;
  /**
   * Loss and scores of images that are not trained on.
   *
   * @param x - the images, `[n, ...inputShape]`; borrowed
   * @param labels - their classes
   * @param attack - when, in an adversarial training
   * @returns of the images as they are, and in an adversarial training of the examples made of them; the caller's
   */
  judge(
    x: tf.Tensor,
    labels: Int32Array,
    attack?: AdversarialContext,
  ): { readonly clean: Judged; readonly adversarial?: Judged };
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
  const { loss, optimizer, weightDecay, adversarial } = settings;
  const logitsOf = trainingLogits(model);
  const lean = withoutImageGradients(model);
  const classes = model.outputs[0].shape[1]!;
  const trained = model.trainableWeights;
  const variables = trained.map((weight) => weight.read());
  if (variables.length === 0)
    throw new InterpError('unsupported-model', 'the model has no trainable weights; make some of its layers trainable');
  const state = trainingState(model, optimizer.slots);

  const move = (index: number, gradient: tf.Tensor, moment: OptimizerStep): void => {
    const variable = variables[index];
    const last = state.slots[index];
    const { change, slots } = optimizer.change(gradient, last, moment);
    const decays = weightDecay > 0 && variable.rank > 1;
    const all = decays ? tf.add(change, tf.mul(variable, moment.rate * weightDecay)) : change;
    trained[index].write(tf.sub(variable, all));
    state.slots[index] = slots.map((slot) => tf.keep(slot));
    tf.dispose(last);
  };

  const present = adversarial && classifier(model);

  const learn = (images: tf.Tensor, minimised: Loss, wanted: tf.Tensor2D, moment: OptimizerStep) => {
    const batch = lean(() => trainingGradients(model, logitsOf, minimised, variables, images, wanted));
    batch.gradients.forEach((gradient, i) => {
      if (gradient) move(i, gradient, moment);
    });
    return { loss: batch.loss, logits: batch.logits };
  };

  return {
    classes,
    state,
    step: (x, labels, moment, attack) =>
      tf.tidy(() => {
        const wanted = oneHot(labels, classes);
        if (!adversarial || !present || !attack) return learn(x, loss, wanted, moment);
        const { x: images, loss: minimised, apart } = lesson(adversarial, loss, present, x, labels, attack);
        const { loss: value, logits } = learn(images, minimised, wanted, moment);
        const rows = apart(logits);
        if (rows.adversarial !== logits) logits.dispose();
        return {
          loss: value,
          logits: rows.adversarial,
          clean: { loss: loss.of(rows.clean, wanted).value, logits: rows.clean },
          adversarialLoss: loss.of(rows.adversarial, wanted).value,
        };
      }),
    judge: (x, labels, attack) =>
      tf.tidy(() => {
        const wanted = oneHot(labels, classes);
        const judged = (images: tf.Tensor) => {
          const logits = logitsOf(images, false);
          return { loss: loss.of(logits, wanted).value, logits };
        };
        const clean = judged(x);
        if (!adversarial || !present || !attack) return { clean };
        return { clean, adversarial: judged(adversarial.examples(present, x, labels, attack)) };
      }),
  };
};
