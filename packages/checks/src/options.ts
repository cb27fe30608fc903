import { checkBoolean, checkChoice, checkText } from './choices.js';
import { checkCallback, checkFunctions, checkList, type ListLimits } from './lists.js';
import { checkNumber, type NumberLimits } from './numbers.js';
import { checkObject } from './objects.js';
import { InterpError, isInterpError } from './interp-error.js';
import { nearestName } from './nearest.js';

/** How one option is checked. */
export interface OptionRule<T> {
  /**
   * Checks a value that was given; throws InterpError `bad-option`.
   *
   * @param name - name of the option, for the message
   * @param value - the value given
   */
  readonly check: (name: string, value: unknown) => void;
  /** The default value. Without one, the option stays undefined. */
  readonly default?: T | undefined;
  /** Whether leaving it out is an error, the one that `check` throws for undefined. Default false. */
  readonly required?: boolean | undefined;
}

/** A rule with a default, so that its option is never undefined. */
export interface DefaultedRule<T> extends OptionRule<T> {
  /** What the option is where it is left out. */
  readonly default: T;
}

/** A rule for each option of an interface. */
export type OptionRules<O> = { readonly [K in keyof O]-?: OptionRule<Exclude<O[K], undefined>> };

/** The names of those options that have a default. */
export type DefaultedKeys<O, R> = {
  [K in keyof O]-?: K extends keyof R ? (R[K] extends DefaultedRule<unknown> ? K : never) : never;
}[keyof O];

/** The same type with its fields written out. */
export type Flat<T> = { readonly [K in keyof T]: T[K] };

/** Options after defaults: those with a default are present. */
export type WithDefaults<O, R> = Flat<
  Omit<O, DefaultedKeys<O, R>> & { [K in DefaultedKeys<O, R>]-?: Exclude<O[K], undefined> }
>;

/** Checks the options of an interface and fills in their defaults. */
export interface OptionsTable<O, R> {
  /** The rules by name; spread them into the table of an interface that extends this one. */
  readonly rules: R;
  /** The defaults by name, for documentation and command lines. */
  readonly defaults: Flat<{ [K in DefaultedKeys<O, R>]-?: Exclude<O[K], undefined> }>;
  /**
   * Checks options and fills in the defaults. `undefined` means that an option is left out.
   *
   * @param options - the options given; JavaScript callers may pass anything
   * @returns the options, complete
   * @throws InterpError `bad-option` for anything but an object, for an unknown key (naming the nearest known
   *   one), and for a value that its rule refuses
   */
  readonly withDefaults: (options?: O) => WithDefaults<O, R>;
}

const refuseUnknown = (options: object, names: readonly string[]): void => {
  const unknown = Object.keys(options).find((key) => !names.includes(key));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names);
  throw new InterpError(
    'bad-option',
    `there is no option "${unknown}"; ${nearest === undefined ? `expected ${names.join(', ') || 'none'}` : `did you mean "${nearest}"?`}`,
  );
};

/**
 * Builds the table of an options interface, with one rule per option. It is curried so that the interface is given and the rules are inferred.
 *
 * @returns a function from the rules to the table
 *
 * @example
 * ```ts
 * import { number, optionsTable } from '@interp/checks';
 *
 * interface StepOptions {
 *   readonly rate: number;
 *   readonly steps?: number;
 * }
 * const stepOptions = optionsTable<StepOptions>()({
 *   rate: number({ above: 0, required: true }),
 *   steps: number({ min: 1, integer: true, default: 100 }),
 * });
 * console.log(stepOptions.withDefaults({ rate: 0.5 }), stepOptions.defaults.steps); // { rate: 0.5, steps: 100 } 100
 * ```
 */
export const optionsTable =
  <O extends object>() =>
  <R extends OptionRules<O>>(rules: R): OptionsTable<O, R> => {
    const entries = Object.entries<OptionRule<unknown>>(rules);
    const names = Object.keys(rules);
    const defaults = Object.fromEntries(
      entries.filter(([, rule]) => rule.default !== undefined).map(([name, rule]) => [name, rule.default]),
    );
    const withDefaults = (options: object = {}): object => {
      checkObject('options', options);
      refuseUnknown(options, names);
      const complete: Record<string, unknown> = {};
      for (const [name, rule] of entries) {
        const value = (options as Record<string, unknown>)[name];
        if (value !== undefined || rule.required) rule.check(name, value);
        if (value === undefined && rule.required)
          throw new InterpError('bad-option', `${name} is missing; expected it`);
        const taken = value === undefined ? rule.default : value;
        if (taken !== undefined) complete[name] = taken;
      }
      return complete;
    };
    return { rules, defaults, withDefaults } as unknown as OptionsTable<O, R>;
  };

/** Whether an option may be left out. */
export interface Presence {
  /** Whether leaving it out is an error. Default false. */
  readonly required?: boolean;
}

