import { activation, activationOfLayer, leakyRelu, thresholded } from './activations.js';
import { conv1d, conv2d, depthwiseConv2d, separableConv2d } from './convolution-layers.js';
import { biasOf, ownActivation, type Expand } from './layer-options.js';
import { dense } from './linear-operators.js';
import { concatenated, summed } from './merging-operators.js';
import { globalPooling1d, globalPooling2d, pooling1d, pooling2d } from './pooling-layers.js';
import {
  cropping2d,
  flatten,
  permute,
  repeatVector,
  reshape,
  upSampling2d,
  zeroPadding2d,
} from './reshaping-layers.js';
import { batchNormalization, rescaling } from './scaling-layers.js';

const relu: Expand = ({ layer, config: { maxValue } }) => {
  const named = maxValue === undefined || maxValue === null ? 'relu' : maxValue === 6 ? 'relu6' : undefined;
  return [(named && activation(named)) ?? activationOfLayer('relu', layer)];
};

const named =
  (name: string): Expand =>
  () => {
    const step = activation(name);
    return step ? [step] : [];
  };

const byItself =
  (name: string): Expand =>
  ({ layer }) => [activationOfLayer(name, layer)];

/** Layers that do nothing but in training. */
const nothing: Expand = () => [];

/** The steps of each class of layers that the walk can take. */
export const layerOperators: Readonly<Record<string, Expand>> = {
  Dense: (layer) => [dense(layer.store, layer.weight(0), biasOf(layer, 1)), ...ownActivation(layer)],
  Conv1D: conv1d,
  Conv2D: conv2d,
  SeparableConv2D: separableConv2d,
  DepthwiseConv2D: depthwiseConv2d,
  MaxPooling1D: pooling1d('max'),
  MaxPooling2D: pooling2d('max'),
  AveragePooling1D: pooling1d('average'),
  AveragePooling2D: pooling2d('average'),
  GlobalMaxPooling1D: globalPooling1d('max'),
  GlobalMaxPooling2D: globalPooling2d('max'),
  GlobalAveragePooling1D: globalPooling1d('average'),
  GlobalAveragePooling2D: globalPooling2d('average'),
  BatchNormalization: batchNormalization,
  Rescaling: rescaling,
  Flatten: flatten,
  Reshape: reshape,
  Permute: permute,
  RepeatVector: repeatVector,
  ZeroPadding2D: zeroPadding2d,
  Cropping2D: cropping2d,
  UpSampling2D: upSampling2d,
  Activation: ownActivation,
  ReLU: relu,
  LeakyReLU: ({ config }) => [leakyRelu(config.alpha ?? 0.3)],
  ELU: named('elu'),
  PReLU: byItself('prelu'),
  ThresholdedReLU: ({ config }) => [thresholded(config.theta ?? 1)],
  Softmax: byItself('softmax'),
  Add: () => [summed(() => 1)],
  Average: () => [summed((terms) => 1 / terms)],
  Concatenate: ({ config }) => [concatenated(Number(config.axis ?? -1))],
  Dropout: nothing,
  SpatialDropout1D: nothing,
  GaussianNoise: nothing,
  GaussianDropout: nothing,
  AlphaDropout: nothing,
};
