import { InterpError } from './interp-error.js';
import { shownValue } from './shown-value.js';

/** Whether a value is an object, and no list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks an option that is an object of options itself, or an argument that is another one. Throws InterpError `bad-option`, which says what was expected. */
export const checkObject = (name: string, value: unknown, expected = 'an object of options'): void => {
  if (isObject(value)) return;
  const given = Array.isArray(value) ? 'a list' : shownValue(value);
  throw new InterpError('bad-option', `${name} is ${given}; expected ${expected}`);
};

/**
 * Checks that the options of a function are an object; JavaScript callers may pass anything.
 *
 * @param options - what was given
 * @returns the same
 * @throws InterpError `bad-option` for anything but an object of options
 */
export const checkedOptions = <T extends object>(options: T): T => {
  checkObject('options', options);
  return options;
};
