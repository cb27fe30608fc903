import { InterpError, isInterpError, shownPath } from '@interp/checks';
import type { ModelSettings } from './model-settings.js';

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
  const { parseModelSettings } = await import('./model-settings.js');
  // A function, for one, has no JSON.
  const text = JSON.stringify(settings) as string | undefined;
  return parseModelSettings(JSON.parse(text ?? 'null'), where);
};

/**
 * Settings of a model that a text holds, as its `interp.json` does.
 *
 * @param text - JSON
 * @param file - what it is from, for messages
 * @throws InterpError `bad-file` for what is no JSON or has wrong settings
 */
export const modelSettingsIn = async (text: string, file: string): Promise<ModelSettings> => {
  try {
    return await checkModelSettings(JSON.parse(text.replace(/^\uFEFF/, '')), shownPath(file));
  } catch (cause) {
    const why = isInterpError(cause) ? cause.message : `${shownPath(file)} is no JSON; mend or remove it`;
    throw new InterpError('bad-file', why, { cause });
  }
};

/** What the file with the settings of a model is called: `interp.json` beside a `model.json`, `NAME.interp.json` beside any other file. */
export const settingsFileName = (model: string): string =>
  model === 'model.json' ? 'interp.json' : `${model.replace(/(?<=.)\.[^.]*$/, '')}.interp.json`;
