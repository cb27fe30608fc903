import { readNamedFile } from '@interp/files/internal';
import { givenIn, type ReadInputs } from './given-inputs.js';

/**
 * Reads the tensors of a file that are named as inputs of a model.
 *
 * @throws InterpError `not-found`, `bad-file`; the signal's reason
 */
export const readGiven: ReadInputs = async (path, network, signal) =>
  givenIn(path, await readNamedFile(path, 'the inputs ', 'a .safetensors file', signal), network);
