import { plainText } from '@interp/checks';
import { activationLayer, elu, leakyRelu, prelu, relu, softmax, thresholdedRelu } from './activations.js';
import { multiHeadAttention } from './attention.js';
import {
  adaptivePooling,
  convolution,
  dense,
  depthwiseConvolution,
  globalPooling,
  pooling,
  separableConvolution,
  transposedConvolution,
} from './convolutions.js';
import type { LayerNodes } from './layer-site.js';
import { concatenate, dot, folded, merged, scaledResidual } from './merging.js';
import {
  batchNormalization,
  groupNormalization,
  layerNormalization,
  layerScale,
  normalization,
  rmsNormalization,
  rescaling,
  unitNormalization,
} from './normalisations.js';
import { convolutionalLstm } from './convolutional-recurrent.js';
import { dotAttention } from './dot-attention.js';
import { einsumDense } from './einsum.js';
import { bidirectional, recurrent, recurrentCell } from './recurrent.js';
import {
  centerCrop,
  cropping,
  embedding,
  flatten,
  identity,
  permute,
  repeatVector,
  reshape,
  resizing,
  upSampling,
  zeroPadding,
} from './reshaping.js';

/** Layers that change nothing but in training, or that only speak of training. */
const inTraining = (
  'Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout ActivityRegularization Identity ' +
  'StochasticDepth RandomFlip RandomRotation RandomZoom RandomTranslation RandomContrast RandomBrightness RandomShear RandomHue ' +
  'RandomSaturation RandomPosterization RandomColorDegeneration RandomElasticTransform RandAugment AugMix CutMix MixUp RandomGrayscale RandomSharpness RandomColorJitter RandomErasing RandomGaussianBlur RandomInvert RandomPerspective'
).split(' ');

/** Layers that do the same at each place of a sequence, whether they are told to or not. */
const ofEachPlace = [
  'Dense',
  'Activation',
  'LayerNormalization',
  'Rescaling',
  'ReLU',
  'LeakyReLU',
  'ELU',
  'Softmax',
  'Dropout',
];

/** A layer for each place of a sequence. */
const timeDistributed: LayerNodes = (site) => {
  const inner = site.inside();
  if (ofEachPlace.includes(inner.spec.type)) return layerClasses[inner.spec.type](inner);
  throw site.refuse(
    `wraps a layer of class ${plainText(inner.spec.type, 40)}; expected one of ${ofEachPlace.join(', ')}`,
  );
};

/**
 * A layer whose kernel training divides by its spectral norm: what a file has of it is that kernel, and a vector from which training goes on. Miyato et
 * al. 2018.
 */
const spectralNormalization: LayerNodes = (site) => {
  const count = site.weightCount;
  const shapes = Array.from({ length: count }, (_, index) => site.weightShape(index));
  const vector = shapes.findIndex(([rows, ...others], index) => index > 0 && rows === 1 && others.length === 1);
  // A .keras file has the kernel twice: as the wrapper's own, and as that of the layer.
  const isTwice = vector === 1 && shapes[2]?.join() === shapes[0]?.join();
  const inner = site.inside([...shapes.keys()].filter((index) => index !== vector && !(isTwice && index === 0)));
  if (Object.hasOwn(layerClasses, inner.spec.type)) return layerClasses[inner.spec.type](inner);
  throw site.refuse(`wraps a layer of class ${plainText(inner.spec.type, 40)}, which is not known here`);
};

/** How each class of layers of Keras becomes operations. */
export const layerClasses: Readonly<Record<string, LayerNodes>> = {
  ...Object.fromEntries(inTraining.map((type) => [type, identity])),
  Activation: activationLayer,
  AdaptiveAveragePooling1D: adaptivePooling('AdaptiveAveragePool', 1),
  AdaptiveAveragePooling2D: adaptivePooling('AdaptiveAveragePool', 2),
  AdaptiveAveragePooling3D: adaptivePooling('AdaptiveAveragePool', 3),
  AdaptiveMaxPooling1D: adaptivePooling('AdaptiveMaxPool', 1),
  AdaptiveMaxPooling2D: adaptivePooling('AdaptiveMaxPool', 2),
  AdaptiveMaxPooling3D: adaptivePooling('AdaptiveMaxPool', 3),
  Add: merged('Sum'),
  AdditiveAttention: dotAttention,
  Attention: dotAttention,
  Average: merged('Mean'),
  AveragePooling1D: pooling('AveragePool', 1),
  AveragePooling2D: pooling('AveragePool', 2),
  AveragePooling3D: pooling('AveragePool', 3),
  BatchNormalization: batchNormalization,
  Bidirectional: bidirectional,
  CenterCrop: centerCrop,
  Concatenate: concatenate,
  ConvLSTM1D: convolutionalLstm(1),
  ConvLSTM2D: convolutionalLstm(2),
  ConvLSTM3D: convolutionalLstm(3),
  Conv1D: convolution(1),
  Conv1DTranspose: transposedConvolution(1),
  Conv2D: convolution(2),
  Conv2DTranspose: transposedConvolution(2),
  Conv3D: convolution(3),
  Conv3DTranspose: transposedConvolution(3),
  Cropping1D: cropping(1),
  Cropping2D: cropping(2),
  Cropping3D: cropping(3),
  CustomScaleLayer: scaledResidual,
  Dense: dense,
  DepthwiseConv1D: depthwiseConvolution(1),
  DepthwiseConv2D: depthwiseConvolution(2),
  Dot: dot,
  ELU: elu,
  EinsumDense: einsumDense,
  Embedding: embedding,
  Flatten: flatten,
  GRU: recurrent,
  GlobalAveragePooling1D: globalPooling('ReduceMean', 1),
  GlobalAveragePooling2D: globalPooling('ReduceMean', 2),
  GlobalAveragePooling3D: globalPooling('ReduceMean', 3),
  GlobalMaxPooling1D: globalPooling('ReduceMax', 1),
  GlobalMaxPooling2D: globalPooling('ReduceMax', 2),
  GlobalMaxPooling3D: globalPooling('ReduceMax', 3),
  GroupNormalization: groupNormalization,
  LSTM: recurrent,
  LayerNormalization: layerNormalization,
  LayerScale: layerScale,
  LeakyReLU: leakyRelu,
  MaxPooling1D: pooling('MaxPool', 1),
  MaxPooling2D: pooling('MaxPool', 2),
  MaxPooling3D: pooling('MaxPool', 3),
  Maximum: merged('Max'),
  Minimum: merged('Min'),
  MultiHeadAttention: multiHeadAttention,
  Multiply: folded('Mul'),
  Normalization: normalization,
  PReLU: prelu,
  Permute: permute,
  ReLU: relu,
  RMSNormalization: rmsNormalization,
  RNN: recurrentCell,
  RepeatVector: repeatVector,
  Rescaling: rescaling,
  Reshape: reshape,
  Resizing: resizing,
  SeparableConv1D: separableConvolution(1),
  SeparableConv2D: separableConvolution(2),
  SimpleRNN: recurrent,
  Softmax: softmax,
  SpectralNormalization: spectralNormalization,
  Subtract: folded('Sub'),
  ThresholdedReLU: thresholdedRelu,
  TimeDistributed: timeDistributed,
  UnitNormalization: unitNormalization,
  UpSampling1D: upSampling(1),
  UpSampling2D: upSampling(2),
  UpSampling3D: upSampling(3),
  ZeroPadding1D: zeroPadding(1),
  ZeroPadding2D: zeroPadding(2),
  ZeroPadding3D: zeroPadding(3),
};
