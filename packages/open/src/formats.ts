import { InterpError } from '@interp/checks';
import type { ModelSettings } from '@interp/files/node';
import { readBeside, readModelBytes, readNamedFile, weightsBeside } from '@interp/files/internal';
import { pretrainedNames, type PretrainedName } from '@interp/pretrained';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { rememberingSource } from './model-source.js';
import type { OwnNetwork } from './own-network.js';
import { expectedFile, hasFormat, readModel, suffixOf } from './read-model.js';

/** Whether a model is one that ships, by its name. */
export const isShipped = (model: string): model is PretrainedName =>
  (pretrainedNames as readonly string[]).includes(model);

const expected = `${pretrainedNames.join(', ')}, ${expectedFile}`;

/**
 * Loads a model that ships by its name, any other one from its file.
 *
 * @param model - its name or path
 * @param settings - what is known of it
 * @param files - to which the paths are added of the files beside its own
 * @param signal - ends the wait for a file that stays silent
 * @throws InterpError `bad-option` for a name that means nothing, and what reading a file of its format throws
 */
export const loadAnyModel = async (
  model: string,
  settings: ModelSettings,
  files: string[],
  signal?: AbortSignal,
): Promise<LayersModel | OwnNetwork> => {
  if (isShipped(model)) return (await import('@interp/pretrained')).pretrained(model);
  const bytes = (): Promise<Uint8Array> =>
    suffixOf(model) === '.json' ? readModelBytes(model) : readNamedFile(model, 'the model ', expected, signal);
  const source = { name: model, bytes, beside: readBeside(model), weights: weightsBeside(model) };
  if (hasFormat(model)) return readModel(rememberingSource(source, files), settings);
  // A file that is not there is told from one that means nothing.
  if (!/^[\w-]*$/.test(model)) await bytes();
  throw new InterpError('bad-option', `the option model is ${JSON.stringify(model)}; expected ${expected}`);
};
