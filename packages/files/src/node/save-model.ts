import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkFunctions, checkText, InterpError } from '@interp/checks';
import { completeTopology } from '@interp/core/internal';
import { makeFolder } from './make-folder.js';
import type { ModelSettings } from '../model-files/model-settings.js';
import { checkModelSettings } from '../model-files/check-model-settings.js';
import { writeModelSettings } from './model-settings.js';
import { readPlainFile } from './read-plain-file.js';
import { removeQuietly } from './remove-quietly.js';
import { notWritable } from './not-writable.js';
import { writeFileAtomic } from './write-file-atomic.js';

const artifactsOf = async (model: LayersModel): Promise<tf.io.ModelArtifacts> => {
  let kept: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      kept = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    }),
  );
  return kept;
};

const weightFile = /^weights-[0-9a-f]{16}\.bin$/;

const weightsNamedIn = async (file: string): Promise<readonly string[]> => {
  const text = (await readPlainFile(file).catch(() => '')).toString('utf8');
  return [...text.matchAll(/"(weights-[0-9a-f]{16}\.bin)"/g)].map(([, name]) => name);
};

/** Makes the folder that was asked for. */
const madeFolder = async (folder: string): Promise<string> => {
  checkText('folder', folder);
  if (!folder)
    throw new InterpError('bad-option', 'the folder has no name; expected the path of one, such as "out/model"');
  try {
    const target = resolve(folder);
    await makeFolder(target);
    return target;
  } catch (error) {
    throw notWritable(folder, error);
  }
};

/**
 * Saves a model as TensorFlow.js' `model.json` with its weights beside it. A reader finds the old model or the new one, never
 * a mixture, even during the save or after a crash: the weight file is named by a hash of its contents, and
 * `model.json` is replaced last, atomically. Weights of an earlier save are removed.
 *
 * @param model - the model; borrowed
 * @param folder - where to; made if it is missing
 * @param settings - what the model does not say of its inputs and outputs, written to `interp.json` beside it. Default: what is there stays
 * @returns the path of `model.json`
 * @throws InterpError `not-writable`, `bad-option` for wrong settings or a folder without a name
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { loadModel, saveModel } from '@interp/files/node';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * const file = await saveModel(model, 'out/small', { bounds: [0, 1], labels: ['cat', 'dog'] });
 * const again = await loadModel(file);
 * ```
 */
export const saveModel = async (model: LayersModel, folder: string, settings?: ModelSettings): Promise<string> => {
  checkFunctions('the model', model, ['save'], 'a tf.LayersModel');
  if (settings) await checkModelSettings(settings, 'what is to be remembered of the model');
  const target = await madeFolder(folder);
  const artifacts = await artifactsOf(model);
  const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData));
  const name = `weights-${createHash('sha256').update(weights).digest('hex').slice(0, 16)}.bin`;
  const file = join(target, 'model.json');
  const before = await weightsNamedIn(file);
  await writeFileAtomic(join(target, name), weights);
  const { format, generatedBy, convertedBy, weightSpecs } = artifacts;
  const modelTopology = completeTopology(model, artifacts.modelTopology as object);
  const weightsManifest = [{ paths: [name], weights: weightSpecs }];
  await writeFileAtomic(file, JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest }));
  const left = before.filter((other) => weightFile.test(other) && other !== name);
  // The new model is there: weights of the old one that cannot be removed are only in the way.
  await Promise.all(left.map((other) => removeQuietly(join(target, other))));
  if (settings) await writeModelSettings(file, settings);
  return file;
};
