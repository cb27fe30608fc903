import { UsageError } from './failure.js';

/** The flags of options that are called otherwise here. */
const others: Readonly<Record<string, string>> = {
  at: '--index',
  perPixel: '--one-sigma',
  learnSigma: '--fixed-sigma',
};

/** The flag of an option: `--step-size` of `stepSize`. */
export const flagOf = (name: string): string =>
  others[name] ?? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The value of an option as its flag takes it: `0,1` of `[0, 1]`, and `224x224` of a size. */
const valueText = (name: string, value: string): string =>
  value.replace(/[[\] "]/g, '').replaceAll(',', name === 'size' ? 'x' : ',');

/**
 * What packages say of options, as the command line says it: `the option rule` is `--rule`, `{ size: [224, 224] }` is `--size 224x224`.
 *
 * @param text - of a package
 * @param isOption - whether a name is that of an option of the command line. Default all are
 */
export const flagText = (text: string, isOption: (name: string) => boolean = () => true): string => {
  const flag = (name: string): string => (isOption(name) ? flagOf(name) : name);
  return text
    .replace(/\bthe option (\w+)/g, (all, name: string) => (isOption(name) ? flagOf(name) : all))
    .replace(/\bthe options (\w+(?:(?:, | and | or )\w+)*)/g, (_, names: string) =>
      names.replace(/\b(?!and\b|or\b)\w+/g, flag),
    )
    .replace(/\{ (\w+: [^{}]+) \}/g, (_, pairs: string) =>
      pairs
        .replace(
          /(\w+): (\[[^\]]*\]|[^,]*)(?:, )?/g,
          (_pair, name: string, value: string) => `${flag(name)} ${valueText(name, value)} `,
        )
        .trimEnd(),
    );
};

const refusal = (error: unknown, isOption?: (name: string) => boolean): unknown => {
  if (!(error instanceof Error) || error.name !== 'InterpError') return error;
  const said = flagText(error.message, isOption);
  return said === error.message
    ? error
    : new UsageError(said.replace(/\bthe (?=method )|(?<=\banother )(?=loss$)/, '--'), { cause: error });
};

/** Makes something of options by a package, which speaks of `the option rule` and `the method lrp`: here these are `--rule` and `--method lrp`. */
export const inFlags = <Value>(make: () => Value, isOption?: (name: string) => boolean): Value => {
  try {
    const made = make();
    if (!(made instanceof Promise)) return made;
    return made.catch((error: unknown) => {
      throw refusal(error, isOption);
    }) as Value;
  } catch (error) {
    throw refusal(error, isOption);
  }
};
