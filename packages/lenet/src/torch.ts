import { checkFields, InterpError, shownName } from '@interp/checks';
import { float32Entry, readSafetensors, writeSafetensors, type SafetensorsEntry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isLeNetActivation, lenet, leNetActivations, type LeNetActivation } from './lenet.js';

/** One parameter of the LeNet in PyTorch's layout and in ours. */
interface TorchParameter {
  /** Its name in PyTorch's state dict. */
  readonly name: string;
  /** Our layer. */
  readonly layer: string;
  /** Its index among the layer's weights: 0 the kernel, 1 the bias. */
  readonly index: 0 | 1;
  /** PyTorch's shape. */
  readonly torchShape: readonly number[];
  /** Our shape. */
  readonly shape: readonly number[];
  /** From the row-major index of a value in our layout to that in PyTorch's. */
  readonly from: (at: number) => number;
}

const same = (at: number): number => at;

/** OIHW to HWIO. */
const convolution = (
  layer: string,
  height: number,
  width: number,
  inputs: number,
  outputs: number,
): TorchParameter => ({
  name: `${layer}.weight`,
  layer,
  index: 0,
  torchShape: [outputs, inputs, height, width],
  shape: [height, width, inputs, outputs],
  from: (at) => {
    const o = at % outputs;
    const i = Math.floor(at / outputs) % inputs;
    const pixel = Math.floor(at / (outputs * inputs));
    return (o * inputs + i) * height * width + pixel;
  },
});

/** [out, in] to [in, out]; `input` maps our input unit to PyTorch's. */
const dense = (
  layer: string,
  inputs: number,
  outputs: number,
  input: (unit: number) => number = same,
): TorchParameter => ({
  name: `${layer}.weight`,
  layer,
  index: 0,
  torchShape: [outputs, inputs],
  shape: [inputs, outputs],
  from: (at) => (at % outputs) * inputs + input(Math.floor(at / outputs)),
});

const bias = (layer: string, size: number): TorchParameter => ({
  name: `${layer}.bias`,
  layer,
  index: 1,
  torchShape: [size],
  shape: [size],
  from: same,
});

/** The second convolution is flattened as height, width, channel here and as channel, height, width in PyTorch. */
const flattened = (unit: number): number => (unit % 16) * 64 + Math.floor(unit / 16);

/** All parameters of the LeNet. PyTorch stores images as NCHW and dense weights as [out, in]; TensorFlow.js as NHWC and [in, out]. */
const torchParameters: readonly TorchParameter[] = [
  convolution('conv1', 5, 5, 1, 6),
  bias('conv1', 6),
  convolution('conv2', 5, 5, 6, 16),
  bias('conv2', 16),
  dense('fc1', 1024, 300, flattened),
  bias('fc1', 300),
  dense('fc2', 300, 84),
  bias('fc2', 84),
  dense('fc3', 84, 10),
  bias('fc3', 10),
];

const bad = (message: string): InterpError => new InterpError('bad-file', message);

const activationOf = (metadata: ReadonlyMap<string, string>): LeNetActivation => {
  const name = metadata.get('activation') ?? 'sigmoid';
  if (isLeNetActivation(name)) return name;
  throw bad(`the weights' activation is ${shownName(name, 42)}; expected one of ${leNetActivations.join(', ')}`);
};

/** The values of one parameter in our layout. */
const convert = ({ name, torchShape, from }: TorchParameter, entry: SafetensorsEntry | undefined): Float32Array => {
  const expected = `expected float values of shape [${torchShape.join(', ')}]`;
  if (!entry) throw bad(`the weights lack ${name}; ${expected}`);
  const { dtype, shape, data } = entry;
  if (shape.length !== torchShape.length || !torchShape.every((size, axis) => shape[axis] === size))
    throw bad(`${name} has the shape [${shape.join(', ')}]; ${expected}, as the LeNet of the thesis has`);
  if (!['F32', 'F64', 'F16', 'BF16'].includes(dtype)) throw bad(`${name} holds ${dtype} values; ${expected}`);
  const values = Float32Array.from({ length: data.length }, (_, at) => Number(data[from(at)]));
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw bad(`${name} holds ${String(values[wrong])}; expected finite values`);
  return values;
};

