import { isInterpError } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import { inFile, readBeside } from '@interp/files/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OwnNetwork } from './loaded-model.js';

/** A format of files of models. */
interface ModelFormat {
  /** What it is called in results. */
  readonly name: string;
  /** Reads a file of it, given its path, a function that gives its bytes, and what is known of the model. */
  readonly read: (
    path: string,
    bytes: () => Promise<Uint8Array>,
    settings: ModelSettings,
  ) => Promise<LayersModel | OwnNetwork>;
}

const keras = (name: string): ModelFormat => ({
  name,
  read: async (path, bytes, { size }) => {
    const { kerasModel } = await import('@interp/keras');
    const [given, weights] = [await bytes(), readBeside(path)];
    return inFile(path, () => kerasModel(given, { size, ...(name === 'tfjs-layers-model' && { weights }) }));
  },
});

/** A `model.json`, of layers or of a graph. */
const modelJson: ModelFormat = {
  name: 'tfjs-layers-model',
  read: async (path, bytes, settings) => {
    const { isGraphModel, loadModel } = await import('@interp/files/node');
    try {
      return await loadModel(path);
    } catch (error) {
      if (!isInterpError(error) || error.code !== 'unsupported-model') throw error;
      if (await isGraphModel(path)) return (await import('./graph-model.js')).loadGraphNetwork(path, settings.size);
      // Of Keras 3, which TensorFlow.js does not know.
      return keras('tfjs-layers-model').read(path, bytes, settings);
    }
  },
};

/** The formats of files that `--model` takes, by suffix. */
export const modelFormats: Readonly<Record<string, ModelFormat>> = {
  '.json': modelJson,
  '.keras': keras('keras'),
  '.h5': keras('keras-hdf5'),
  '.hdf5': keras('keras-hdf5'),
  '.onnx': {
    name: 'onnx',
    read: async (path, bytes, { size }) => {
      const { onnxNetwork } = await import('@interp/onnx');
      const given = await bytes();
      return inFile(path, () => onnxNetwork(given, { externalData: readBeside(path), size }));
    },
  },
  '.safetensors': {
    name: 'lenet-state-dict',
    read: async (path, bytes) => {
      const { lenetFromTorch } = await import('@interp/lenet');
      const given = await bytes();
      return inFile(path, () => lenetFromTorch(given));
    },
  },
};
