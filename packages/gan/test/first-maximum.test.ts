import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { useLastMaximum } from '@interp/testing/last-maximum-backend';
import { randomise } from '@interp/testing/small-models';
import { nonSaturating, noPenalty } from '../src/index.js';
import { tapeEngine } from '../src/gradients/tape-engine.js';

const image = [6, 6, 1];

/** Zeros and ones, which filters of ones add up to equal sums at different places: the windows of max-pooling are full of ties. */
const tied = (seed: number): tf.Tensor =>
  tf.tensor(Array.from(random(seed).uniforms(4 * 36), Math.round), [4, ...image]);

const judge = () => {
  const model = randomise(
    sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, inputShape: image, useBias: false }),
        layers.maxPooling2d({ poolSize: 3, strides: 1 }),
        layers.conv2d({ filters: 2, kernelSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 1 }),
      ],
    }),
    4,
  );
  model.weights[0].write(tf.ones([3, 3, 1, 2]));
  return model;
};

/** Gives each code itself: the images that it generatorModel are tied. */
const maker = () => sequential({ layers: [layers.depthwiseConv2d({ kernelSize: 1, inputShape: image })] });

const gradientsOn = async (use: () => Promise<unknown>): Promise<number[][]> => {
  await use();
  return tf.tidy(() => {
    const generator = maker();
    generator.weights[0].write(tf.ones([1, 1, 1, 1]));
    const engine = tapeEngine(generator, judge(), nonSaturating(), noPenalty);
    const looks = engine.discriminatorGradients(tied(1), tied(2)).gradients;
    const ofGenerator = engine.generatorGradients(engine.generate(tied(3) as tf.Tensor2D)).gradients;
    return [...looks, ...ofGenerator].map((gradient) => Array.from(gradient.dataSync()));
  });
};

test('ties of max-pooling go to the first maximum, whatever the backend does', async () => {
  const wanted = await gradientsOn(() => tf.setBackend('cpu'));
  const found = await gradientsOn(useLastMaximum);
  found.forEach((values, i) => values.forEach((value, k) => expect(value).toBeCloseTo(wanted[i][k], 5)));
});
