import type { Json, LayerSpec, ModelSpec } from '../config/model-spec.js';
import { isLayersActivation } from './activations.js';

/** Whether a layer with these options is one that TensorFlow.js has. */
type Has = (config: Json, shapes: LayerSpec['inputShapes']) => boolean;

const always: Has = () => true;

const all = (value: unknown, wanted: number): boolean => [value ?? wanted].flat().every((n) => n === wanted);

const activated: Has = ({ activation = 'linear' }) => isLayersActivation(activation);
const ungrouped: Has = (config, shapes) => activated(config, shapes) && all(config['groups'], 1);
const undilated: Has = (config, shapes) => activated(config, shapes) && all(config['dilation_rate'], 1);
/** Pooling over everything; where it keeps the axes, it is pooling with a window of the size of what it takes. */
const overAll: Has = ({ keepdims: kept }, [shape]) =>
  kept !== true || shape?.slice(1).every((n) => n !== null && n > 0);
const unpadded: Has = (config, shapes) => undilated(config, shapes) && (config['output_padding'] ?? null) === null;

/** The layers of TensorFlow.js that compute what Keras' do, and that the networks of this library go back through. */
const walked: Readonly<Record<string, Has>> = {
  InputLayer: always,
  Dense: activated,
  Conv1D: ungrouped,
  Conv2D: ungrouped,
  SeparableConv2D: activated,
  DepthwiseConv2D: undilated,
  MaxPooling1D: always,
  MaxPooling2D: always,
  AveragePooling1D: always,
  AveragePooling2D: always,
  GlobalMaxPooling1D: overAll,
  GlobalMaxPooling2D: overAll,
  GlobalAveragePooling1D: overAll,
  GlobalAveragePooling2D: overAll,
  BatchNormalization: ({ renorm }) => renorm !== true,
  Rescaling: ({ scale, offset }) => !Array.isArray(scale) && !Array.isArray(offset),
  Flatten: always,
  Reshape: always,
  Permute: always,
  RepeatVector: always,
  ZeroPadding2D: always,
  Cropping2D: always,
  UpSampling2D: ({ interpolation = 'nearest' }) => interpolation === 'nearest',
  Activation: activated,
  ReLU: ({ negative_slope: slope, threshold }) => Number(slope ?? 0) === 0 && Number(threshold ?? 0) === 0,
  LeakyReLU: always,
  ELU: ({ alpha }) => Number(alpha ?? 1) === 1,
  PReLU: always,
  ThresholdedReLU: always,
  // TensorFlow.js has it along the last axis alone.
  Softmax: ({ axis = -1 }, [shape]) => axis === -1 || (shape !== undefined && Number(axis) === shape.length - 1),
  Add: always,
  Average: always,
  Maximum: always,
  Minimum: always,
  // TensorFlow.js takes any negative axis for the last one; with a shape it is told which axis is meant.
  Concatenate: ({ axis = -1 }, [shape]) => Number(axis) >= -1 || shape !== undefined,
  Dropout: always,
  SpatialDropout1D: always,
  GaussianNoise: always,
  GaussianDropout: always,
  AlphaDropout: always,
};

const recurrent: Has = (config, shapes) =>
  activated(config, shapes) &&
  isLayersActivation(config['recurrent_activation'] ?? 'linear') &&
  config['reset_after'] !== true;

/** A layer in another one. */
const wrapping: Has = ({ layer }) => {
  const { class_name: type, config } = layer as { class_name?: unknown; config?: Json };
  return (
    typeof type === 'string' && config !== undefined && (table(walked, type) ?? table(run, type))?.(config, []) === true
  );
};

/** Those that TensorFlow.js has and that can only be run, or differentiated by its tape. */
const run: Readonly<Record<string, Has>> = {
  Conv2DTranspose: unpadded,
  Conv3D: ungrouped,
  Conv3DTranspose: unpadded,
  MaxPooling3D: always,
  AveragePooling3D: always,
  Multiply: always,
  Dot: always,
  Embedding: always,
  LayerNormalization: ({ rms_scaling: isScaled }) => isScaled !== true,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Bidirectional: wrapping,
  TimeDistributed: wrapping,
  Masking: always,
};

const table = (entries: Readonly<Record<string, Has>>, type: string): Has | undefined =>
  Object.hasOwn(entries, type) ? entries[type] : undefined;

/** Whether a layer is called with outputs of others alone. */
const isPlain = ({ isFunction, calls }: LayerSpec): boolean =>
  !isFunction &&
  calls.every(({ inputs, named }) => Object.keys(named).length === 0 && inputs.every((input) => 'layer' in input));

/** The first layer of a model that TensorFlow.js lacks, or that it can only run where `isWalked` asks for more; none where it has all. */
export const layerThatTensorFlowLacks = (model: ModelSpec, isWalked: boolean): LayerSpec | undefined => {
  for (const layer of model.layers) {
    if (!isPlain(layer)) return layer;
    const missing = layer.model && layerThatTensorFlowLacks(layer.model, isWalked);
    if (missing) return missing;
    const has = table(walked, layer.type) ?? (isWalked ? undefined : table(run, layer.type));
    if (!layer.model && has?.(layer.config, layer.inputShapes) !== true) return layer;
  }
  return undefined;
};
