/** A setting of a view: how its value is read from an address and written to it. */
export interface Parameter<T> {
  /** The value where none is given. */
  readonly initial: T;
  /** The value that a text says; undefined for a text that says none. */
  read(text: string): T | undefined;
  /** The text of a value. */
  write(value: T): string;
}

/** One of some names. */
export interface Choice<T extends string = string> extends Parameter<T> {
  /** The names, in the order in which they are offered. */
  readonly choices: readonly T[];
}

/** A number within limits. */
export interface NumberParameter extends Parameter<number> {
  /** The least. */
  readonly min: number;
  /** The greatest. */
  readonly max: number;
  /** The least difference between two. */
  readonly step: number;
}

/** The settings of a view by name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** The values of a table of settings. */
export type ValuesOf<T extends Parameters> = { readonly [K in keyof T]: T[K]['initial'] };

/** A setting that is one of some names. */
export const choice = <const T extends readonly string[]>(
  choices: T,
  initial: NoInfer<T[number]>,
): Choice<T[number]> => ({
  choices,
  initial,
  read: (text) => choices.find((one) => one === text),
  write: (value) => value,
});

/** A setting that is a number; one outside the limits is taken to the nearer limit. */
export const number = (min: number, max: number, step: number, initial: number): NumberParameter => ({
  ...{ min, max, step, initial },
  read: (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    return Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : undefined;
  },
  write: String,
});

/** A setting that is on or off. */
export const flag = (initial: boolean): Parameter<boolean> => ({
  initial,
  read: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
  write: (value) => (value ? 'on' : 'off'),
});

/** A setting that is text of no more than some characters. */
export const text = (initial = '', most = 200): Parameter<string> => ({
  initial,
  read: (given) => (given.length <= most ? given : undefined),
  write: (value) => value,
});

/** The class that a text is the number of; undefined where it says something else, or a network of so many classes lacks it. */
export const classIn = (given: string, classes: number): number | undefined => {
  const wanted = given === '' ? NaN : Number(given);
  return Number.isInteger(wanted) && wanted >= 0 && wanted < classes ? wanted : undefined;
};

/** A number as it was typed, or nothing: for what the network itself says where nobody does. */
export const numberOrNone = (): Parameter<string> => ({
  initial: '',
  read: (given) => (given.length <= 20 && Number.isFinite(Number(given)) ? given.trim() : undefined),
  write: (value) => value,
});

/** Numbers within limits, as many as the first values are. */
export const numbers = (min: number, max: number, initial: readonly number[]): Parameter<readonly number[]> => ({
  initial,
  read: (given) => {
    const values = given.split(',').map(Number);
    const isRight = values.length === initial.length && values.every((value) => value >= min && value <= max);
    return isRight ? values : undefined;
  },
  write: (values) => values.map((value) => Number(value.toFixed(4))).join(','),
});

/** The first values of a table. */
export const initialOf = <T extends Parameters>(table: T): ValuesOf<T> =>
  Object.fromEntries(Object.entries(table).map(([name, { initial }]) => [name, initial])) as ValuesOf<T>;

/** Values as `name=text` pairs, those that are the first ones left out. */
export const written = <T extends Parameters>(table: T, values: ValuesOf<T>): [string, string][] =>
  Object.entries(table)
    .map(([name, parameter]): [string, string, string] => [
      name,
      parameter.write(values[name]),
      parameter.write(parameter.initial),
    ])
    .filter(([, value, initial]) => value !== initial)
    .map(([name, value]) => [name, value]);

/** The values that an address has; the first one for each that it lacks or that is none. */
export const valuesIn = <T extends Parameters>(table: T, query: URLSearchParams): ValuesOf<T> =>
  Object.fromEntries(
    Object.entries(table).map(([name, parameter]) => {
      const given = query.get(name);
      return [name, (given === null ? undefined : parameter.read(given)) ?? parameter.initial];
    }),
  ) as ValuesOf<T>;
