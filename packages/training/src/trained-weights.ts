import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { handedOver, hostTensor, hostValues, sizeOfShape } from '@interp/core/internal';
import { allOrNothing } from './all-or-nothing.js';
import { arrayOf, type CheckpointArray } from './checkpoint.js';
import type { Optimizer, OptimizerStep } from './optimizer.js';

/** The weights of a model under training, with the slots of its optimizer. */
export interface TrainedWeights {
  /** The trainable weights, the model's own variables. */
  readonly variables: readonly tf.Tensor[];
  /**
   * Updates each trainable weight by one optimiser step, in place where the backend can. Called inside `tf.tidy`.
   *
   * @param gradients - the derivative of the loss with respect to each of `variables`, as tensors or as places of what was recorded; a weight without one is
   *   unchanged
   * @param at - rate and step
   */
  update(gradients: readonly (tf.TensorInfo | undefined)[], at: OptimizerStep): void;
  /** All weights of the model, frozen ones included, and the slots, for a checkpoint. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /**
   * Finds the arrays of {@link TrainedWeights.arrays} in a checkpoint, without changing anything yet.
   *
   * @param arrays - of the checkpoint
   * @returns a function that restores them; `restored` itself throws InterpError `bad-file` if one is missing
   */
  restored(arrays: readonly CheckpointArray[]): () => void;
  /** Disposes of the slots, not of the model. */
  dispose(): void;
}

const shapeOf = (weight: LayerVariable): number[] => weight.shape as number[];

/** The name of a weight in a checkpoint. It includes the index, because automatic layer names differ between processes. */
const weightName = (group: string, index: number, weight: LayerVariable): string =>
  `${group}/${index}/${weight.originalName.split('/').at(-1) ?? ''}`;

/** Copies a float32 tensor's values to the host. */
export const copyOf = async (tensor: tf.Tensor): Promise<Float32Array> => new Float32Array(await tensor.data());

/** Copies a model's weights to the host: the values of each of `model.weights`. */
export const weightValues = (model: LayersModel): Promise<Float32Array[]> =>
  Promise.all(model.weights.map((weight) => copyOf(weight.read())));

/**
 * Lets the values of a weight be changed in place, where the backend can: nobody refers to them otherwise, and what was made of them is known to be old.
 *
 * @returns false, and nothing changed, where a new tensor has to be written
 */
const isOwn = (weight: LayerVariable): boolean => {
  const isConstrained = 'constraint' in weight && weight.constraint !== null;
  const moved = isConstrained ? undefined : handedOver(weight.read());
  if (!moved) return false;
  weight.write(moved);
  moved.dispose();
  return true;
};

/** Writes values into some weights of a model, in place. */
export const writeWeights = (weights: readonly LayerVariable[], values: readonly Float32Array[]): void => {
  tf.tidy(() => {
    weights.forEach((weight, i) => {
      if (isOwn(weight)) hostValues(weight.read()).set(values[i]);
      else weight.write(tf.tensor(values[i], shapeOf(weight)));
    });
  });
};

/**
 * Turns values of weights into arrays of a checkpoint.
 *
 * @returns the arrays, named by group, index and the weight's name, such as `best/0/kernel`
 */
export const weightArrays = (
  group: string,
  weights: readonly LayerVariable[],
  values: readonly Float32Array[],
): readonly CheckpointArray[] =>
  weights.map((weight, i) => ({ name: weightName(group, i, weight), shape: shapeOf(weight), values: values[i] }));

/**
 * Finds the values of {@link weightArrays} in a checkpoint.
 *
 * @throws InterpError `bad-file` if one is missing or of another size
 */
export const valuesOf = (
  arrays: readonly CheckpointArray[],
  group: string,
  weights: readonly LayerVariable[],
): Float32Array[] =>
  weights.map((weight, i) => arrayOf(arrays, weightName(group, i, weight), sizeOfShape(shapeOf(weight))));

/**
 * Prepares a model's weights for training.
 *
 * @param model - its weights are changed in place; borrowed
 * @param optimizer - the optimiser
 * @param options - `weightDecay`: what is taken of each kernel (not of biases) at each step, as a fraction of rate × kernel, default 0;
 *   `prefix`: begins the names of the arrays, `generator/` say, default nothing
 * @returns the weights under training, which own their slots, 0 at first
 */
export const trainedWeights = (
  model: LayersModel,
  optimizer: Optimizer,
  { weightDecay = 0, prefix = '' }: { readonly weightDecay?: number; readonly prefix?: string } = {},
): TrainedWeights => {
  const { weights, trainableWeights: trained } = model;
  const variables = trained.map((weight) => weight.read());
  const slots = allOrNothing(() =>
    trained.map((weight) => optimizer.slots.map(() => tf.keep(tf.zeros(shapeOf(weight))))),
  );

  const decays = (weight: tf.Tensor): boolean => weightDecay > 0 && weight.rank > 1;

  /** A gradient as a tensor, a copy where it is a place. */
  const tensorOf = (gradient: tf.TensorInfo): tf.Tensor =>
    gradient instanceof tf.Tensor
      ? (gradient as tf.Tensor)
      : hostTensor(gradient.shape, (out) => {
          out.set(hostValues(gradient));
        });

  const next = (weight: tf.Tensor, gradient: tf.Tensor, last: readonly tf.Tensor[], at: OptimizerStep) => {
    const atOnce = decays(weight) ? undefined : optimizer.update?.(weight, gradient, last, at);
    if (atOnce) return atOnce;
    const { change, slots: kept } = optimizer.change(gradient, last, at);
    const whole = decays(weight) ? tf.add(change, tf.mul(weight, at.rate * weightDecay)) : change;
    return { weight: tf.sub(weight, whole), slots: kept };
  };

  const updatedInPlace = (i: number, gradient: tf.TensorInfo, at: OptimizerStep): boolean => {
    if (!isOwn(trained[i])) return false;
    const [variable, last] = [variables[i], slots[i]];
    if (!decays(variable) && optimizer.updateInPlace?.(variable, gradient, last, at)) return true;
    const made = next(variable, tensorOf(gradient), last, at);
    [variable, ...last].forEach((to, k) => {
      const from = [made.weight, ...made.slots][k];
      hostValues(to).set(hostValues(from));
    });
    return true;
  };

  return {
    variables,
    update: (gradients, at) => {
      trained.forEach((weight, i) => {
        const gradient = gradients[i];
        if (!gradient || updatedInPlace(i, gradient, at)) return;
        const last = slots[i];
        const moved = next(variables[i], tensorOf(gradient), last, at);
        weight.write(moved.weight);
        slots[i] = moved.slots.map((slot) => tf.keep(slot));
        tf.dispose(last);
      });
    },
    arrays: async () => {
      const arrays = [...weightArrays(`${prefix}weights`, weights, await weightValues(model))];
      for (const [k, slot] of optimizer.slots.entries()) {
        const values = await Promise.all(slots.map((one) => copyOf(one[k])));
        arrays.push(...weightArrays(`${prefix}${slot}`, trained, values));
      }
      return arrays;
    },
    restored: (arrays) => {
      const values = valuesOf(arrays, `${prefix}weights`, weights);
      const kept = optimizer.slots.map((slot) => valuesOf(arrays, `${prefix}${slot}`, trained));
      return () => {
        writeWeights(weights, values);
        trained.forEach((weight, i) => {
          const next = allOrNothing(() => kept.map((slot) => tf.keep(tf.tensor(slot[i], shapeOf(weight)))));
          tf.dispose(slots[i]);
          slots[i] = next;
        });
      };
    },
    dispose: () => {
      tf.dispose(slots);
    },
  };
};