/** That an option has a default. */
export interface Default<T> {
  /** What the option is where it is left out. */
  readonly default: T;
}

/** Checks an argument, given its name for the message; throws InterpError `bad-option` for what it refuses. */
export type Check = (name: string, value: unknown) => void;

/** A table of options, as far as {@link nested} needs it. */
export interface NestedTable<O> {
  /** As {@link OptionsTable.withDefaults}. */
  readonly withDefaults: (options?: O) => unknown;
}

const rule = <T>(check: Check, presence: Partial<Default<T>> & Presence = {}): OptionRule<T> => ({
  check,
  default: presence.default,
  required: presence.required,
});

/** A rule for a number: what is allowed, the default, and whether it must be given. */
export function number(limits: NumberLimits & Default<number>): DefaultedRule<number>;
/** The same without a default. */
export function number(limits?: NumberLimits & Presence): OptionRule<number>;
export function number(limits?: NumberLimits & Partial<Default<number>> & Presence): OptionRule<number> {
  return rule((name, value) => checkNumber(name, value, limits), limits);
}

/** A rule for true or false. */
export function boolean(presence: Default<boolean>): DefaultedRule<boolean>;
/** The same without a default. */
export function boolean(presence?: Presence): OptionRule<boolean>;
export function boolean(presence?: Partial<Default<boolean>> & Presence): OptionRule<boolean> {
  return rule(checkBoolean, presence);
}

/** A rule for one of some names. */
export function choice<const T extends readonly string[]>(
  choices: T,
  presence: Default<NoInfer<T[number]>>,
): DefaultedRule<T[number]>;
/** The same without a default. */
export function choice<const T extends readonly string[]>(choices: T, presence?: Presence): OptionRule<T[number]>;
export function choice(choices: readonly string[], presence?: Partial<Default<string>> & Presence): OptionRule<string> {
  return rule((name, value) => checkChoice(name, value, choices), presence);
}

/** A rule for a string. */
export function text(presence: Default<string>): DefaultedRule<string>;
/** The same without a default. */
export function text(presence?: Presence): OptionRule<string>;
export function text(presence?: Partial<Default<string>> & Presence): OptionRule<string> {
  return rule(checkText, presence);
}

/** A rule for a list: what is asked of it, the default, and whether it must be given. */
export function list<T>(limits: ListLimits & Default<T>): DefaultedRule<T>;
/** The same without a default. */
export function list<T>(limits?: ListLimits & Presence): OptionRule<T>;
export function list<T>(limits?: ListLimits & Partial<Default<T>> & Presence): OptionRule<T> {
  return rule((name, value) => {
    checkList(name, value, limits);
  }, limits);
}

/** A rule for a callback. */
export const callback = <T>(): OptionRule<T> => rule(checkCallback);

/** A rule for a value with functions of its own, such as a loss or an optimiser, given their names. */
export function withFunctions<T>(names: readonly string[], presence: Default<T>): DefaultedRule<T>;
/** The same without a default. */
export function withFunctions<T>(names: readonly string[], presence?: Presence): OptionRule<T>;
export function withFunctions<T>(names: readonly string[], presence?: Partial<Default<T>> & Presence): OptionRule<T> {
  return rule((name, value) => {
    checkFunctions(name, value, names);
  }, presence);
}

/** A rule with a custom check, which throws InterpError `bad-option` for what it refuses. */
export function checkedBy<T>(check: Check, presence: Default<T>): DefaultedRule<T>;
/** The same without a default. */
export function checkedBy<T>(check: Check, presence?: Presence): OptionRule<T>;
export function checkedBy<T>(check: Check, presence?: Partial<Default<T>> & Presence): OptionRule<T> {
  return rule(check, presence);
}

/** A rule for an object of options inside of options, by its own table; a message begins with its name. */
export function nested<O extends object>(table: NestedTable<O>, presence: Default<O>): DefaultedRule<O>;
/** The same without a default. */
export function nested<O extends object>(table: NestedTable<O>, presence?: Presence): OptionRule<O>;
export function nested<O extends object>(
  table: NestedTable<O>,
  presence?: Partial<Default<O>> & Presence,
): OptionRule<O> {
  return rule((name, value) => {
    checkObject(name, value);
    try {
      table.withDefaults(value as O);
    } catch (error) {
      throw isInterpError(error) ? new InterpError(error.code, `${name}: ${error.message}`) : error;
    }
  }, presence);
}

/**
 * Rules without their defaults, for options that take the place of others only where they are given, such as those of a recipe.
 *
 * @param rules - the rules by name, as a table has them
 * @returns the same checks, of options that may be left out
 */
export const withoutDefaults = <R extends Readonly<Record<string, { readonly check: Check }>>>(
  rules: R,
): { readonly [K in keyof R]: { readonly check: Check } } =>
  Object.fromEntries(Object.entries(rules).map(([name, { check }]) => [name, { check }])) as {
    readonly [K in keyof R]: { readonly check: Check };
  };
