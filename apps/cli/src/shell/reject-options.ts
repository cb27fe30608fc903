import type { OptionsOf, OptionTexts } from './options.js';

/** Whether, and how strictly, digits are told from what is none. */
export const rejectOptions = (says: string) =>
  ({
    '--reject': says,
    '--reject-rate <rate>': ['the same, with the share of digits that may be refused by mistake', {}],
  }) as const satisfies OptionTexts;

/** Options of commands that tell digits from what is none. */
export type RejectOptions = OptionsOf<ReturnType<typeof rejectOptions>>;

/** What the detector has for options that are left out. */
export const rejectDefaults = async (): Promise<{ readonly rejectRate: number }> => {
  const { noveltyRate } = await import('@interp/novelty');
  return { rejectRate: noveltyRate.default };
};
