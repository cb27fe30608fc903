import { isInterpError, plainText } from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ReadWeights } from './read-weights.js';

/** What TensorFlow.js says in the first sentence of an error. */
const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return text.replace(
    /\.? This may be due to one of the following reasons:?$/,
    ', a class that TensorFlow.js does not have',
  );
};

/**
 * Makes a TensorFlow.js layers model of its files, which are checked first.
 *
 * @param name - what its `model.json` is called, for messages
 * @param bytes - of the `model.json`
 * @param read - gives the files of its weights
 * @returns the model, which belongs to the caller
 * @throws InterpError as `loadModel` of `@interp/files/node`, and what `read` throws
 */
export const readLayersModel = async (name: string, bytes: Uint8Array, read: ReadWeights): Promise<LayersModel> => {
  // Loaded lazily: the validator is needed only once there is a file.
  const { parseModelFile, refuseFile } = await import('./model-file.js');
  const file = parseModelFile(name, bytes);
  const { readWeights } = await import('./read-weights.js');
  const { StoredWeights } = await import('./stored-weights.js');
  const { buildModel } = await import('./build-model.js');
  const refuse = refuseFile(name);
  const stored = await readWeights(name, file.weightsManifest, read);
  checkBackend();
  const weights = new StoredWeights(stored, refuse);
  try {
    const model = await buildModel(file.modelTopology, weights, refuse);
    weights.checkAllTaken();
    return model;
  } catch (error) {
    weights.dispose();
    if (isInterpError(error)) throw error;
    throw refuseFile(name, error)(`makes no model (${plainText(reasonOf(error), 120)})`);
  }
};
