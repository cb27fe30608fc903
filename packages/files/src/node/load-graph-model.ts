import { checkGivenText } from '@interp/checks';
import { isGraphModelFile, readGraphModel, type StoredGraphModel } from '../model-files/read-graph-model.js';
import { readModelBytes, weightsBeside } from './model-bytes.js';

/**
 * Whether a file is the `model.json` of a graph model; what else it may be is not looked at.
 *
 * @param path - its path
 * @returns false for anything else
 * @throws InterpError `not-found`, `bad-file` for a file that is no JSON
 */
export const isGraphModel = async (path: string): Promise<boolean> => {
  checkGivenText('the path', path, 'that of a model.json');
  return isGraphModelFile(path, await readModelBytes(path));
};

/**
 * Loads a TensorFlow.js graph model from disk. The file is checked first: its structure, that no path leaves its folder, and that the weights have
 * the stated number of bytes. Quantised weights are decoded.
 *
 * @param path - the path of `model.json`
 * @returns its nodes and weights; dispose of it
 * @throws InterpError `not-found`, `bad-file` for a damaged model or another file, `bad-value` for weights that are no numbers, `no-backend` before one is
 *   started
 */
export const loadGraphModel = async (path: string): Promise<StoredGraphModel> => {
  checkGivenText('the path', path, 'that of a model.json');
  return readGraphModel(path, await readModelBytes(path), weightsBeside(path));
};
