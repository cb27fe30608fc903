import { arrayOf, type CheckpointArray } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';

/** The tensors of a training that a checkpoint keeps: the model's weights, the optimizer's slots, the best weights so far. */
export interface TrainingState {
  /** The slots of each trained weight, in the optimizer's order. */
  readonly slots: tf.Tensor[][];
  /** Remembers the weights as the best so far. */
  remember(): Promise<void>;
  /** Brings the best weights back, if any are remembered. */
  recall(): void;
  /** All of it as arrays. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /** Takes the arrays of a checkpoint over. Throws InterpError `bad-file`, with nothing changed, where one is missing. */
  restore(arrays: readonly CheckpointArray[]): void;
  /** Lets the slots go; the model stays. */
  dispose(): void;
}

/** Layers without a name of their own are named anew in each process: the index says which weight it is. */
const nameOf = (group: string, index: number, weight: LayerVariable): string =>
  `${group}/${index}/${weight.originalName.split('/').at(-1) ?? ''}`;

const shapeOf = (weight: LayerVariable): number[] => weight.shape as number[];

const copyOf = async (tensor: tf.Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());

const write = (weight: LayerVariable, values: Float32Array): void =>
  tf.tidy(() => {
    weight.write(tf.tensor(values, shapeOf(weight)));
  });

/** Finds the arrays of a group of weights by name and size. */
const taker =
  (arrays: readonly CheckpointArray[]) =>
  (group: string, weights: readonly LayerVariable[]): Float32Array[] =>
    weights.map((weight, i) =>
      arrayOf(
        arrays,
        nameOf(group, i, weight),
        shapeOf(weight).reduce((product, size) => product * size, 1),
      ),
    );

/**
 * The state of a training, its slots 0.
 *
 * @param model - what is trained; borrowed
 * @param slotNames - the optimizer's slots
 * @returns the state, which owns the slots
 */
export const trainingState = (model: LayersModel, slotNames: readonly string[]): TrainingState => {
  const { weights, trainableWeights } = model;
  const slots = trainableWeights.map((weight) => slotNames.map(() => tf.keep(tf.zeros(shapeOf(weight)))));
  let best: readonly Float32Array[] | undefined;

  const kept =
    (group: string, read: (weight: LayerVariable, index: number) => tf.Tensor) =>
    async (weight: LayerVariable, i: number): Promise<CheckpointArray> => ({
      name: nameOf(group, i, weight),
      shape: shapeOf(weight),
      values: await copyOf(read(weight, i)),
    });

  return {
    slots,
    remember: async () => {
      best = await Promise.all(weights.map((weight) => copyOf(weight.read())));
    },
    recall: () => {
      best?.forEach((values, i) => write(weights[i], values));
    },
    arrays: async () => [
      ...(await Promise.all(weights.map(kept('weights', (weight) => weight.read())))),
      ...(await Promise.all(slotNames.flatMap((slot, k) => trainableWeights.map(kept(slot, (_, i) => slots[i][k]))))),
      ...(best ?? []).map((values, i) => ({ name: nameOf('best', i, weights[i]), shape: shapeOf(weights[i]), values })),
    ],
    restore: (arrays) => {
      const take = taker(arrays);
      const before = take('weights', weights);
      const keptSlots = slotNames.map((slot) => take(slot, trainableWeights));
      const remembered = arrays.some(({ name }) => name.startsWith('best/'));
      if (remembered) best = take('best', weights);
      before.forEach((values, i) => write(weights[i], values));
      keptSlots.forEach((group, k) =>
        group.forEach((values, i) => {
          slots[i][k].dispose();
          slots[i][k] = tf.keep(tf.tensor(values, shapeOf(trainableWeights[i])));
        }),
      );
    },
    dispose: () => {
      tf.dispose(slots);
    },
  };
};
