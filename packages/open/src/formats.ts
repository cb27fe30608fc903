import { extname } from 'node:path';
import { InterpError, isInterpError } from '@interp/checks';
import type { ModelSettings } from '@interp/files/node';
import { inFile, readBeside, readNamedFile } from '@interp/files/internal';
import { pretrainedNames, type PretrainedName } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OwnNetwork } from './own-network.js';

/** A format of files of models. */
interface ModelFormat {
  /** What it is called. */
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
      if (await isGraphModel(path)) return (await import('./graph-network.js')).loadGraphNetwork(path, settings.size);
      // Of Keras 3, which TensorFlow.js does not know.
      return keras('tfjs-layers-model').read(path, bytes, settings);
    }
  },
};

const formats: Readonly<Record<string, ModelFormat>> = {
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

/** What the formats of files are called that {@link openModel} takes, by suffix: `{ '.onnx': 'onnx', … }`. */
export const modelFormats: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(formats).map(([suffix, { name }]) => [suffix, name]),
);

/** Whether a model is one that ships, by its name. */
export const isShipped = (model: string): model is PretrainedName =>
  (pretrainedNames as readonly string[]).includes(model);

const expected = `${pretrainedNames.join(', ')}, a model.json, or a ${Object.keys(formats).slice(1).join(', ')} file`;

/**
 * Loads a model that ships by its name, any other one from its file.
 *
 * @throws InterpError `bad-option` for a name that means nothing, and what reading a file of its format throws
 */
export const loadAnyModel = async (
  model: string,
  settings: ModelSettings,
  signal?: AbortSignal,
): Promise<LayersModel | OwnNetwork> => {
  if (isShipped(model)) return (await import('@interp/pretrained')).pretrained(model);
  const bytes = (): Promise<Uint8Array> => readNamedFile(model, 'the model ', expected, signal);
  const suffix = extname(model);
  if (Object.hasOwn(formats, suffix)) return formats[suffix].read(model, bytes, settings);
  // A file that is not there is told from one that means nothing.
  if (!/^[\w-]*$/.test(model)) await bytes();
  throw new InterpError('bad-option', `the option model is ${JSON.stringify(model)}; expected ${expected}`);
};
