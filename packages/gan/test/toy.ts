import { random, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { discriminator, generator, type TrainGanOptions } from '../src/index.js';

const shape = [4, 4, 1] as const;

/** Small images of one of four bars, in [-1, 1], with noise. */
export const toyImages = (size: number, seed = 1): LabelledImages => {
  const stream = random(seed);
  const labels = Int32Array.from({ length: size }, (_, i) => i % 4);
  const pixels = Float32Array.from(labels, (label) => label)
    .reduce<number[][]>((rows, label) => {
      const noise = stream.normals(16, 0, 0.05);
      return [...rows, Array.from(noise, (by, at) => Math.min(1, Math.max(-1, (at % 4 === label ? 0.8 : -0.8) + by)))];
    }, [])
    .flat();
  return {
    size,
    inputShape: shape,
    labels,
    images: (indices) =>
      tf.tensor(
        Array.from(indices).flatMap((index) => pixels.slice(index * 16, index * 16 + 16)),
        [indices.length, ...shape],
      ),
  };
};

/** A small pair for {@link toyImages}, conditional with 4 classes. */
export const toyPair = (
  classes = 1,
): {
  generatorModel: tfl.LayersModel;
  discriminatorModel: tfl.LayersModel;
  dispose: () => void;
} => {
  const generatorModel = generator({ latentSize: 4, hidden: [16], outputShape: shape, classes, seed: 1 });
  const discriminatorModel = discriminator({ inputShape: shape, hidden: [16], classes, seed: 2 });
  return {
    generatorModel,
    discriminatorModel,
    dispose: () => {
      generatorModel.dispose();
      discriminatorModel.dispose();
    },
  };
};

/** All weights of a model, copied. */
export const weightsOf = (model: tfl.LayersModel): number[][] =>
  model.weights.map((weight) => Array.from(weight.read().dataSync()));

/** A training of {@link toyPair} on a hundred images: 96 steps. */
export const toyTraining: TrainGanOptions = {
  epochs: 8,
  batch: 8,
  rate: 0.002,
  checkpointEvery: 3,
  snapshots: { at: [0, 7, 50], count: 3 },
  seed: 5,
};
