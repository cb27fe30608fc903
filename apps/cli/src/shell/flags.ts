import { UsageError } from './failure.js';

/** The flag of an option: `--step-size` of `stepSize`. */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/**
 * Makes something of options by a package, which speaks of `the option rule` and `the method lrp`: here these are `--rule` and
 * `--method lrp`.
 */
export const inFlags = <Value>(make: () => Value): Value => {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'InterpError') throw error;
    const said = error.message.replace(/\bthe option (\w+)/g, (_, name: string) => flagOf(name));
    throw said === error.message ? error : new UsageError(said.replace('the method ', '--method '), { cause: error });
  }
};
