import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { random } from '@interp/core';

type Layer = LayersModel['layers'][number];

/** Small models, one for each class of layers and each option that changes what it computes. */
export interface SmallModel {
  readonly name: string;
  readonly build: () => LayersModel;
  /** How to check its gradient where TensorFlow.js' tape has none, or a wrong one (average pooling with same padding, upsampling). */
  readonly differences: 'none' | 'of a linear map' | 'small';
}

const linearWithoutTape = [
  'upsampling',
  'convolution, dilation',
  'convolution, dilation, same padding',
  'convolution over a row, dilation',
  'separable, multiplier, dilation',
  'average pooling, overlapping, same',
  'average pooling over a row',
  'batch normalisation first',
];
const withoutTape = ['batch normalisation after an activation', 'thresholded ReLU'];

const image = { inputShape: [7, 6, 2] };
const row = { inputShape: [9, 3] };
const vector = { inputShape: [5] };
const head = (): Layer[] => [layers.flatten(), layers.dense({ units: 3 })];
const stack =
  (...make: (() => Layer)[]) =>
  () =>
    sequential({ layers: [...make.map((layer) => layer()), ...head()] });

const conv = (options: object) => () => layers.conv2d({ filters: 3, kernelSize: 3, ...options });
const tail = (): Layer[] => [layers.dense({ units: 3 })];
const ofVector =
  (...make: (() => Layer)[]) =>
  () =>
    sequential({ layers: [...make.map((layer) => layer()), ...tail()] });

const apply = (layer: Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor => layer.apply(x) as SymbolicTensor;

const ofFunctional = (shape: number[], build: (x: SymbolicTensor) => SymbolicTensor) => (): LayersModel => {
  const x = input({ shape });
  return model({ inputs: x, outputs: build(x) });
};

const branches = (merge: () => Layer) =>
  ofFunctional([7, 6, 2], (x) => {
    const a = apply(layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }), x);
    const b = apply(layers.conv2d({ filters: 3, kernelSize: 1, activation: 'tanh' }), x);
    return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(merge(), [a, b])));
  });

const activations = [
  'relu',
  'relu6',
  'sigmoid',
  'tanh',
  'elu',
  'selu',
  'softplus',
  'softsign',
  'hardSigmoid',
  'swish',
  'mish',
] as const;

