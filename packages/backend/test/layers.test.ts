import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { sameOnBoth, valuesOf } from './random-cases.js';

beforeAll(() => startBackend('wasm'));

type Layer = tfl.layers.Layer;
const l = tfl.layers;
const image = [9, 8, 3];

const activations = [
  'elu',
  'hardSigmoid',
  'linear',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'swish',
  'gelu',
] as const;

type Case = [name: string, inputShape: number[], layers: () => Layer[]];

const cases: readonly Case[] = [
  ...activations.map((activation): Case => {
    const layers = (): Layer[] => [l.dense({ units: 5, activation: activation })];
    return [`dense, ${activation}`, [7], layers];
  }),
  ...(['relu', 'sigmoid', 'tanh'] as const).map((activation): Case => {
    const layers = (): Layer[] => [l.conv2d({ filters: 4, kernelSize: 3, activation })];
    return [`conv2d, ${activation}`, image, layers];
  }),
  [
    'conv2d, strides and same',
    image,
    () => [l.conv2d({ filters: 4, kernelSize: [3, 2], strides: [2, 2], padding: 'same' })],
  ],
  ['conv2d transposed', image, () => [l.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })]],
  ['conv1d', [9, 3], () => [l.conv1d({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu' })]],
  ['separable', image, () => [l.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2 })]],
  [
    'depthwise',
    image,
    () => [l.depthwiseConv2d({ kernelSize: 3, strides: [2, 2], padding: 'same', activation: 'relu' })],
  ],
  ['max-pooling 1d', [9, 3], () => [l.maxPooling1d({ poolSize: 2 })]],
  ['max-pooling 2d', image, () => [l.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' })]],
  ['average-pooling 1d', [9, 3], () => [l.averagePooling1d({ poolSize: 2 })]],
  ['average-pooling 2d', image, () => [l.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' })]],
  ['global average', image, () => [l.globalAveragePooling2d({ dataFormat: 'channelsLast' })]],
  ['global maximum', image, () => [l.globalMaxPooling2d({ dataFormat: 'channelsLast' })]],
  [
    'flatten, reshape, permute',
    image,
    () => [l.flatten(), l.reshape({ targetShape: [3, 9, 8] }), l.permute({ dims: [2, 3, 1] })],
  ],
  [
    'zero padding',
    image,
    () => [
      l.zeroPadding2d({
        padding: [
          [1, 2],
          [3, 0],
        ],
      }),
    ],
  ],
  ['upsampling', image, () => [l.upSampling2d({ size: [2, 3] })]],
  ['upsampling, bilinear', image, () => [l.upSampling2d({ size: [2, 2], interpolation: 'bilinear' })]],
  [
    'cropping',
    image,
    () => [
      l.cropping2D({
        cropping: [
          [1, 2],
          [2, 1],
        ],
      }),
    ],
  ],
  ['batch normalisation', image, () => [l.batchNormalization({ betaInitializer: 'ones' })]],
  ['layer normalisation', image, () => [l.layerNormalization({ axis: 3 })]],
  ['leaky relu', image, () => [l.leakyReLU({ alpha: 0.2 })]],
  ['prelu', [7], () => [l.prelu({ alphaInitializer: 'ones' })]],
];

const chained = (input: tfl.SymbolicTensor, layers: readonly Layer[]): tfl.SymbolicTensor =>
  layers.reduce((x, layer) => layer.apply(x) as tfl.SymbolicTensor, input);

const reset = (model: tfl.LayersModel): void => {
  model.setWeights(model.getWeights().map(({ shape }, i) => tf.add(tf.mul(valuesOf(shape, i + 1), 0.4), 0.5)));
};

/** The gradients of a weighted sum of the model's outputs with respect to its input and all weights that are trained, in one row. */
const gradients = (model: tfl.LayersModel, training: boolean): tf.Tensor => {
  const x = valuesOf([2, ...model.inputs[0].shape.slice(1)] as number[], 77);
  const forward = (input: tf.Tensor): tf.Tensor => model.apply(input, { training }) as tf.Tensor;
  const dy = valuesOf(forward(x).shape, 78);
  const weighted = (input: tf.Tensor): tf.Scalar => tf.sum(tf.mul(forward(input), dy));
  const byInput = tf.grad(weighted)(x);
  const weights = model.trainableWeights.map((weight) => weight.read()) as unknown as tf.Variable[];
  const { grads } = weights.length === 0 ? { grads: {} } : tf.variableGrads(() => weighted(x), weights);
  return tf.concat([byInput, ...Object.values<tf.Tensor>(grads)].map((gradient) => tf.reshape(gradient, [-1])));
};

describe('gradients through layers on wasm equal the cpu’s', () => {
  it.each(cases)('%s', async (_, inputShape, layers) => {
    const input = tfl.input({ shape: inputShape });
    const model = tfl.model({ inputs: input, outputs: chained(input, layers()) });
    tf.tidy(() => reset(model));
    await sameOnBoth(() => gradients(model, false));
    model.dispose();
  });

  it('batch normalisation in training', async () => {
    const input = tfl.input({ shape: image });
    const model = tfl.model({ inputs: input, outputs: chained(input, [l.batchNormalization()]) });
    tf.tidy(() => reset(model));
    await sameOnBoth(() => gradients(model, true));
    model.dispose();
  });

  it('branches that are added, averaged, multiplied and concatenated', async () => {
    const input = tfl.input({ shape: [6] });
    const [a, b] = [
      l.dense({ units: 4 }).apply(input),
      l.dense({ units: 4, activation: 'tanh' }).apply(input),
    ] as tfl.SymbolicTensor[];
    const joined = [l.add(), l.average(), l.multiply(), l.maximum(), l.concatenate()].map(
      (layer) => layer.apply([a, b]) as tfl.SymbolicTensor,
    );
    const model = tfl.model({ inputs: input, outputs: l.concatenate().apply(joined) as tfl.SymbolicTensor });
    tf.tidy(() => reset(model));
    await sameOnBoth(() => gradients(model, false));
    model.dispose();
  });
});

const logits = (): tf.Tensor2D => valuesOf([5, 4], 3) as tf.Tensor2D;
const labels = (): tf.Tensor2D =>
  tf.cast(tf.oneHot(tf.tensor1d([0, 3, 1, 1, 2], 'int32'), 4), 'float32') as tf.Tensor2D;

const losses: readonly (readonly [string, (x: tf.Tensor) => tf.Tensor])[] = [
  ['softmax cross-entropy', (x) => tf.losses.softmaxCrossEntropy(labels(), x)],
  ['sigmoid cross-entropy', (x) => tf.losses.sigmoidCrossEntropy(labels(), x)],
  ['mean squared error', (x) => tf.losses.meanSquaredError(labels(), tf.softmax(x))],
  ['log-softmax', (x) => tf.sum(tf.mul(tf.logSoftmax(x), labels()))],
  ['log-sum-exp', (x) => tf.sum(tf.logSumExp(x, 1))],
  ['softplus', (x) => tf.sum(tf.softplus(tf.mul(x, 30)))],
  ['norm, absolute values, signs', (x) => tf.add(tf.norm(x), tf.sum(tf.mul(tf.abs(x), tf.sign(x))))],
  ['maximum and minimum', (x) => tf.sum(tf.sub(tf.maximum(x, 0.1), tf.minimum(x, tf.mul(x, x))))],
  ['largest of a row', (x) => tf.sum(tf.max(x, 1))],
  ['clipping', (x) => tf.sum(tf.square(tf.clipByValue(x, -0.5, 0.25)))],
  ['where, step, error function', (x) => tf.sum(tf.where(tf.greater(logits(), 0), tf.erf(x), tf.mul(tf.step(x), x)))],
  [
    'atan, tanh, exp, log1p, rsqrt',
    (x) => tf.sum(tf.add(tf.atan(tf.tanh(x)), tf.mul(tf.log1p(tf.exp(x)), tf.rsqrt(tf.add(tf.square(x), 1))))),
  ],
  ['variance, mean', (x) => tf.add(tf.sum(tf.moments(x, 0).variance), tf.mean(x))],
  [
    'slices, tiles, stacks, transposes',
    (x) =>
      tf.sum(
        tf.square(
          tf.stack([
            tf.tile(tf.slice(x, [1, 0], [2, 4]), [2, 1]),
            tf.slice(tf.transpose(tf.reshape(x, [5, 4])), [0, 0], [4, 4]),
          ]),
        ),
      ),
  ],
];

describe('gradients of losses on wasm equal the cpu’s', () => {
  it.each(losses)('%s', (_, loss) => sameOnBoth(() => tf.grad((x) => tf.sum(loss(x)))(logits())));
});

describe('optimizers on wasm take the cpu’s steps', () => {
  const optimizers = [
    ['sgd', () => tf.train.sgd(0.1)],
    ['momentum', () => tf.train.momentum(0.1, 0.9)],
    ['nesterov', () => tf.train.momentum(0.1, 0.9, true)],
    ['adam', () => tf.train.adam(0.01)],
    ['rmsprop', () => tf.train.rmsprop(0.01)],
  ] as const;

  it.each(optimizers)('%s', (_, make) =>
    sameOnBoth(() => {
      const weight = tf.variable(valuesOf([4, 3], 5));
      const optimizer = make();
      for (let step = 0; step < 3; step++)
        optimizer.minimize(() => tf.sum(tf.square(tf.sub(tf.matMul(logits(), weight as tf.Tensor2D), 1))), false, [
          weight,
        ]);
      const result = tf.clone(weight);
      optimizer.dispose();
      tf.dispose((optimizer as unknown as { c?: tf.Tensor }).c ?? []);
      weight.dispose();
      return result;
    }),
  );
});
