import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { useLastMaximum } from '@interp/testing/last-maximum-backend';
import { randomise } from '@interp/testing/small-models';
import { sgd, train } from '../src/index.js';

const inputShape = [6, 6, 1];

/** Zeros and ones, which filters of ones add up to equal sums at different places: the windows of max-pooling are full of ties. */
const tied = (indices: ArrayLike<number>): tf.Tensor =>
  tf.tensor(Array.from(random(1).uniforms(indices.length * 36), Math.round), [indices.length, ...inputShape]);

const trainedOn = async (use: () => Promise<unknown>): Promise<number[][]> => {
  await use();
  const model = randomise(
    sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, inputShape }),
        layers.maxPooling2d({ poolSize: 3, strides: 1 }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
    4,
  );
  const ones = tf.ones([3, 3, 1, 2]);
  model.weights[0].write(ones);
  ones.dispose();
  const data = { size: 8, inputShape, labels: Uint8Array.of(0, 1, 2, 0, 1, 2, 0, 1), images: tied };
  await train(model, data, { epochs: 2, batch: 4, rate: 0.05, optimizer: sgd() });
  const weights = model.weights.map((weight) => Array.from(weight.read().dataSync()));
  model.dispose();
  return weights;
};

test('training gives ties of max-pooling to the first maximum, whatever the backend does', async () => {
  const wanted = await trainedOn(() => tf.setBackend('cpu'));
  const found = await trainedOn(useLastMaximum);
  found.forEach((values, i) => values.forEach((value, k) => expect(value).toBeCloseTo(wanted[i][k], 5)));
});
