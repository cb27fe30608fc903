import { InterpError, isInterpError } from '@interp/core';
import { differencesText, type FingerprintDifference } from '@interp/training/internal';
import { flagOf } from '../../shell/flags.js';

/**
 * The flag for each name in a training's fingerprint, `--momentum` for `optimizer.momentum`; empty for what follows from other options.
 */
export type FlagsOf = Readonly<Record<string, string>>;

/**
 * Flags that are called as the last part of the names: `--weight-decay` for `weightDecay`, `--momentum` for `optimizer.momentum`.
 *
 * @param names - with spaces between
 */
export const sameFlags = (names: string): FlagsOf =>
  Object.fromEntries(names.split(' ').map((name) => [name, flagOf(name.replace(/^.*\./, ''))]));

/** Names in every training. */
const commonFlags: FlagsOf = { data: '--data, --limit', ...sameFlags('batch epochs rate seed') };

/** Says in flags what a checkpoint was made with otherwise; any other error as it is. */
export const inFlags = (error: unknown, out: string, flags: FlagsOf): unknown => {
  if (!isInterpError(error) || !Array.isArray(error.cause)) return error;
  const names = { ...commonFlags, ...flags };
  const differences = error.cause as readonly FingerprintDifference[];
  const chosen = differences.filter(({ name }) => names[name] !== '');
  const text = differencesText(chosen.length > 0 ? chosen : differences, (name) => names[name] || name);
  return new InterpError(
    error.code,
    `the checkpoint in ${out} was made with other options: ${text}; resume with those it was made with, or name another --out`,
    { cause: error },
  );
};
