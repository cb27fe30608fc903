import { InterpError, shownName } from '@interp/checks';
import type { LayerCall } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Order, VectorOrders } from './torch-orders.js';

type Shape = readonly number[];

/** How one weight of a layer is made of tensors of a PyTorch module. */
export interface TorchWeight {
  /** The names of the tensors in the module; those of several are added up. */
  readonly parts: readonly string[];
  /** The shape that each has in PyTorch, for the shape of the weight here. */
  readonly torchShape: (own: Shape) => Shape;
  /** The weight, of a tensor of that shape. */
  readonly convert: (tensor: tf.Tensor, own: Shape) => tf.Tensor;
  /** What to leave out of the layer where the module has no such tensor. */
  readonly without?: string;
}

/** A weight whose axes are in another order: `dims` names PyTorch's axis for each here. */
const turned = (part: string, dims: readonly number[], more: Partial<TorchWeight> = {}): TorchWeight => ({
  parts: [part],
  torchShape: (own) => dims.map((_, axis) => own[dims.indexOf(axis)]),
  convert: (tensor) => tf.transpose(tensor, [...dims]),
  ...more,
});

const reordered = (tensor: tf.Tensor, order: Order, axis: number): tf.Tensor =>
  order ? tf.gather(tensor, tf.tensor1d(order, 'int32'), axis) : tensor;

/** A vector, in the order that it has in PyTorch. */
const vector = (parts: readonly string[], order?: Order, without?: string): TorchWeight => ({
  parts,
  torchShape: (own) => own,
  convert: (tensor) => reordered(tensor, order, 0),
  ...(without !== undefined && { without }),
});

const usesBias = (config: LayerConfig): boolean => config['useBias'] !== false;
const bias = (config: LayerConfig, order?: Order): TorchWeight[] =>
  usesBias(config) ? [vector(['bias'], order, 'useBias: false')] : [];

type LayerConfig = Readonly<Record<string, unknown>>;
type Weights = (config: LayerConfig, orders: VectorOrders, call: LayerCall) => readonly TorchWeight[];

const convolution =
  (dims: readonly number[]): Weights =>
  (config) => [turned('weight', dims), ...bias(config)];

/** `[inputs · multiplier, 1, height, width]` to `[height, width, inputs, multiplier]`. */
const depthwise: Weights = (config) => [
  {
    parts: ['weight'],
    torchShape: ([height, width, inputs, multiplier]) => [inputs * multiplier, 1, height, width],
    convert: (tensor, [height, width, inputs, multiplier]) =>
      tf.transpose(tf.reshape(tensor, [inputs, multiplier, height, width]), [2, 3, 0, 1]),
  },
  ...bias(config),
];

const dense: Weights = (config, { input, output }) => [
  {
    ...turned('weight', [1, 0]),
    convert: (tensor) => reordered(reordered(tf.transpose(tensor), input, 0), output, 1),
  },
  ...bias(config, output),
];

const batchNormalisation: Weights = (config, { input }) => [
  ...(config['scale'] === false ? [] : [vector(['weight'], input, 'scale: false, center: false')]),
  ...(config['center'] === false ? [] : [vector(['bias'], input, 'center: false')]),
  vector(['running_mean'], input),
  vector(['running_var'], input),
];

const layerNormalisation: Weights = (config, { input }) => [
  ...(config['scale'] === false ? [] : [vector(['weight'], input, 'scale: false')]),
  ...(config['center'] === false ? [] : [vector(['bias'], input, 'center: false')]),
];

/** One slope for each channel, or one for all. */
const prelu: Weights = (_, { input }) => [
  {
    parts: ['weight'],
    torchShape: (own) => [own.at(-1)!],
    convert: (tensor, own) => tf.mul(tf.ones([...own]), reordered(tensor, input, 0)),
  },
];

/** PyTorch's gates have the order that they have here: input, forget, cell, output. */
const recurrent =
  (ending: string): Weights =>
  (config, _, { use }) => {
    if (config['recurrentActivation'] === 'hardSigmoid' || config['recurrentActivation'] === 'hard_sigmoid')
      throw new InterpError(
        'bad-option',
        `the layer ${shownName(use.name)} has gates of a hard sigmoid, and PyTorch's are of a sigmoid; expected recurrentActivation: "sigmoid"`,
      );
    return [
      turned(`weight_ih${ending}`, [1, 0]),
      turned(`weight_hh${ending}`, [1, 0]),
      ...(usesBias(config) ? [vector([`bias_ih${ending}`, `bias_hh${ending}`], undefined, 'useBias: false')] : []),
    ];
  };

const kinds: Readonly<Record<string, Weights>> = {
  Conv1D: convolution([2, 1, 0]),
  Conv2D: convolution([2, 3, 1, 0]),
  Conv3D: convolution([2, 3, 4, 1, 0]),
  Conv2DTranspose: convolution([2, 3, 1, 0]),
  Conv3DTranspose: convolution([2, 3, 4, 1, 0]),
  DepthwiseConv2D: depthwise,
  Dense: dense,
  BatchNormalization: batchNormalisation,
  LayerNormalization: layerNormalisation,
  PReLU: prelu,
  Embedding: () => [turned('weight', [0, 1])],
};

/** Why PyTorch's weights do not fit some layers. */
const reasons: Readonly<Record<string, string>> = {
  GRU: "PyTorch's applies the reset gate after the product, TensorFlow.js' before it; export the model as ONNX",
  SeparableConv2D: 'in PyTorch it is two modules; expected a depthwiseConv2d and a conv2d',
};

interface Wrapped {
  readonly className: string;
  readonly config: LayerConfig;
}

const ofClass = (
  type: string,
  config: LayerConfig,
  orders: VectorOrders,
  call: LayerCall,
  level: number,
): readonly TorchWeight[] => {
  const ending = `_l${level}`;
  if (type === 'LSTM' || type === 'SimpleRNN') return recurrent(ending)(config, orders, call);
  const inner = (config['layer'] ?? {}) as Partial<Wrapped>;
  const { className = '', config: own = {} } = inner;
  if (type === 'TimeDistributed') return ofClass(className, own, { input: undefined, output: undefined }, call, level);
  if (type === 'Bidirectional' && (className === 'LSTM' || className === 'SimpleRNN'))
    return [ending, `${ending}_reverse`].flatMap((each) => recurrent(each)(own, orders, call));
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind) return kind(config, orders, call);
  const reason = reasons[type] ?? reasons[className] ?? 'it is not known what they are called in PyTorch';
  throw new InterpError(
    'unsupported-layer',
    `the layer ${shownName(call.use.name)} of type ${type} does not take weights of PyTorch: ${reason}; or map it to null and set its weights yourself`,
  );
};

/**
 * How the weights of a layer are made of those of a PyTorch module, in the order of `layer.getWeights()`.
 *
 * @param call - a call of the layer
 * @param orders - the orders of its vectors
 * @param level - which of several recurrent layers of a module, from 0
 * @throws InterpError `unsupported-layer`, `bad-option` for a layer that computes something else with them
 */
export const torchWeights = (call: LayerCall, orders: VectorOrders, level: number): readonly TorchWeight[] =>
  ofClass(call.layer.getClassName(), call.layer.getConfig(), orders, call, level);
