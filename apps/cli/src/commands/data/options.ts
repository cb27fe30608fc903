import type { CommonOptions, InputOptions, OptionsOf, OptionTexts } from '../../shell/options.js';

/** The options of `interp data fetch` alone. */
export const fetchTexts = {
  '--mirror <urls...>': 'web folders that hold the four files, tried in order',
  '--plain-http': 'take mirrors without encryption (http:) too',
} as const satisfies OptionTexts;

/** Options of `interp data`. */
export type DataOptions = CommonOptions & InputOptions & OptionsOf<typeof fetchTexts>;
