import { classifier } from '@interp/core';
import { describeModel } from '@interp/files';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

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
      {
        name: 'c',
        type: 'Conv2D',
        detail: '3 × 3',
        outputShape: [null, 4, 4, 4],
        parameters: 3 * 3 * 2 * 4 + 4,
        inputs: [model.inputs[0].name],
      },
      { name: 'f', type: 'Flatten', outputShape: [null, 64], parameters: 0, inputs: ['c'] },
      {
        name: 'd',
        type: 'Dense',
        detail: 'softmax',
        outputShape: [null, 3],
        parameters: 64 * 3 + 3,
        inputs: ['f'],
      },
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

test('branches, layers that are used twice, and several inputs and outputs', () => {
  const [left, right] = ['left', 'right'].map((name) => input({ name, shape: [4] }));
  const shared = layers.dense({ name: 'shared', units: 3 });
  const both = layers
    .concatenate({ name: 'both' })
    .apply([shared.apply(left), shared.apply(right)] as SymbolicTensor[]);
  const [scores, value] = [
    layers.dense({ name: 'scores', units: 2, activation: 'softmax' }).apply(both),
    layers.dense({ name: 'value', units: 1, activation: 'tanh' }).apply(both),
  ] as SymbolicTensor[];
  const net = model({ inputs: [left, right], outputs: [scores, value] });
  const found = describeModel(net);
  expect(found.outputs).toEqual([
    { name: 'scores', shape: [null, 2], scores: 'softmax', classes: 2 },
    { name: 'value', shape: [null, 1], scores: 'none', classes: 1 },
  ]);
  expect(found.layers.map(({ name, inputs, parameters }) => [name, parameters, ...inputs])).toEqual([
    ['left', 0],
    ['right', 0],
    ['shared', 15, 'left'],
    ['shared#2', 0, 'right'],
    ['both', 0, 'shared', 'shared#2'],
    ['scores', 14, 'both'],
    ['value', 7, 'both'],
  ]);
  expect([found.parameters, found.multiplications]).toEqual([36, 12 + 12 + 12 + 6]);
  net.dispose();
});