const cases: [string, () => LayersModel][] = [
  ['dense', ofVector(() => layers.dense({ units: 4, ...vector }))],
  ['dense without bias', ofVector(() => layers.dense({ units: 4, useBias: false, ...vector }))],
  ['dense along the last of three axes', stack(() => layers.dense({ units: 4, ...row }))],
  ['convolution', stack(conv(image))],
  ['convolution, same padding', stack(conv({ padding: 'same', ...image }))],
  ['convolution, strides', stack(conv({ strides: [2, 3], ...image }))],
  [
    'convolution, strides, same padding',
    stack(conv({ strides: [3, 2], padding: 'same', kernelSize: [2, 4], ...image })),
  ],
  ['convolution, strides wider than the filter', stack(conv({ strides: 3, kernelSize: 2, ...image }))],
  ['convolution, dilation', stack(conv({ dilationRate: 2, ...image }))],
  ['convolution, dilation, same padding', stack(conv({ dilationRate: [2, 1], padding: 'same', ...image }))],
  ['two convolutions', stack(conv({ activation: 'relu', ...image }), conv({ kernelSize: 2, activation: 'sigmoid' }))],
  ['convolution over a row', stack(() => layers.conv1d({ filters: 4, kernelSize: 3, ...row }))],
  [
    'convolution over a row, strides',
    stack(() => layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', ...row })),
  ],
  [
    'convolution over a row, dilation',
    stack(() => layers.conv1d({ filters: 4, kernelSize: 3, dilationRate: 2, ...row })),
  ],
  ['depthwise', stack(() => layers.depthwiseConv2d({ kernelSize: 3, ...image }))],
  [
    'depthwise, multiplier, strides',
    stack(() => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same', ...image })),
  ],
  ['separable', stack(() => layers.separableConv2d({ filters: 4, kernelSize: 3, activation: 'relu', ...image }))],
  [
    'separable, multiplier, dilation',
    stack(() =>
      layers.separableConv2d({
        filters: 4,
        kernelSize: 2,
        depthMultiplier: 2,
        dilationRate: 2,
        padding: 'same',
        ...image,
      }),
    ),
  ],
  ['max-pooling', stack(() => layers.maxPooling2d({ poolSize: 2, ...image }))],
  [
    'max-pooling, overlapping, same',
    stack(() => layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same', ...image })),
  ],
  ['max-pooling over a row', stack(() => layers.maxPooling1d({ poolSize: 2, ...row }))],
  ['average pooling', stack(() => layers.averagePooling2d({ poolSize: 2, ...image }))],
  [
    'average pooling, overlapping, same',
    stack(() => layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same', ...image })),
  ],
  [
    'average pooling over a row',
    stack(() => layers.averagePooling1d({ poolSize: 3, strides: 2, padding: 'same', ...row })),
  ],
  ['global average pooling', ofVector(conv(image), () => layers.globalAveragePooling2d({}))],
  ['global max-pooling', ofVector(conv(image), () => layers.globalMaxPooling2d({}))],
  ['global average pooling over a row', ofVector(() => layers.globalAveragePooling1d(row))],
  ['global max-pooling over a row', ofVector(() => layers.globalMaxPooling1d(row))],
  [
    'reshape',
    ofVector(
      () => layers.reshape({ targetShape: [-1, 4], ...image }),
      () => layers.reshape({ targetShape: [84] }),
    ),
  ],
  ['permute', stack(() => layers.permute({ dims: [3, 1, 2], ...image }))],
  ['repeated vector', stack(() => layers.repeatVector({ n: 3, ...vector }))],
  [
    'zero padding',
    stack(() =>
      layers.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 3],
        ],
        ...image,
      }),
    ),
  ],
  [
    'zero padding before a convolution',
    stack(
      () =>
        layers.zeroPadding2d({
          padding: [
            [1, 2],
            [0, 1],
          ],
          ...image,
        }),
      conv({ strides: 2 }),
    ),
  ],
  [
    'cropping',
    stack(() =>
      layers.cropping2D({
        cropping: [
          [1, 2],
          [0, 1],
        ],
        ...image,
      }),
    ),
  ],
  ['upsampling', stack(() => layers.upSampling2d({ size: [2, 3], ...image }), conv({}))],
  [
    'dropout',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.dropout({ rate: 0.5 }),
    ),
  ],
  ['batch normalisation after a convolution', stack(conv(image), () => layers.batchNormalization())],
  [
    'batch normalisation with an axis as Keras writes it',
    stack(conv(image), () => layers.batchNormalization({ axis: [3] as unknown as number })),
  ],
  [
    'batch normalisation after an activation',
    stack(conv({ activation: 'relu', ...image }), () => layers.batchNormalization({ scale: false })),
  ],
  [
    'batch normalisation after a depthwise convolution',
    stack(
      () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...image }),
      () => layers.batchNormalization(),
    ),
  ],
  ['batch normalisation first', ofVector(() => layers.batchNormalization({ center: false, ...vector }))],
  [
    'batch normalisation after dense',
    ofVector(
      () => layers.dense({ units: 4, useBias: false, ...vector }),
      () => layers.batchNormalization(),
      () => layers.reLU(),
    ),
  ],
  [
    'channels first',
    ofVector(
      () => layers.conv2d({ filters: 3, kernelSize: 2, dataFormat: 'channelsFirst', ...image }),
      () => layers.maxPooling2d({ poolSize: [2, 1], dataFormat: 'channelsFirst' }),
      () => layers.flatten({ dataFormat: 'channelsFirst' }),
    ),
  ],
  ...activations.map((activation): [string, () => LayersModel] => [
    activation,
    ofVector(() => layers.dense({ units: 6, activation, ...vector })),
  ]),
  [
    'a layer of ReLU',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.reLU(),
    ),
  ],
  [
    'a layer of limited ReLU',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.reLU({ maxValue: 0.5 }),
    ),
  ],
  [
    'leaky ReLU',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.leakyReLU({ alpha: 0.2 }),
    ),
  ],
  [
    'PReLU',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.prelu(),
    ),
  ],
  [
    'ELU',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.elu(),
    ),
  ],
  [
    'thresholded ReLU',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.thresholdedReLU({ theta: 0.2 }),
    ),
  ],
  [
    'softmax inside',
    ofVector(
      () => layers.dense({ units: 4, ...vector }),
      () => layers.softmax(),
    ),
  ],
  [
    'softmax at the end',
    () =>
      sequential({
        layers: [
          layers.dense({ units: 4, activation: 'softmax', ...vector }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
  ],
  ['addition', branches(() => layers.add())],
  [
    'residual block',
    ofFunctional([6, 6, 2], (x) => {
      const y = apply(layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', useBias: false }), x);
      const z = apply(layers.reLU(), apply(layers.batchNormalization(), y));
      return apply(layers.dense({ units: 3 }), apply(layers.globalAveragePooling2d({}), apply(layers.add(), [x, z])));
    }),
  ],
  [
    'average of three',
    ofFunctional([5], (x) => {
      const dense = (): SymbolicTensor => apply(layers.dense({ units: 4, activation: 'tanh' }), x);
      return apply(layers.dense({ units: 3 }), apply(layers.average(), [dense(), dense(), dense()]));
    }),
  ],
  [
    'addition that broadcasts',
    ofFunctional([4, 5, 2], (x) => {
      const y = apply(layers.reshape({ targetShape: [1, 1, 2] }), apply(layers.globalAveragePooling2d({}), x));
      return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(layers.add(), [x, y])));
    }),
  ],
  [
    'concatenation',
    ofFunctional([6, 4, 2], (x) => {
      const y = apply(layers.conv2d({ filters: 3, kernelSize: 1, activation: 'relu' }), x);
      return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(layers.concatenate(), [x, y])));
    }),
  ],
  [
    'concatenation along axis 1',
    ofFunctional([6, 4], (x) => {
      const y = apply(layers.maxPooling1d({ poolSize: 2 }), x);
      return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(layers.concatenate({ axis: 1 }), [x, y])));
    }),
  ],
  [
    'a layer used twice',
    ofFunctional([5], (x) => {
      const shared = layers.dense({ units: 5, activation: 'sigmoid' });
      return apply(layers.dense({ units: 3 }), apply(shared, apply(shared, x)));
    }),
  ],
  [
    'nested models',
    ofFunctional([7, 6, 2], (x) => {
      const inner = sequential({
        layers: [
          layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu', ...image }),
          layers.batchNormalization(),
        ],
      });
      const y = apply(inner, apply(inner, x));
      const top = sequential({
        layers: [layers.flatten({ ...image }), layers.dense({ units: 3, activation: 'softmax' })],
      });
      return apply(top, y);
    }),
  ],
];

export const smallModels: readonly SmallModel[] = cases.map(([name, build]) => ({
  name,
  build,
  differences: linearWithoutTape.includes(name) ? 'of a linear map' : withoutTape.includes(name) ? 'small' : 'none',
}));

/** Gives a model weights with a seed; variances are positive. */
export const randomise = (net: LayersModel, seed: number, spread = 0.6): LayersModel => {
  const numbers = random(seed);
  const weights = net.weights.map(({ shape, name }) => {
    const size = shape.reduce<number>((a, b) => a * (b ?? 1), 1);
    const values = numbers.normals(size, 0, spread);
    return tf.tensor(name.includes('variance') ? values.map((v) => v * v + 0.3) : values, shape as number[]);
  });
  net.setWeights(weights);
  tf.dispose(weights);
  return net;
};

/** A batch of inputs for a model, with a seed; uniform between the bounds. */
export const randomBatch = (net: LayersModel, n: number, seed: number, low = -1, high = 1): tf.Tensor => {
  const shape = net.inputs[0].shape.slice(1) as number[];
  const size = n * shape.reduce((a, b) => a * b, 1);
  return tf.tensor(random(seed).uniforms(size, low, high), [n, ...shape]);
};
