import type { OptionTexts } from './options.js';

/** Options of commands that tell digits from what is none. */
export interface RejectOptions {
  /** Whether images that are no digit are to be told from digits. */
  readonly reject?: boolean;
  /** The share of digits that may be refused; asks for `reject` too. Default: the detector's. */
  readonly rejectRate?: number;
}

/** What the detector has for options that are left out. */
export const rejectDefaults = async (): Promise<{ readonly rejectRate: number }> => {
  const { noveltyRate } = await import('@interp/novelty');
  return { rejectRate: noveltyRate.default };
};

/** Whether, and how strictly, digits are told from what is none. */
export const rejectOptions = (says: string): OptionTexts => ({
  '--reject': says,
  '--reject-rate <rate>': ['the same, with the share of digits that may be refused by mistake', {}],
});
