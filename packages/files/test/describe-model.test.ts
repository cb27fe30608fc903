import { classifier } from '@interp/core';
import { describeModel } from '@interp/files';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';

beforeAll(() => tf.setBackend('cpu'));

const conv = { inputShape: [6, 6, 2], filters: 4, kernelSize: 3 };

test('inputs, outputs, layers, sizes; nested models open', () => {
  const inner = sequential({
    name: 'inner',
    layers: [layers.conv2d({ ...conv, name: 'c' }), layers.flatten({ name: 'f' })],
  });
  const model = sequential({ layers: [inner, layers.dense({ name: 'd', units: 3, activation: 'softmax' })] });
  const before = tf.memory().numTensors;
  const found = describeModel(model);
  expect(tf.memory().numTensors).toBe(before);
  expect(found).toEqual({
    inputs: [{ name: expect.any(String) as string, shape: [null, 6, 6, 2], dtype: 'float32' }],
    outputs: [{ name: expect.any(String) as string, shape: [null, 3], scores: 'softmax', classes: 3 }],
    layers: [
      { name: 'c', type: 'Conv2D', outputShape: [null, 4, 4, 4], parameters: 3 * 3 * 2 * 4 + 4 },
      { name: 'f', type: 'Flatten', outputShape: [null, 64], parameters: 0 },
      { name: 'd', type: 'Dense', outputShape: [null, 3], parameters: 64 * 3 + 3 },
    ],
    parameters: 76 + 195,
    multiplications: 16 * 72 + 192,
  });
  model.dispose();
});

const convolutions: readonly (readonly [string, () => LayersModel['layers'][number], number])[] = [
  ['transposed', () => layers.conv2dTranspose(conv), 36 * 72],
  ['depthwise', () => layers.depthwiseConv2d({ inputShape: [6, 6, 2], kernelSize: 3 }), 16 * 18],
  ['of one dimension', () => layers.conv1d({ inputShape: [8, 2], filters: 3, kernelSize: 3 }), 6 * 18],
];

test.each(convolutions)('a convolution that is %s: a product for each weight at each place', (_, make, products) => {
  const model = sequential({ layers: [make(), layers.flatten(), layers.dense({ units: 2 })] });
  const dense = model.layers[2].countParams() - 2;
  expect(describeModel(model).multiplications).toBe(products + dense);
  model.dispose();
});

test.each([
  ['sigmoid', {}, 'sigmoid'],
  ['linear', {}, 'logits'],
  ['linear', { returns: 'values' }, 'none'],
  ['softmax', {}, 'softmax'],
] as const)('%s with %j ends in %s', (activation, options, scores) => {
  const model = sequential({ layers: [layers.dense({ inputShape: [4], units: 3, activation })] });
  const [output] = describeModel(model, classifier(model, options)).outputs;
  expect([output.scores, output.classes]).toEqual([scores, 3]);
  model.dispose();
});

test('a layer that can only run is counted by what it says of itself', () => {
  const model = sequential({
    layers: [
      layers.simpleRNN({ inputShape: [5, 2], units: 4, recurrentInitializer: 'zeros' }),
      layers.dense({ units: 2 }),
    ],
  });
  expect(describeModel(model)).toMatchObject({
    layers: [{ type: 'SimpleRNN' }, { type: 'Dense' }],
    multiplications: 2 * 4 + 4 * 4 + 8,
  });
  model.dispose();
});
