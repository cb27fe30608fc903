// Every class of layers that TensorFlow.js can build and that has a gradient, with each option that changes what it computes.

import { oddModels } from './odd-models.mjs';

/**
 * @typedef {typeof import('@tensorflow/tfjs-layers')} Tfl
 * @typedef {{ group: string, name: string, inputShape: number[], build: (tfl: Tfl, tf: any) => import('@tensorflow/tfjs-layers').LayersModel }} LayerCase
 */

const image = [5, 6, 2];
const row = [7, 3];
const volume = [4, 3, 4, 2];
const vector = [6];
const movie = [3, 5, 4, 2];

const text = (value) =>
  Array.isArray(value) ? `[${value.map(text).join(', ')}]` : typeof value === 'object' ? shown(value) : String(value);
const shown = (options) =>
  Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${text(value)}`)
    .join(', ');

/** A model of a function of its input, with a dense layer at the end. */
const modelOf = (tfl, inputShape, apply) => {
  const x = tfl.input({ shape: inputShape });
  const y = apply(x);
  const { dense, flatten } = tfl.layers;
  return tfl.model({ inputs: x, outputs: dense({ units: 3 }).apply(y.shape.length === 2 ? y : flatten().apply(y)) });
};

/** One layer alone: its constructor, the shape of its input, and its options, of which `given` are those that it needs and do not vary. */
const one =
  (make, inputShape, given = {}) =>
  (...variants) =>
    (variants.length ? variants : [{}]).map((options) => ({
      make,
      name: shown(options),
      inputShape,
      build: (tfl) => modelOf(tfl, inputShape, (x) => tfl.layers[make]({ ...given, ...options }).apply(x)),
    }));

/** Layers put together by hand: a name, the shape of the input, and a function of layers and the symbolic input. */
const put = (name, inputShape, apply) => [
  { name, inputShape, build: (tfl) => modelOf(tfl, inputShape, (x) => apply(tfl.layers, x)) },
];

const channelsFirst = { dataFormat: 'channelsFirst' };
/** The default recurrent initialiser needs the methods of tensors that `@tensorflow/tfjs` adds. */
const cell = { units: 2, recurrentInitializer: 'glorotUniform' };
const same = { padding: 'same' };

const activations = [
  'linear',
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'hardSigmoid',
  'softplus',
  'softsign',
  'tanh',
  'softmax',
  'logSoftmax',
  'gelu',
  'gelu_new',
  'mish',
  'swish',
];

const pooling2d = [
  { poolSize: 2 },
  { poolSize: 3, strides: 2, ...same },
  { poolSize: [2, 3], strides: 1, ...same },
  { poolSize: 2, strides: 3 },
  { poolSize: 3, strides: 2, ...same, ...channelsFirst },
];
const pooling1d = [{ poolSize: 2 }, { poolSize: 3, strides: 2, ...same }, { poolSize: 3, strides: 1, ...same }];
const pooling3d = [
  { poolSize: 2 },
  { poolSize: 3, strides: 2, ...same },
  { poolSize: [2, 1, 3], strides: 1, ...same },
  { poolSize: 2, strides: [1, 2, 1], ...same, ...channelsFirst },
  { poolSize: 1, strides: 2, ...same },
  { poolSize: 2, strides: 3, ...same },
];
const conv2d = [
  {},
  { useBias: false, activation: 'tanh' },
  same,
  { strides: 2 },
  { strides: [3, 2], ...same },
  { dilationRate: 2 },
  { dilationRate: [2, 1], ...same },
  channelsFirst,
  { activation: 'relu', strides: 2, ...same, ...channelsFirst },
];
const depthwise = [
  {},
  same,
  { strides: 2 },
  { strides: 2, ...same },
  { depthMultiplier: 2 },
  { depthMultiplier: 2, ...same, ...channelsFirst },
];
const recurrent = [
  {},
  { returnSequences: true },
  { activation: 'relu', recurrentActivation: 'sigmoid' },
  { goBackwards: true, useBias: false },
  { dropout: 0.5, recurrentDropout: 0.5 },
];
const ofOneStep = (make) =>
  [{}, { returnSequences: true }].flatMap((options) =>
    put(['of one step', shown(options)].filter(Boolean).join(', '), [1, 3], (layers, x) =>
      layers[make]({ ...cell, ...options }).apply(x),
    ),
  );
const merged = (make, options = {}) =>
  put(`of three, ${make}`, row, (layers, x) =>
    layers[make](options).apply([
      layers.dense({ units: 3 }).apply(x),
      layers.dense({ units: 3, activation: 'tanh' }).apply(x),
      x,
    ]),
  );
const broadcast = (make) =>
  put('broadcasting', row, (layers, x) => layers[make]().apply([x, layers.globalAveragePooling1d().apply(x)]));

/** Two branches of one shape. */
const two = (layers, x, units = 3) => [
  layers.dense({ units, activation: 'tanh' }).apply(x),
  layers.dense({ units }).apply(x),
];

const groups = {
  Dense: [
    ...one('dense', vector, { units: 4 })({}, { useBias: false }, ...activations.map((activation) => ({ activation }))),
    ...put('along the last of three axes', row, (layers, x) => layers.dense({ units: 4 }).apply(x)),
    ...put('along the last of four axes', image, (layers, x) => layers.dense({ units: 4 }).apply(x)),
  ],
  Activation: [
    ...activations.flatMap((activation) => one('activation', row)({ activation })),
    ...put('softmax of images', image, (layers, x) => layers.activation({ activation: 'softmax' }).apply(x)),
  ],
  ReLU: one('reLU', vector)({}, { maxValue: 0.5 }, { maxValue: 6 }),
  LeakyReLU: one('leakyReLU', vector)({}, { alpha: 0 }, { alpha: 0.4 }),
  PReLU: [...one('prelu', vector)({}), ...one('prelu', image)({}, { sharedAxes: [1, 2] })],
  ELU: one('elu', vector)({}),
  ThresholdedReLU: one('thresholdedReLU', vector)({ theta: 0.2 }),
  Softmax: [...one('softmax', vector)({}), ...one('softmax', row)({ axis: -1 })],
  Conv1D: one('conv1d', row, { filters: 3, kernelSize: 3 })(
    {},
    same,
    { strides: 2 },
    { strides: 2, ...same },
    { dilationRate: 2 },
    { dilationRate: 2, ...same },
    { dilationRate: 2, activation: 'relu' },
  ),
  Conv2D: one('conv2d', image, { filters: 3, kernelSize: 2 })(...conv2d),
  Conv2DTranspose: one('conv2dTranspose', image, { filters: 2, kernelSize: 3 })(
    {},
    same,
    { strides: 2 },
    { strides: 2, ...same, activation: 'relu' },
    { strides: 2, ...same, ...channelsFirst },
  ),
  Conv3D: one('conv3d', volume, { filters: 2, kernelSize: 2 })(
    {},
    same,
    { strides: 2 },
    { strides: [1, 2, 1], ...same, activation: 'tanh' },
    { dilationRate: 2 },
    { dilationRate: [1, 2, 1], ...same },
    { strides: 3, ...same },
    channelsFirst,
  ),
  Conv3DTranspose: one('conv3dTranspose', [2, 3, 2, 2], { filters: 2, kernelSize: 2 })(
    {},
    same,
    { strides: 2 },
    { strides: [1, 2, 1], ...same, activation: 'relu' },
    channelsFirst,
  ),
  SeparableConv2D: one('separableConv2d', image, { filters: 3, kernelSize: 2 })(
    {},
    same,
    { strides: 2 },
    { depthMultiplier: 2, activation: 'relu' },
    { dilationRate: 2, ...same },
    { dilationRate: 2, depthMultiplier: 2 },
    { useBias: false, ...channelsFirst },
  ),
  DepthwiseConv2D: one('depthwiseConv2d', image, { kernelSize: 3 })(...depthwise),
  Cropping2D: [
    ...one(
      'cropping2D',
      image,
    )({
      cropping: [
        [1, 2],
        [0, 1],
      ],
    }),
    ...one(
      'cropping2D',
      [2, 5, 6],
    )({
      cropping: [
        [1, 0],
        [2, 1],
      ],
      ...channelsFirst,
    }),
  ],
  ZeroPadding2D: one('zeroPadding2d', image)(
    {
      padding: [
        [1, 0],
        [2, 3],
      ],
    },
    {
      padding: [
        [1, 2],
        [0, 1],
      ],
      ...channelsFirst,
    },
  ),
  UpSampling2D: one('upSampling2d', image)(
    { size: [2, 3] },
    { size: [2, 2], ...channelsFirst },
    { size: [2, 3], interpolation: 'bilinear' },
  ),
  MaxPooling1D: one('maxPooling1d', row)(...pooling1d),
  MaxPooling2D: one('maxPooling2d', image)(...pooling2d),
  MaxPooling3D: one('maxPooling3d', volume)(...pooling3d),
  AveragePooling1D: one('averagePooling1d', row)(...pooling1d),
  AveragePooling2D: one('averagePooling2d', image)(...pooling2d),
  AveragePooling3D: one('averagePooling3d', volume)(...pooling3d),
  GlobalAveragePooling1D: one('globalAveragePooling1d', row)(),
  GlobalAveragePooling2D: one('globalAveragePooling2d', image)({}, channelsFirst),
  GlobalMaxPooling1D: one('globalMaxPooling1d', row)(),
  GlobalMaxPooling2D: one('globalMaxPooling2d', image)({}, channelsFirst),
  BatchNormalization: [
    ...one('batchNormalization', image)(
      {},
      { scale: false },
      { center: false },
      { scale: false, center: false },
      { epsilon: 0.1 },
      { axis: 1 },
      { axis: 2 },
      { axis: -2, scale: false },
      { axis: 3 },
    ),
    ...one('batchNormalization', vector)({}, { axis: 1, scale: false }),
    ...one('batchNormalization', row)({}, { axis: 1 }, { axis: 1, scale: false, center: false }),
    ...put('after Conv1D', row, (layers, x) =>
      layers.batchNormalization().apply(layers.conv1d({ filters: 2, kernelSize: 2 }).apply(x)),
    ),
    ...put('after Conv2D, channelsFirst, axis 1', image, (layers, x) =>
      layers
        .batchNormalization({ axis: 1 })
        .apply(layers.conv2d({ filters: 3, kernelSize: 2, ...channelsFirst }).apply(x)),
    ),
  ],
  LayerNormalization: [
    ...one('layerNormalization', vector)({}, { epsilon: 0.1 }),
    ...one('layerNormalization', row)({}, { axis: 1 }, { axis: [1, 2] }, { scale: false }, { center: false }),
    ...one('layerNormalization', image)({}, { axis: [1, 2, 3] }),
  ],
  Flatten: one('flatten', image)({}, channelsFirst),
  Reshape: one('reshape', image)({ targetShape: [6, 10] }, { targetShape: [20, 3] }),
  Permute: one('permute', image)({ dims: [3, 1, 2] }),
  RepeatVector: one('repeatVector', vector)({ n: 3 }),
  Rescaling: one('rescaling', image)({ scale: 0.5, offset: -1 }),
  CenterCrop: [
    { height: 3, width: 4 },
    { height: 2, width: 3 },
  ].flatMap((options) =>
    put(shown(options), image, (layers, x) => layers.centerCrop(options).apply(layers.reLU().apply(x))),
  ),
  Dropout: one('dropout', vector)({ rate: 0.5 }),
  SpatialDropout1D: one('spatialDropout1d', row)({ rate: 0.5 }),
  GaussianNoise: one('gaussianNoise', vector)({ stddev: 1 }),
  GaussianDropout: one('gaussianDropout', vector)({ rate: 0.5 }),
  AlphaDropout: one('alphaDropout', vector)({ rate: 0.5 }),
  Add: [...merged('add'), ...broadcast('add')],
  Average: [...merged('average'), ...broadcast('average')],
  Multiply: [...merged('multiply'), ...broadcast('multiply')],
  Maximum: [...merged('maximum'), ...broadcast('maximum')],
  Minimum: [...merged('minimum'), ...broadcast('minimum')],
  Concatenate: [-1, 1, 2, -2].flatMap((axis) =>
    put(`axis ${axis}`, row, (layers, x) => layers.concatenate({ axis }).apply(two(layers, x))),
  ),
  Dot: [
    ...put('of vectors', vector, (layers, x) => layers.dot({ axes: -1 }).apply(two(layers, x))),
    ...put('of vectors, normalize', vector, (layers, x) =>
      layers.dot({ axes: -1, normalize: true }).apply(two(layers, x)),
    ),
    ...put('of rows', row, (layers, x) => layers.dot({ axes: [2, 2] }).apply(two(layers, x))),
    ...put('of rows, along axis 1', row, (layers, x) => layers.dot({ axes: 1 }).apply(two(layers, x))),
  ],
  Masking: [
    ...put('alone', row, (layers, x) => layers.masking().apply(x)),
    ...put('before LSTM', row, (layers, x) => layers.lstm(cell).apply(layers.masking({ maskValue: 0.5 }).apply(x))),
    ...put('before TimeDistributed, GRU', row, (layers, x) =>
      layers
        .gru(cell)
        .apply(layers.timeDistributed({ layer: layers.dense({ units: 2 }) }).apply(layers.masking().apply(x))),
    ),
  ],
  SimpleRNN: [
    ...one('simpleRNN', row, cell)(...recurrent.map((options) => ({ ...options, recurrentActivation: undefined }))),
    ...ofOneStep('simpleRNN'),
  ],
  GRU: [
    ...one('gru', row, cell)(...recurrent, { implementation: 1 }, { implementation: 2, returnSequences: true }),
    ...ofOneStep('gru'),
  ],
  LSTM: [
    ...one('lstm', row, cell)(...recurrent, { unitForgetBias: false }, { implementation: 1 }, { implementation: 2 }),
    ...ofOneStep('lstm'),
  ],
  ConvLSTM2D: one('convLstm2d', movie, { filters: 2, kernelSize: 2, recurrentInitializer: 'glorotUniform' })(
    {},
    { returnSequences: true, ...same },
    { strides: 2, activation: 'relu' },
    channelsFirst,
  ),
  RNN: [
    ...put('of cells: SimpleRNN, GRU, LSTM', row, (layers, x) =>
      layers
        .rnn({
          cell: layers.stackedRNNCells({
            cells: [layers.simpleRNNCell(cell), layers.gruCell(cell), layers.lstmCell(cell)],
          }),
        })
        .apply(x),
    ),
  ],
  Bidirectional: ['concat', 'sum', 'mul', 'ave'].flatMap((mergeMode) =>
    put(`${mergeMode}, of LSTM`, row, (layers, x) =>
      layers.bidirectional({ layer: layers.lstm({ ...cell, returnSequences: true }), mergeMode }).apply(x),
    ),
  ),
  TimeDistributed: [
    ...put('of Dense', row, (layers, x) =>
      layers.timeDistributed({ layer: layers.dense({ units: 2, activation: 'tanh' }) }).apply(x),
    ),
    ...put('of Conv2D', movie, (layers, x) =>
      layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: 2 }) }).apply(x),
    ),
    ...put('of AveragePooling2D', movie, (layers, x) =>
      layers.timeDistributed({ layer: layers.averagePooling2d({ poolSize: 2, ...same }) }).apply(x),
    ),
    ...put('of BatchNormalization', row, (layers, x) =>
      layers.timeDistributed({ layer: layers.batchNormalization() }).apply(x),
    ),
  ],
};

const allGroups = { ...groups, 'put together': Object.entries(oddModels).map(([name, one]) => ({ name, ...one })) };

/** @type {readonly LayerCase[]} */
export const layerCases = Object.entries(allGroups).flatMap(([group, cases]) =>
  cases.map(({ name, inputShape, build }) => ({
    group,
    name,
    inputShape,
    build,
  })),
);