/**
 * The LeNet with the weights of a PyTorch state dict in safetensors: `conv1.weight`, `conv1.bias`, `conv2.*`, `fc1.*`, `fc2.*`,
 * `fc3.*` in PyTorch's layout, and the activation in the metadata `activation` (default `sigmoid`). Convolutions are transposed from OIHW to
 * HWIO, and the first dense layer's inputs are reordered from channel, height, width to height, width, channel.
 *
 * @param bytes - the file
 * @returns the network, which belongs to the caller
 * @throws InterpError `bad-file` for a damaged file, and for tensors that are missing, unknown, of the wrong shape or not finite
 *
 * @example
 * ```ts
 * import { lenet, lenetFromTorch, lenetToTorch } from '@interp/lenet';
 *
 * const model = lenet({ activation: 'relu', seed: 1 });
 * const same = lenetFromTorch(await lenetToTorch(model));
 * console.log(same.countParams()); // 336206
 * ```
 */
export const lenetFromTorch = (bytes: Uint8Array): LayersModel => {
  const { tensors, metadata } = readSafetensors(bytes);
  const activation = activationOf(metadata);
  const known = new Set(torchParameters.map(({ name }) => name));
  for (const name of tensors.keys())
    if (!known.has(name))
      throw bad(
        `the weights have a tensor ${shownName(name, 60)} that the LeNet does not have; expected ${[...known].join(', ')}`,
      );
  const values = torchParameters.map((parameter) => convert(parameter, tensors.get(parameter.name)));
  const model = lenet({ activation });
  tf.tidy(() => {
    torchParameters.forEach(({ layer, index, shape }, i) => {
      model.getLayer(layer).weights[index].write(tf.tensor(values[i], [...shape]));
    });
  });
  return model;
};

const layerOf = (model: LayersModel, name: string): LayersModel['layers'][number] => {
  const layer = model.layers.find((candidate) => candidate.name === name);
  if (!layer) throw new InterpError('unsupported-model', `the model has no layer ${name}; expected a LeNet of lenet()`);
  return layer;
};

/**
 * Writes a LeNet as a PyTorch state dict in safetensors: the inverse of {@link lenetFromTorch}.
 *
 * @param model - a network of {@link lenet}; borrowed
 * @returns the file's bytes, with the metadata `activation`
 * @throws InterpError `unsupported-model` for another architecture
 */
export const lenetToTorch = async (model: LayersModel): Promise<Uint8Array> => {
  checkFields('the model', model, { layers: 'list' });
  const called = layerOf(model, 'conv1').getConfig()['activation'];
  const activation = called === 'linear' ? 'identity' : typeof called === 'string' ? called : 'missing';
  if (!isLeNetActivation(activation))
    throw new InterpError('unsupported-model', `the model's activation is ${activation}; expected a LeNet of lenet()`);
  const entries = await Promise.all(
    torchParameters.map(
      async ({ name, layer, index, torchShape, shape, from }): Promise<[string, SafetensorsEntry]> => {
        const weight = layerOf(model, layer).weights[index];
        if (!weight || weight.shape.join() !== shape.join())
          throw new InterpError(
            'unsupported-model',
            `the layer ${layer} is not the LeNet's; expected a LeNet of lenet()`,
          );
        const values = await weight.read().data<'float32'>();
        const theirs = new Float32Array(values.length);
        for (let at = 0; at < values.length; at++) theirs[from(at)] = values[at]!;
        return [name, float32Entry(torchShape, theirs)];
      },
    ),
  );
  return writeSafetensors(entries, [['activation', activation]]);
};
