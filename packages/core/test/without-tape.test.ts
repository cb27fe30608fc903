import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { classifier, trace } from '@interp/core';
import { hostValues } from '@interp/core/internal';
import { useLastMaximum } from '@interp/testing/last-maximum-backend';
import { randomBatch, randomise, smallModels } from '@interp/testing/small-models';

const gradientOn = async (use: () => Promise<unknown>, build: () => LayersModel): Promise<Float32Array> => {
  await use();
  const net = randomise(build(), 1);
  const { gradient } = classifier(net).gradient(randomBatch(net, 2, 2), (l) => tf.onesLike(l));
  return gradient.data<'float32'>();
};

const useCpu = async (): Promise<void> => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
};

const names = [
  'convolution, dilation',
  'convolution over a row, dilation',
  'separable, multiplier, dilation',
  'batch normalisation first',
  'batch normalisation after an activation',
  'thresholded ReLU',
];

test.each(names)('the gradient of %s, which the tape has not, is there on every backend', async (name) => {
  const { build } = smallModels.find((one) => one.name === name)!;
  const there = await gradientOn(useLastMaximum, build);
  const here = await gradientOn(useCpu, build);
  expect(there).toHaveLength(here.length);
  here.forEach((value, i) => expect(there[i]).toBeCloseTo(value, 5));
});

test('what a layer adds, a form of its weights, can be read on every backend', async () => {
  const { build } = smallModels.find((one) => one.name === 'batch normalisation after dense')!;
  const biasesOn = async (use: () => Promise<unknown>): Promise<number[][]> => {
    await use();
    const net = randomise(build(), 1);
    const { layers } = trace(net, randomBatch(net, 2, 2));
    return layers.flatMap(({ bias }) => (bias ? [Array.from(hostValues(bias))] : []));
  };
  const there = await biasesOn(useLastMaximum);
  expect(there.length).toBeGreaterThan(1);
  expect(there).toEqual(await biasesOn(useCpu));
});
