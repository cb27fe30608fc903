import { float32Entry, InterpError, writeSafetensors, type SafetensorsEntry } from '@interp/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isLeNetActivation } from './activation.js';
import { torchParameters } from './torch-layout.js';

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
 * @throws InterpError `unsupported-model` for a model of another form
 */
export const lenetToTorch = async (model: LayersModel): Promise<Uint8Array> => {
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
