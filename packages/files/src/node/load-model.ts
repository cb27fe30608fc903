import { checkGivenText } from '@interp/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readModelBytes, weightsBeside } from './model-bytes.js';

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
  checkGivenText('the path', path, 'that of a model.json');
  const { readLayersModel } = await import('../model-files/read-layers-model.js');
  return readLayersModel(path, await readModelBytes(path), weightsBeside(path));
};
