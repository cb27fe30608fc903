import { InterpError, isInterpError } from '@interp/checks';
import { readModelSettings, type ModelSettings } from '@interp/files/node';
import { readClassNames } from '@interp/images/node';
import { mergedSettings, type OpenOptions } from './open-options.js';

/** The names of classes in a file. */
const readLabels = (path: string, signal?: AbortSignal): Promise<readonly string[]> =>
  readClassNames(path, signal).catch((error: unknown) => {
    throw isInterpError(error) && error.code === 'bad-option'
      ? new InterpError('bad-option', `the option labels ${error.message}`, { cause: error })
      : error;
  });

/**
 * What is known of a model: what its `interp.json` remembers, and what options say, which goes first.
 *
 * @param model - its path
 * @throws InterpError `bad-option` for options that contradict each other, `bad-file` for a damaged `interp.json`
 */
export const settingsOf = async (model: string, options: OpenOptions): Promise<ModelSettings> => {
  const { labels, signal } = options;
  const names = typeof labels === 'string' ? await readLabels(labels, signal) : labels;
  return mergedSettings(await readModelSettings(model), options, names);
};
