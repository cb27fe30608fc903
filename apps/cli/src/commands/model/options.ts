import type { CommonOptions, OptionsOf, OptionTexts, SettingOptions } from '../../shell/options.js';

/** The options of the command's own. */
export const modelTexts = {
  '--write': 'remember --bounds, --mean, --labels … in interp.json beside the model, for all commands',
} as const satisfies OptionTexts;

/** Options of `interp model`. */
export type ShowModelOptions = CommonOptions & SettingOptions & OptionsOf<typeof modelTexts>;
