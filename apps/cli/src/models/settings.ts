import { isInterpError } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import { readClassNames } from '@interp/images/node';
import { UsageError } from '../shell/failure.js';
import type { SettingOptions } from '../shell/options.js';

/** The names of classes in a file; what its content does not allow is wrong usage of the flag. */
const readLabels = (path: string, signal?: AbortSignal): Promise<readonly string[]> =>
  readClassNames(path, signal).catch((error: unknown) => {
    throw isInterpError(error) && error.code === 'bad-option'
      ? new UsageError(`--labels ${error.message}`, { cause: error })
      : error;
  });

const names = [
  'bounds',
  'mean',
  'std',
  'size',
  'fit',
  'channels',
  'labels',
  'returns',
  'output',
  'input',
  'inputs',
] as const;

/**
 * What is known of a model: what its `interp.json` remembers, and what the command line says, which goes first.
 *
 * @param spec - the path of the model
 * @param options - of the command line
 * @throws UsageError for options that contradict each other, InterpError `bad-file` for a damaged file
 */
export const settingsOf = async (
  spec: string,
  options: SettingOptions & { readonly signal?: AbortSignal },
): Promise<ModelSettings> => {
  const { bounds, mean, std, size, fit, channels, labels, returns, output, input } = options;
  if (bounds && (mean ?? std))
    throw new UsageError('--bounds and --mean or --std are both there; expected one of them');
  const { checkModelSettings, readModelSettings } = await import('@interp/files/node');
  const { bounds: oldBounds, mean: oldMean, std: oldStd, ...kept } = await readModelSettings(spec);
  const range = bounds ? { bounds } : (mean ?? std) ? { mean, std } : { bounds: oldBounds, mean: oldMean, std: oldStd };
  const given = {
    ...range,
    size,
    fit,
    channels,
    returns,
    output,
    input,
    labels: labels === undefined ? undefined : await readLabels(labels, options.signal),
  };
  const all = { ...kept, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  return checkModelSettings(all, 'what is said of the model');
};

/** Refuses what is said of a network that ships, which has its own. */
export const refuseSettings = (spec: string, options: SettingOptions): void => {
  const said = names.find((name) => options[name] !== undefined);
  if (said !== undefined)
    throw new UsageError(`--${said} is for a model of your own; ${spec} has its own: leave it out`);
};
