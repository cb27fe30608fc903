import { number, optionsTable } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import { range } from '@interp/core/internal';
import { drawnDigits } from '../drawing/drawn-digits.js';
import { subset } from '../subset.js';
import { loadMnist } from './load-mnist.js';

/** Digits to learn from, and others to test on. */
export interface Digits {
  /** Where they are from. */
  readonly source: 'MNIST' | 'drawn';
  /** Those to learn from. */
  readonly train: LabelledImages;
  /** Others. */
  readonly test: LabelledImages;
}

/** Options of {@link loadDigits}. */
export interface LoadDigitsOptions {
  /** Only the first so many training digits. Default all. */
  readonly limit?: number;
}

const loadDigitsOptions = optionsTable<LoadDigitsOptions>()({ limit: number({ min: 1, integer: true }) });

let kept: Digits | undefined;

/** Drawn once for all who ask for them. */
const drawn = (): Digits =>
  (kept ??= {
    source: 'drawn',
    train: drawnDigits({ seed: 1, count: 1000 }),
    test: drawnDigits({ seed: 2, count: 500 }),
  });

/**
 * Digits to train and test on: those of MNIST, or, without a folder of it, a thousand and five hundred digits drawn by code, always the same.
 *
 * @param folder - of MNIST's files, as for {@link loadMnist}; undefined for drawn digits
 * @param options - how many training digits
 * @returns both parts, and where they are from
 * @throws InterpError as {@link loadMnist}, `bad-option` for a limit below 1
 *
 * @example
 * ```ts
 * import { findMnist, loadDigits } from '@interp/mnist/node';
 *
 * const folder = await findMnist().catch(() => undefined);
 * const { source, train, test } = await loadDigits(folder, { limit: 100 });
 * console.log(source, train.size, test.size);
 * ```
 */
export const loadDigits = async (folder?: string, options?: LoadDigitsOptions): Promise<Digits> => {
  const { limit = Infinity } = loadDigitsOptions.withDefaults(options);
  const digits: Digits = folder === undefined ? drawn() : { source: 'MNIST', ...(await loadMnist(folder)) };
  const { train } = digits;
  return limit >= train.size ? digits : { ...digits, train: subset(train, range(0, limit)) };
};
