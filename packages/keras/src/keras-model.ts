import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  callback,
  checkedBy,
  checkList,
  checkNumber,
  choice,
  InterpError,
  isInterpError,
  optionsTable,
  plainText,
  shownName,
} from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import { canWalk } from '@interp/core';
import type { KerasNetwork } from './graph/build-network.js';
import type { ModelSpec } from './config/model-spec.js';
import { readConfig } from './config/read-config.js';
import { isHdf5, openHdf5 } from './hdf5/hdf5-file.js';
import { layerThatTensorFlowLacks } from './layers-model/layers-of-tensorflow.js';
import type { WeightsReader } from './model-json.js';
import { hdf5Weights, kerasWeights, type LayerWeights } from './weights/layer-weights.js';
import { isZip, openZip } from './zip/read-zip.js';

/** A file of a model, of which the configuration is read and the weights are found. */
interface KerasFile {
  readonly model: ModelSpec;
  readonly weights: LayerWeights;
}

/** The longest configuration: that of twenty thousand layers. */
const longestConfig = 2 ** 27;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const isVersion3 = (version: unknown): boolean => typeof version === 'string' && /^[3-9]/.test(version);

const readKeras = (bytes: Uint8Array): KerasFile => {
  const archive = openZip(bytes);
  const config = archive.read('config.json', longestConfig);
  const metadata = archive.read('metadata.json', longestConfig);
  if (!config)
    throw new InterpError(
      'bad-file',
      `the archive has no config.json, but ${plainText(archive.names.slice(0, 3).join(', '), 80) || 'no file'}; expected what model.save("model.keras") of Keras writes`,
    );
  let version: unknown = '3';
  if (metadata) version = /"keras_version": "([^"]*)"/.exec(text(metadata))?.[1] ?? '3';
  const model = readConfig(text(config), isVersion3(version));
  const weights = archive.read('model.weights.h5', Infinity);
  if (!weights) {
    const other = archive.names.find((name) => name.startsWith('model.weights'));
    throw new InterpError(
      other === undefined ? 'bad-file' : 'unsupported-model',
      `the archive has ${other === undefined ? 'no weights' : `its weights in ${shownName(other)}`}; expected model.weights.h5; save the model again, in one piece`,
    );
  }
  return { model, weights: kerasWeights(openHdf5(weights), model) };
};

const readHdf5 = (bytes: Uint8Array): KerasFile => {
  const root = openHdf5(bytes);
  const config = root.text('model_config');
  if (config === undefined)
    throw new InterpError(
      'unsupported-model',
      'the file has weights, and no model_config that says of which layers; expected what model.save writes, not model.save_weights',
    );
  const model = readConfig(config, isVersion3(root.text('keras_version')));
  const group = root.group('model_weights');
  if (!group) throw new InterpError('bad-file', 'the file has no group model_weights; save the model again');
  return { model, weights: hdf5Weights(group, model) };
};

/** What {@link kerasModel} makes. */
export type KerasModelForm = 'auto' | 'layers' | 'network';

/** Options of {@link kerasModel}. */
export interface KerasModelOptions {
  /**
   * What to make: `layers`, a `tf.LayersModel`, which can be trained and saved; `network`, a `Network`, which has more layers and can only be run,
   * explained and attacked; `auto`, the default, a `tf.LayersModel` where TensorFlow.js has all of the layers and relevance and gradients can go
   * back through them, else a `Network`, and where that is not possible either, a `tf.LayersModel` that can only be run.
   */
  readonly form?: KerasModelForm;
  /** Gives the files of weights that a `model.json` names, by the paths that it has for them; needed for such a file, and only for it. */
  readonly weights?: WeightsReader;
  /** Width and height of pictures in pixels, where a `Network` is made of a model that leaves them open; of sequences, the first is the length. */
  readonly size?: readonly [width: number, height: number];
}

