import { InterpError, isInterpError } from '@interp/checks';
import { inFile, isGraphModelFile, readLayersModel } from '@interp/files/building';
import type { ModelSettings } from '@interp/files/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelSource } from './model-source.js';
import type { OwnNetwork } from './own-network.js';

/** A format of files of models. */
interface ModelFormat {
  /** What it is called. */
  readonly name: string;
  /** Reads a file of it, with what is known of the model. */
  readonly read: (source: ModelSource, settings: ModelSettings) => Promise<LayersModel | OwnNetwork>;
}

const keras = (name: string): ModelFormat => ({
  name,
  read: async (source, { size }) => {
    const { kerasModel } = await import('@interp/keras');
    const given = await source.bytes();
    const weights = source.beside;
    return inFile(source.name, () => kerasModel(given, { size, ...(name === 'tfjs-layers-model' && { weights }) }));
  },
});

/** A `model.json`, of layers or of a graph. */
const modelJson: ModelFormat = {
  name: 'tfjs-layers-model',
  read: async (source, settings) => {
    const bytes = await source.bytes();
    try {
      return await readLayersModel(source.name, bytes, source.weights);
    } catch (error) {
      if (!isInterpError(error) || error.code !== 'unsupported-model') throw error;
      if (await isGraphModelFile(source.name, bytes))
        return (await import('./graph-network.js')).readGraphNetwork(source, bytes, settings.size);
      // Of Keras 3, which TensorFlow.js does not know.
      return keras('tfjs-layers-model').read(source, settings);
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
    read: async ({ name, bytes, beside }, { size }) => {
      const { onnxNetwork } = await import('@interp/onnx');
      const given = await bytes();
      return inFile(name, () => onnxNetwork(given, { externalData: beside, size }));
    },
  },
  '.safetensors': {
    name: 'lenet-state-dict',
    read: async ({ name, bytes }) => {
      const { lenetFromTorch } = await import('@interp/lenet');
      const given = await bytes();
      return inFile(name, () => lenetFromTorch(given));
    },
  },
};

/** What the formats of files are called that {@link openModel} takes, by suffix: `{ '.onnx': 'onnx', … }`. */
export const modelFormats: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(formats).map(([suffix, { name }]) => [suffix, name]),
);

/** What a file of one of them is, for messages. */
export const expectedFile = `a model.json, or a ${Object.keys(modelFormats).slice(1).join(', ')} file`;

/** The suffix of a name, as `.onnx`; nothing where it has none. */
export const suffixOf = (name: string): string => /(?<=[^/\\])\.[^./\\]*$/.exec(name)?.[0] ?? '';

/** Whether the suffix of a name is that of a format. */
export const hasFormat = (name: string): boolean => Object.hasOwn(formats, suffixOf(name));

/**
 * Reads a model, its format told by the suffix of its name.
 *
 * @throws InterpError `bad-option` for another suffix, and what reading a file of its format throws
 */
export const readModel = (source: ModelSource, settings: ModelSettings): Promise<LayersModel | OwnNetwork> => {
  if (hasFormat(source.name)) return formats[suffixOf(source.name)].read(source, settings);
  throw new InterpError('bad-option', `no format has the suffix of ${source.name}`);
};
