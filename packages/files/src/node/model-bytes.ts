import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { InterpError, shownName, shownPath } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { ModelFile, WeightSpec } from '../model-files/model-file.js';
import type { StoredWeight } from '../model-files/stored-weights.js';
import { codeOf } from './error-code.js';
import { readPlainFile } from './read-plain-file.js';

const bytesOf = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** How many bytes a weight takes in its file. */
const weightBytes = ({ shape, dtype, quantization: quantized }: WeightSpec): number =>
  sizeOfShape(shape) * bytesOf[quantized?.dtype ?? dtype];

const expectedBy: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; expected the model.json in it',
  EINVAL: 'it is a device, a FIFO or a socket; expected a file',
};

/**
 * Reads a file of a model.
 *
 * @param path - its path
 * @param most - the most bytes that it may have
 * @throws InterpError `not-found`, `bad-file`
 */
export const readModelBytes = async (path: string, most = Infinity): Promise<Buffer> => {
  try {
    return await readPlainFile(path, { most });
  } catch (cause) {
    const code = String(codeOf(cause));
    if (code === 'EFBIG')
      throw new InterpError(
        'bad-file',
        `${shownPath(path)} has more bytes than the weights in it; fetch or save the model again`,
        { cause },
      );
    const expected = expectedBy[code] ?? 'expected a file that is there and open to you';
    throw new InterpError('not-found', `${shownPath(path)} cannot be read; ${expected}`, { cause });
  }
};

/** Whether a path leads to something inside a folder. */
export const isIn = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** Resolves symbolic links, so that none leaves the folder. */
const inside = async (folder: string, name: string): Promise<string> => {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new InterpError('not-found', `${shownPath(folder)} cannot be read; expected a folder that is open to you`, {
      cause,
    });
  });
  const path = join(root, name);
  const real = await realpath(path).catch(() => path);
  if (isAbsolute(name) || /[\\\0:]/.test(name) || !isIn(root, path) || !isIn(root, real))
    throw new InterpError(
      'bad-file',
      `the weights path ${shownName(name)} leads out of the model's folder; expected a file in it`,
    );
  return path;
};

/**
 * Reads the weights of a model, each with its bytes.
 *
 * @param path - the path of its `model.json`
 * @param weightsManifest - which files have which weights
 * @throws InterpError `not-found`, `bad-file` where a path leads out of the folder, or bytes are missing or too many
 */
export const readWeights = async (
  path: string,
  weightsManifest: ModelFile['weightsManifest'],
): Promise<readonly StoredWeight[]> => {
  const stored: StoredWeight[] = [];
  const named = new Set<string>();
  for (const { paths, weights } of weightsManifest) {
    const expected = weights.reduce((sum, spec) => sum + weightBytes(spec), 0);
    const parts: Buffer[] = [];
    // A file that is named many times, or longer than its weights, would fill the memory.
    let left = expected;
    for (const name of paths) {
      if (named.has(name))
        throw new InterpError(
          'bad-file',
          `${shownPath(path)} names the weights file ${shownName(name)} twice; expected each once`,
        );
      named.add(name);
      const part = await readModelBytes(await inside(dirname(resolve(path)), name), left);
      left -= part.length;
      parts.push(part);
    }
    const group = Buffer.concat(parts);
    if (group.length !== expected)
      throw new InterpError(
        'bad-file',
        `the weights of ${shownPath(path)} have ${group.length} bytes; expected ${expected}; fetch or save them again`,
      );
    let begin = 0;
    for (const spec of weights) {
      const bytes = group.subarray(begin, (begin += weightBytes(spec)));
      // The weights of an optimiser belong to no layer.
      if (spec.group !== 'optimizer') stored.push({ spec, bytes });
    }
  }
  return stored;
};
