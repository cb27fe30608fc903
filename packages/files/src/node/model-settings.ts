import { basename, dirname, join, parse } from 'node:path';
import { InterpError, shownPath } from '@interp/checks';
import type { ModelSettings } from '../model-files/model-settings.js';
import { readPlainFile } from './read-plain-file.js';
import { writeFileAtomic } from './write-file-atomic.js';

/** Longest file of settings that is read: a hundred thousand names. */
const mostBytes = 2 ** 24;

/**
 * Checks settings of a model.
 *
 * @param settings - anything; what is undefined is left out
 * @param where - what they are from, for the message
 * @returns the settings
 * @throws InterpError `bad-option` naming the first that is wrong
 */
export const checkModelSettings = async (settings: unknown, where: string): Promise<ModelSettings> => {
  // Loaded lazily: the validator is needed only once there is something to check.
  const { parseModelSettings } = await import('../model-files/model-settings.js');
  return parseModelSettings(JSON.parse(JSON.stringify(settings ?? null)), where);
};

/**
 * The path of the settings of a model: `interp.json` beside a `model.json`, `NAME.interp.json` beside any other file.
 *
 * @param model - the path of the model
 * @returns the path; there need not be a file
 */
export const modelSettingsFile = (model: string): string =>
  join(dirname(model), basename(model) === 'model.json' ? 'interp.json' : `${parse(model).name}.interp.json`);

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
  try {
    const text = (await readPlainFile(file, { most: mostBytes })).toString('utf8').replace(/^\uFEFF/, '');
    return await checkModelSettings(JSON.parse(text), shownPath(file));
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message: string };
    if (isAbsent(code)) return {};
    const why = code === 'bad-option' ? message : `${shownPath(file)} is no JSON or cannot be read; mend or remove it`;
    throw new InterpError('bad-file', why, { cause });
  }
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
