import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { conv, image, ofVector, row, stack, vector } from './small-model-parts.js';

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

/** Models whose layers stand on top of each other. */
export const layerModels: readonly (readonly [name: string, build: () => LayersModel])[] = [
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
];
