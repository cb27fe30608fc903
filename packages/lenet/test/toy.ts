import { createHash } from 'node:crypto';
import { random, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { TrainOptions } from '../src/index.js';

/** Small images whose class is the quarter that is bright, with noise. */
export const toyImages = (size: number, seed = 1): LabelledImages => {
  const stream = random(seed);
  const labels = Int32Array.from({ length: size }, (_, i) => i % 4);
  const pixels = Array.from(labels, (label) =>
    stream.normals(64, -0.5, 0.4).map((grey, at) => grey + Number(((at % 8) >> 2) + 2 * (at >> 5) === label)),
  );
  return {
    size,
    inputShape: [8, 8, 1],
    labels,
    images: (indices) =>
      tf.tensor4d(Float32Array.from(Array.from(indices).flatMap((index) => Array.from(pixels[index]))), [
        indices.length,
        8,
        8,
        1,
      ]),
  };
};

/** Fills a model's weights with seeded numbers. */
const seeded = (model: tfl.LayersModel, seed: number): tfl.LayersModel => {
  const stream = random(seed);
  tf.tidy(() => {
    for (const weight of model.weights) {
      const shape = weight.shape as number[];
      const size = shape.reduce((product, length) => product * length, 1);
      weight.write(tf.tensor(stream.normals(size, 0, 0.3), shape));
    }
  });
  return model;
};

/** A small convolutional network for {@link toyImages}; 4 classes. */
export const toyModel = (ending: 'logits' | 'dense' | 'layer' | 'activation' = 'logits', seed = 3): tfl.LayersModel => {
  const { layers } = tfl;
  const dense = layers.dense({ units: 4, ...(ending === 'dense' && { activation: 'softmax' as const }) });
  const last = { layer: [layers.softmax()], activation: [layers.activation({ activation: 'softmax' })] };
  return seeded(
    tfl.sequential({
      layers: [
        layers.conv2d({ inputShape: [8, 8, 1], filters: 3, kernelSize: 3, activation: 'sigmoid' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 8, activation: 'tanh' }),
        dense,
        ...(ending === 'layer' || ending === 'activation' ? last[ending] : []),
      ],
    }),
    seed,
  );
};

/** All weights of a model, copied. */
export const weightsOf = (model: tfl.LayersModel): number[][] =>
  model.weights.map((weight) => Array.from(weight.read().dataSync()));

/** A training of {@link toyModel} on a hundred images: 104 steps. */
export const toyTraining: TrainOptions = { epochs: 8, batch: 8, augment: { shift: 1 }, checkpointEvery: 3, seed: 5 };

/** All weights of a large model in one word. */
export const digestOf = (model: tfl.LayersModel): string => {
  const hash = createHash('sha256');
  for (const weight of model.weights) hash.update(Buffer.from(Float32Array.from(weight.read().dataSync()).buffer));
  return hash.digest('hex');
};
