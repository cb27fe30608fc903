import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { checkText } from '../checks/choices.js';
import { plainText, shownName, shownPath } from '../checks/plain-text.js';
import { InterpError } from '../errors.js';
import type { ModelFile, WeightSpec } from '../model-files/model-file.js';
import { areFinite } from '../numeric/are-finite.js';
import { readPlainFile } from './read-plain-file.js';

const bytesOf = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** How many bytes a weight takes in its file. */
const weightBytes = ({ shape, dtype, quantization: quantized }: WeightSpec): number =>
  shape.reduce((product, size) => product * size, bytesOf[quantized?.dtype ?? dtype]);

const expectedBy: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder; expected the model.json in it',
  EINVAL: 'it is a device, a FIFO or a socket; expected a file',
};

const read = async (path: string): Promise<Buffer> => {
  try {
    return await readPlainFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const expected = expectedBy[String(code)] ?? 'expected a file that is there and open to you';
    throw new InterpError('not-found', `${shownPath(path)} cannot be read; ${expected}`, { cause });
  }
};

/** Whether a path is of something in a folder, or below it. */
const isIn = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/** Resolves symbolic links, so that none leaves the folder. */
const inside = async (folder: string, name: string): Promise<string> => {
  const root = await realpath(folder);
  const path = join(root, name);
  const real = await realpath(path).catch(() => path);
  if (isAbsolute(name) || /[\\\0:]/.test(name) || !isIn(root, path) || !isIn(root, real))
    throw new InterpError(
      'bad-file',
      `the weights path ${shownName(name)} leads out of the model's folder; expected a file in it`,
    );
  return path;
};

const readWeights = async (path: string, { weightsManifest }: ModelFile): Promise<Uint8Array> => {
  const groups: Buffer[] = [];
  for (const { paths, weights } of weightsManifest) {
    const parts: Buffer[] = [];
    for (const name of paths) parts.push(await read(await inside(dirname(resolve(path)), name)));
    const group = Buffer.concat(parts);
    const expected = weights.reduce((sum, spec) => sum + weightBytes(spec), 0);
    if (group.length !== expected)
      throw new InterpError(
        'bad-file',
        `the weights of ${shownPath(path)} have ${group.length} bytes; expected ${expected}; fetch or save them again`,
      );
    groups.push(group);
  }
  return Uint8Array.from(Buffer.concat(groups));
};

const weightThatIsNotFinite = (model: LayersModel): string | undefined =>
  model.weights.find((weight) => {
    const value = weight.read();
    return value.dtype === 'float32' && !areFinite(value.dataSync<'float32'>());
  })?.name;

/**
 * Loads a TensorFlow.js layers model from disk. The file is checked first: its structure, that no path leaves its folder,
 * and that the weights have the stated number of bytes.
 *
 * @param path - the path of `model.json`
 * @returns the model, which belongs to the caller
 * @throws InterpError `not-found`, `bad-file` for a damaged model, `bad-value` for weights that are not finite,
 * `unsupported-model` for a graph model
 */
export const loadModel = async (path: string): Promise<LayersModel> => {
  checkText('path', path);
  // Loaded lazily: the validator is needed only once there is a file.
  const { parseModelFile } = await import('../model-files/model-file.js');
  const file = parseModelFile(path, (await read(path)).toString('utf8'));
  const weightData = await readWeights(path, file);
  const weightSpecs = file.weightsManifest.flatMap((group) => group.weights) as tf.io.WeightsManifestEntry[];
  let model: LayersModel;
  try {
    model = await loadLayersModel(
      tf.io.fromMemory({ modelTopology: file.modelTopology, weightSpecs, weightData: weightData.buffer }),
    );
  } catch (error) {
    const why = plainText((error instanceof Error ? error.message : String(error)).split('\n')[0], 120);
    throw new InterpError(
      'bad-file',
      `${shownPath(path)} makes no model (${why}); expected a layers model of known layers`,
      {
        cause: error,
      },
    );
  }
  const bad = weightThatIsNotFinite(model);
  if (bad === undefined) return model;
  model.dispose();
  throw new InterpError(
    'bad-value',
    `the weight ${shownName(bad)} of ${shownPath(path)} holds values that are not finite; expected numbers; save a sound model`,
  );
};
