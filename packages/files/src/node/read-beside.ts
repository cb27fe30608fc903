import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InterpError, shownName } from '@interp/checks';
import { isIn } from './model-bytes.js';

/**
 * Reads files beside a model, which names them. No path leads out of the model's folder, symbolic links neither.
 *
 * @param model - the path of the model
 * @returns gives the bytes of a file by its path in that folder; throws InterpError `bad-file` for a path out of it or something that is no plain
 *   file, and what Node.js throws
 */
export const readBeside =
  (model: string) =>
  (path: string): Uint8Array => {
    const folder = realpathSync(dirname(model));
    const file = realpathSync(join(folder, path));
    if (!isIn(folder, file) || !statSync(file).isFile())
      throw new InterpError('bad-file', `the weights are in ${shownName(path)}; expected a file in the model's folder`);
    return readFileSync(file);
  };
