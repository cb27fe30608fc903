import { UsageError } from './failure.js';

/** A package's table of options, as far as it says which there are. */
export type Table = Readonly<Record<'rules', object>>;

/** Whether a table has an option. */
export const takes = (table: Table | undefined, name: string): boolean => table !== undefined && name in table.rules;

/** The options that a table has, with what the command is called with. */
export const pick = (options: object, table: Table | undefined): object =>
  Object.fromEntries(Object.entries(options).filter(([name]) => takes(table, name)));

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
