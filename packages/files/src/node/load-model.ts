import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkBackend, checkText, plainText, shownName, shownPath } from '@interp/core/internal';
import { InterpError, isInterpError } from '@interp/core';
import type { ModelFile, WeightSpec } from '../model-files/model-file.js';
import type { StoredWeight } from '../model-files/stored-weights.js';
import { codeOf } from './error-code.js';
import { readPlainFile } from './read-plain-file.js';

const bytesOf = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** How many bytes a weight takes in its file. */
const weightBytes = ({ shape, dtype, quantization: quantized }: WeightSpec): number =>
  shape.reduce((product, size) => product * size, bytesOf[quantized?.dtype ?? dtype]);

const expectedBy: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; expected the model.json in it',
  EINVAL: 'it is a device, a FIFO or a socket; expected a file',
};

const read = async (path: string, most = Infinity): Promise<Buffer> => {
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
const isIn = (folder: string, path: string): boolean => {
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

const readWeights = async (path: string, { weightsManifest }: ModelFile): Promise<readonly StoredWeight[]> => {
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
      const part = await read(await inside(dirname(resolve(path)), name), left);
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
  const file = parseModelFile(path, await read(path));
  const { StoredWeights } = await import('../model-files/stored-weights.js');
  const { buildModel } = await import('../model-files/build-model.js');
  const refuse = refuseFile(path);
  const stored = await readWeights(path, file);
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