const table = optionsTable<KerasModelOptions>()({
  weights: callback<WeightsReader>(),
  form: choice(['auto', 'layers', 'network'], { default: 'auto' }),
  size: checkedBy<readonly [width: number, height: number]>((name, value) => {
    checkList(name, value, { length: 2, numbers: true });
    for (const side of value as readonly number[]) checkNumber(name, side, { min: 1, integer: true });
  }),
});

const layersModel = async ({ model, weights }: KerasFile): Promise<LayersModel> => {
  const { buildLayersModel } = await import('./layers-model/build-layers-model.js');
  return buildLayersModel(model, weights);
};

const network = async ({ model, weights }: KerasFile, size: KerasModelOptions['size']): Promise<KerasNetwork> => {
  const { buildNetwork } = await import('./graph/build-network.js');
  return buildNetwork(model, weights, size);
};

const build = async (
  file: KerasFile,
  { form, size }: { readonly form: KerasModelForm; readonly size?: KerasModelOptions['size'] },
): Promise<LayersModel | KerasNetwork> => {
  if (form === 'network') return network(file, size);
  const lacked = layerThatTensorFlowLacks(file.model, false);
  if (form === 'layers' && lacked)
    throw new InterpError(
      'unsupported-layer',
      `the layer ${shownName(lacked.name)} of class ${plainText(lacked.type, 40)} is none that TensorFlow.js has, with these options; leave out the form, or build the model of other layers`,
    );
  if (form === 'layers' || layerThatTensorFlowLacks(file.model, true) === undefined) return layersModel(file);
  try {
    const found = await network(file, size);
    // What cannot be gone back through either way can be trained and saved as layers.
    if (lacked || canWalk(found)) return found;
    found.dispose();
  } catch (error) {
    if (lacked || !isInterpError(error) || error.code !== 'unsupported-layer') throw error;
  }
  return layersModel(file);
};

const readFile = async (bytes: Uint8Array, weights: WeightsReader | undefined): Promise<KerasFile | undefined> => {
  if (isZip(bytes)) return readKeras(bytes);
  if (isHdf5(bytes)) return readHdf5(bytes);
  const { isJson, readModelJson } = await import('./model-json.js');
  return isJson(bytes) ? readModelJson(bytes, weights) : undefined;
};

/**
 * Reads a model of Keras 2 or 3: a `.keras` file, or a file of HDF5 (`.h5`, `.hdf5`) with the whole model, or a `model.json`, told apart by their first bytes. Nothing
 * of the file is run: layers that hold Python (`Lambda`, classes of one's own) are refused by name.
 *
 * @param bytes - the whole file; borrowed, also by the model on backends that keep numbers where they are given them, so do not change them
 * @param options - what to make
 * @returns the model, which belongs to the caller: dispose of it; its outputs are Keras', to rounding
 * @throws InterpError `bad-file` for a damaged file or weights that do not fit, `bad-value` for weights that are not finite, `unsupported-layer` naming
 * the layer and its class, `unsupported-model` for what Keras does not write, `no-backend` before one is started
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { classifier } from '@interp/core';
 * import { kerasModel } from '@interp/keras';
 *
 * const model = await kerasModel(await readFile('strokes.keras'));
 * console.log(classifier(model, { bounds: [0, 1] }).classes); // 4
 * ```
 */
export const kerasModel = async (
  bytes: Uint8Array,
  options: KerasModelOptions = {},
): Promise<LayersModel | KerasNetwork> => {
  const given = table.withDefaults(options);
  if (!(bytes instanceof Uint8Array))
    throw new InterpError(
      'bad-file',
      'the model is given as no Uint8Array; expected the bytes of a .keras or HDF5 file',
    );
  checkBackend();
  const file = await readFile(bytes, given.weights);
  if (file) return build(file, given);
  throw new InterpError(
    'bad-file',
    'the bytes are those of no .keras and no HDF5 file; expected what model.save("model.keras") of Keras writes',
  );
};
