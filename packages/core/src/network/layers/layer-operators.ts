import { activation, activationOfLayer, leakyRelu, thresholded } from './activations.js';
import { conv1d, conv2d, conv2dTranspose, depthwiseConv2d, separableConv2d } from './convolution-layers.js';
import type { WeightCache } from '../maps/weights.js';
import type { Operator } from '../steps.js';
import { type Layer, readLayer } from './layer-reading.js';
import { densePass } from './training-passes.js';
import { biasOf, ownActivation, type LayerLowering } from './layer-options.js';
import { dense } from './linear-operators.js';
import { concatenated, extremum, summed } from './merging-operators.js';
import { lookingUp } from './reshaping-operators.js';
import { globalPooling, pooling1d, pooling2d } from './pooling-layers.js';
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

const relu: LayerLowering = ({ layer, config: { maxValue } }) => {
  const named = maxValue === undefined || maxValue === null ? 'relu' : maxValue === 6 ? 'relu6' : undefined;
  return [(named && activation(named)) ?? activationOfLayer('relu', layer)];
};

const named =
  (name: string): LayerLowering =>
  () => {
    const step = activation(name);
    return step ? [step] : [];
  };

const byItself =
  (name: string): LayerLowering =>
  ({ layer }) => [activationOfLayer(name, layer)];

/** A dense layer, along the last axis of its input. */
const fullyConnected: LayerLowering = (layer) => {
  const [kernel, bias] = [layer.weight(0), biasOf(layer, 1)];
  const step = dense(layer.cache, kernel, bias);
  const trained: Operator = {
    ...step,
    float64: { kind: 'weighted-sum', kernel, bias },
    training: densePass(layer.layer),
  };
  return [layer.rank === 2 ? trained : step, ...ownActivation(layer)];
};

/** Rows of a table, without a mask. */
const embedding: LayerLowering = ({ weight }) => [lookingUp(weight(0))];

const nothing: LayerLowering = () => [];

/** Layers that act only in training. */
export const actInTraining: Readonly<Record<string, LayerLowering>> = {
  Dropout: nothing,
  SpatialDropout1D: nothing,
  GaussianNoise: nothing,
  GaussianDropout: nothing,
  AlphaDropout: nothing,
};

/** The operators of each layer class with a backward pass. */
const layerOperators: Readonly<Record<string, LayerLowering>> = {
  Dense: fullyConnected,
  Embedding: embedding,
  Conv1D: conv1d,
  Conv2D: conv2d,
  SeparableConv2D: separableConv2d,
  DepthwiseConv2D: depthwiseConv2d,
  MaxPooling1D: pooling1d('max'),
  MaxPooling2D: pooling2d('max'),
  AveragePooling1D: pooling1d('average'),
  AveragePooling2D: pooling2d('average'),
  GlobalMaxPooling1D: globalPooling('max'),
  GlobalMaxPooling2D: globalPooling('max'),
  GlobalAveragePooling1D: globalPooling('average'),
  GlobalAveragePooling2D: globalPooling('average'),
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
  Maximum: () => [extremum('largest')],
  Minimum: () => [extremum('smallest')],
  Concatenate: ({ config }) => [concatenated(Number(config.axis ?? -1))],
  ...actInTraining,
};

/** The operators of layer classes that run forward and can be trained, without a backward pass for rules yet. */
const forwardOnly: Readonly<Record<string, LayerLowering>> = { Conv2DTranspose: conv2dTranspose };

/**
 * The steps of a layer, given the number of axes of its first input: an opaque one where its class or its options are not
 * known here.
 */
export const operatorsOf = (layer: Layer, rank: number, cache: WeightCache): readonly Operator[] => {
  const type = layer.getClassName();
  const reading = readLayer(layer, rank, cache, Object.keys(layerOperators));
  const table = [layerOperators, forwardOnly].find((expansions) => Object.hasOwn(expansions, type));
  return table ? table[type](reading) : reading.refuse();
};
