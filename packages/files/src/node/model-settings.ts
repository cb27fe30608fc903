import { basename, dirname, join } from 'node:path';
import { checkGivenText, InterpError, shownPath } from '@interp/checks';
import { checkModelSettings, modelSettingsIn, settingsFileName } from '../model-files/check-model-settings.js';
import type { ModelSettings } from '../model-files/model-settings.js';
import { readPlainFile } from './read-plain-file.js';
import { writeFileAtomic } from './write-file-atomic.js';

/** Longest file of settings that is read: a hundred thousand names. */
const mostBytes = 2 ** 24;

/**
 * The path of the settings of a model: `interp.json` beside a `model.json`, `NAME.interp.json` beside any other file.
 *
 * @param model - the path of the model
 * @returns the path; there need not be a file
 */
export const modelSettingsFile = (model: string): string => {
  checkGivenText('the model', model, 'the path of its file');
  return join(dirname(model), settingsFileName(basename(model)));
};

/** Whether a file is not there: also where it cannot be, its name being too long or its folder none. */
const isAbsent = (code: unknown): boolean => code === 'ENOENT' || code === 'ENAMETOOLONG' || code === 'ENOTDIR';

/**
 * Reads what is remembered of a model.
 *
 * @param model - the path of the model
 * @returns the settings; none where there is no such file
 * @throws InterpError `bad-file` for a file that cannot be read or is damaged
 */
export const readModelSettings = async (model: string): Promise<ModelSettings> => {
  const file = modelSettingsFile(model);
  let text: string;
  try {
    text = (await readPlainFile(file, { most: mostBytes })).toString('utf8');
  } catch (cause) {
    if (isAbsent((cause as { code?: unknown }).code)) return {};
    throw new InterpError('bad-file', `${shownPath(file)} cannot be read; mend or remove it`, { cause });
  }
  return modelSettingsIn(text, file);
};

/**
 * Remembers settings of a model, atomically, in the place of those that were there.
 *
 * @param model - the path of the model
 * @param settings - the settings
 * @returns the path of the file
 * @throws InterpError `bad-option` for wrong settings, `not-writable`
 */
export const writeModelSettings = async (model: string, settings: ModelSettings): Promise<string> => {
  const file = modelSettingsFile(model);
  const all = await checkModelSettings(settings, 'what is to be remembered of the model');
  await writeFileAtomic(file, `${JSON.stringify(all, undefined, 2)}\n`);
  return file;
};
