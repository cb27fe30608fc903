import { InterpError } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import type { CheckpointArray } from './checkpoint.js';
import { withoutImageGradients } from './first-convolutions.js';
import { oneHot } from './one-hot.js';
import { trainingGradients } from './training-gradients.js';
import { trainingLogits, type LogitsOf } from './training-logits.js';
import type { TrainSettings } from './training-options.js';

/** The tensors of a training: the model's weights, the optimizer's slots and the best weights so far. */
export interface Trainer {
  /** Runs the model up to its logits. */
  readonly logitsOf: LogitsOf;
  /** Number of classes. */
  readonly classes: number;
  /**
   * One step on one batch.
   *
   * @param x - the images, `[n, ...inputShape]`; borrowed
   * @param labels - their classes
   * @param moment - rate and step
   * @returns the batch' mean loss and its logits, which belong to the caller
   */
  step(x: tf.Tensor, labels: Int32Array, moment: { rate: number; step: number }): Outcome;
  /** Remembers the weights as the best so far. */
  remember(): Promise<void>;
  /** Brings the best weights back, if any are remembered. */
  recall(): void;
  /** All arrays, for a checkpoint. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /** Takes the arrays of a checkpoint over. */
  restore(arrays: readonly CheckpointArray[]): void;
  /** Lets the slots go; the model stays. */
  dispose(): void;
}

/** What a step gives; both tensors belong to the caller. */
export interface Outcome {
  /** Mean loss of the batch. */
  readonly loss: tf.Scalar;
  /** Scores before the step, `[n, classes]`. */
  readonly logits: tf.Tensor2D;
}

/** Layers without a name of their own are named anew in each process: the index says which weight it is. */
const nameOf = (group: string, index: number, weight: LayerVariable): string =>
  `${group}/${index}/${weight.originalName.split('/').at(-1) ?? ''}`;

const copyOf = async (tensor: tf.Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());

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
  const weights = model.weights;
  const trained = model.trainableWeights;
  const variables = trained.map((weight) => weight.read());
  if (variables.length === 0)
    throw new InterpError('unsupported-model', 'the model has no trainable weights; make some of its layers trainable');
  const slots = variables.map((variable) => optimizer.slots.map(() => tf.keep(tf.zerosLike<tf.Tensor>(variable))));
  let best: readonly Float32Array[] | undefined;

  const move = (index: number, gradient: tf.Tensor, moment: { rate: number; step: number }): void => {
    const variable = variables[index];
    const last = slots[index];
    const { change, slots: next } = optimizer.change(gradient, last, moment);
    const decayed =
      weightDecay > 0 && variable.rank > 1 ? tf.add(change, tf.mul(variable, moment.rate * weightDecay)) : change;
    trained[index].write(tf.sub(variable, decayed));
    slots[index] = next.map((slot) => tf.keep(slot));
    for (const slot of last) slot.dispose();
  };

  const write = (weight: LayerVariable, values: Float32Array): void =>
    tf.tidy(() => {
      weight.write(tf.tensor(values, weight.shape as number[]));
    });

  const groups = (): { name: string; shape: readonly number[]; tensor: tf.Tensor }[] => [
    ...weights.map((weight, i) => ({
      name: nameOf('weights', i, weight),
      shape: weight.shape as number[],
      tensor: weight.read(),
    })),
    ...optimizer.slots.flatMap((slot, k) =>
      trained.map((weight, i) => ({
        name: nameOf(slot, i, weight),
        shape: weight.shape as number[],
        tensor: slots[i][k],
      })),
    ),
  ];

  return {
    logitsOf,
    classes,
    step: (x, labels, moment) => {
      const outcome = tf.tidy(() => {
        const wanted = oneHot(labels, classes);
        const batch = lean(() => trainingGradients(model, logitsOf, loss, variables, x, wanted));
        batch.gradients.forEach((gradient, i) => {
          if (gradient) move(i, gradient, moment);
        });
        return { loss: tf.keep(batch.loss), logits: batch.logits };
      });
      return outcome;
    },
    remember: async () => {
      best = await Promise.all(weights.map((weight) => copyOf(weight.read())));
    },
    recall: () => {
      best?.forEach((values, i) => write(weights[i], values));
    },
    arrays: async () => {
      const kept = await Promise.all(
        groups().map(async ({ name, shape, tensor }) => ({ name, shape, values: await copyOf(tensor) })),
      );
      const remembered = (best ?? []).map((values, i) => ({
        name: nameOf('best', i, weights[i]),
        shape: weights[i].shape as number[],
        values,
      }));
      return [...kept, ...remembered];
    },
    restore: (arrays) => {
      const byName = new Map(arrays.map((array) => [array.name, array.values]));
      const take = (name: string, shape: readonly (number | null)[]): Float32Array => {
        const values = byName.get(name);
        if (values?.length !== shape.reduce<number>((product, size) => product * size!, 1))
          throw new InterpError(
            'bad-file',
            `the checkpoint lacks ${name} of shape [${shape.join(', ')}]; give another`,
          );
        return values;
      };
      const fromFile = weights.map((weight, i) => take(nameOf('weights', i, weight), weight.shape));
      const slotValues = optimizer.slots.map((slot) =>
        trained.map((weight, i) => take(nameOf(slot, i, weight), weight.shape)),
      );
      if (weights.length > 0 && byName.has(nameOf('best', 0, weights[0])))
        best = weights.map((weight, i) => take(nameOf('best', i, weight), weight.shape));
      fromFile.forEach((values, i) => write(weights[i], values));
      slotValues.forEach((values, k) => {
        values.forEach((array, i) => {
          slots[i][k].dispose();
          slots[i][k] = tf.keep(tf.tensor(array, trained[i].shape as number[]));
        });
      });
    },
    dispose: () => {
      tf.dispose(slots);
    },
  };
};
