import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkText, isInterpError, plainText } from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import { readModelBytes, readWeights } from './model-bytes.js';

/** What TensorFlow.js says in the first sentence of an error. */
const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return text.replace(
    /\.? This may be due to one of the following reasons:?$/,
    ', a class that TensorFlow.js does not have',
  );
};

/**
 * Loads a TensorFlow.js layers model from disk. The file is checked first: its structure, that no path leaves its folder,
 * and that the weights have the stated number of bytes. Each weight is compared with what its layer takes before it is made, and
 * nothing stays in memory where one is refused. Layers may be listed in any order, up to 20,000 of them; a deep sequential model
 * comes back as a functional one.
 *
 * @param path - the path of `model.json`
 * @returns the model, which belongs to the caller
 * @throws InterpError `not-found`, `bad-file` for a damaged model, `bad-value` for weights that are not finite,
 * `unsupported-model` for a graph model and for one of Keras 3, `no-backend` before one is started
 */
export const loadModel = async (path: string): Promise<LayersModel> => {
  checkText('path', path);
  // Loaded lazily: the validator is needed only once there is a file.
  const { parseModelFile, refuseFile } = await import('../model-files/model-file.js');
  const file = parseModelFile(path, await readModelBytes(path));
  const { StoredWeights } = await import('../model-files/stored-weights.js');
  const { buildModel } = await import('../model-files/build-model.js');
  const refuse = refuseFile(path);
  const stored = await readWeights(path, file.weightsManifest);
  checkBackend();
  const weights = new StoredWeights(stored, refuse);
  try {
    const model = await buildModel(file.modelTopology, weights, refuse);
    weights.checkAllTaken();
    return model;
  } catch (error) {
    weights.dispose();
    if (isInterpError(error)) throw error;
    throw refuseFile(path, error)(`makes no model (${plainText(reasonOf(error), 120)})`);
  }
};
