import { InterpError, readSafetensors, type SafetensorsEntry } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isLeNetActivation, leNetActivations, type LeNetActivation } from './activation.js';
import { lenet } from './lenet.js';
import { torchParameters, type TorchParameter } from './torch-layout.js';

const bad = (message: string): InterpError => new InterpError('bad-file', message);

const activationOf = (metadata: ReadonlyMap<string, string>): LeNetActivation => {
  const name = metadata.get('activation') ?? 'sigmoid';
  if (isLeNetActivation(name)) return name;
  throw bad(
    `the weights' activation is ${JSON.stringify(name.slice(0, 40))}; expected one of ${leNetActivations.join(', ')}`,
  );
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
 * `fc3.*` in PyTorch's layout, and the metadata `activation`, `sigmoid` where it is missing. Convolutions go from OIHW to HWIO, and
 * the first dense layer's inputs from the order channel, height, width to height, width, channel.
 *
 * @param bytes - the file
 * @returns the network, which belongs to the caller
 * @throws InterpError `bad-file` for a damaged file and for missing, misshapen, surplus or not finite tensors
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
        `the weights have a tensor ${JSON.stringify(name.slice(0, 60))} that the LeNet has not; expected ${[...known].join(', ')}`,
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
