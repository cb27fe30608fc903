import type { CommonOptions, OptionsOf, OptionTexts } from '../../../shell/options.js';

/** The options of `interp gan history` alone. */
export const historyTexts = { '--animation <file>': 'the same as an animated .gif' } as const satisfies OptionTexts;

/** Options of `interp gan history`. */
export type GanHistoryOptions = CommonOptions & OptionsOf<typeof historyTexts>;
