import { arrayOf, type CheckpointArray } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { adamStep, type AdamSettings } from './adam.js';

/** A network under training with its optimiser. */
export interface TrainedNetwork {
  /** Moves the weights against their gradients; inside a `tf.tidy`. */
  move(gradients: readonly tf.Tensor[], rate: number, step: number): void;
  /** Weights and the optimiser's slots as arrays. */
  arrays(): Promise<readonly CheckpointArray[]>;
  /** What {@link TrainedNetwork.arrays} gave, checked (InterpError `bad-file`); returns what puts it in place. */
  restored(arrays: readonly CheckpointArray[]): () => void;
  /** Lets the slots go; the model stays. */
  dispose(): void;
}

const shapeOf = (weight: LayerVariable): number[] => weight.shape as number[];
const sizeOf = (weight: LayerVariable): number => shapeOf(weight).reduce((product, length) => product * length, 1);

/** Writes values into a weight. */
export const writeWeight = (weight: LayerVariable, values: Float32Array): void => {
  tf.tidy(() => {
    weight.write(tf.tensor(values, shapeOf(weight)));
  });
};

/** A copy of a tensor's values. */
export const copyOf = async (tensor: tf.Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());

/** Layers without a name of their own are named anew in each process: the index says which weight it is. */
export const weightName = (group: string, index: number, weight: LayerVariable): string =>
  `${group}/${index}/${weight.originalName.split('/').at(-1) ?? ''}`;

const slotNames = ['mean', 'square'] as const;

/**
 * A network with Adam's running means, 0 at first.
 *
 * @param name - begins the names of its arrays
 * @param model - what is trained, its weights changed in place; borrowed
 * @param adam - how the means run
 * @returns the network under training, which owns the slots
 */
export const trainedNetwork = (name: string, model: LayersModel, adam: AdamSettings): TrainedNetwork => {
  const { weights, trainableWeights: trained } = model;
  const slots = trained.map((weight): [tf.Tensor, tf.Tensor] => [
    tf.keep(tf.zeros(shapeOf(weight))),
    tf.keep(tf.zeros(shapeOf(weight))),
  ]);
  const place = (group: string): string => `${name}/${group}`;
  const copied = (group: string, of: readonly LayerVariable[], read: (i: number) => tf.Tensor) =>
    Promise.all(
      of.map(async (weight, i) => ({
        name: weightName(place(group), i, weight),
        shape: shapeOf(weight),
        values: await copyOf(read(i)),
      })),
    );
  return {
    move: (gradients, rate, step) => {
      trained.forEach((weight, i) => {
        const { value, slots: next } = adamStep(weight.read(), gradients[i], slots[i], adam, rate, step);
        weight.write(value);
        tf.dispose(slots[i]);
        slots[i] = [tf.keep(next[0]), tf.keep(next[1])];
      });
    },
    arrays: async () => [
      ...(await copied('weights', weights, (i) => weights[i].read())),
      ...(await copied('mean', trained, (i) => slots[i][0])),
      ...(await copied('square', trained, (i) => slots[i][1])),
    ],
    restored: (arrays) => {
      const take = (group: string, of: readonly LayerVariable[]): Float32Array[] =>
        of.map((weight, i) => arrayOf(arrays, weightName(place(group), i, weight), sizeOf(weight)));
      const kept = take('weights', weights);
      const means = slotNames.map((slot) => take(slot, trained));
      return () => {
        kept.forEach((values, i) => writeWeight(weights[i], values));
        trained.forEach((weight, i) => {
          tf.dispose(slots[i]);
          slots[i] = [0, 1].map((k) => tf.keep(tf.tensor(means[k][i], shapeOf(weight)))) as [tf.Tensor, tf.Tensor];
        });
      };
    },
    dispose: () => {
      tf.dispose(slots);
    },
  };
};
