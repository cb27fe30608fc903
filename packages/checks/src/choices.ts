import { InterpError } from './interp-error.js';
import { shownValue } from './shown-value.js';

/**
 * Checks an option that is one of some names.
 *
 * @param name - name of the option, for the message
 * @param value - the value given
 * @param choices - the names
 * @param besides - what else is allowed, for the message. Default nothing
 * @throws InterpError `bad-option` for anything else
 */
export const checkChoice = (name: string, value: unknown, choices: readonly string[], besides?: string): void => {
  if (choices.includes(value as string)) return;
  const most = [...choices, ...(besides === undefined ? [] : [besides])];
  const listed = most.length > 2 ? `one of ${most.join(', ')}` : most.join(' or ');
  throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected ${listed}`);
};

/** Checks an option that is a text, or left out. Throws InterpError `bad-option` for anything else. */
export const checkText = (name: string, value: unknown): void => {
  if (value !== undefined && typeof value !== 'string')
    throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected a text`);
};

/** Checks a text that has to be given, a path say. Throws InterpError `bad-option`, which says what was expected. */
export const checkGivenText = (name: string, value: unknown, expected: string): void => {
  if (typeof value !== 'string')
    throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected ${expected}`);
};

/** Checks an option that is true or false, or left out. Throws InterpError `bad-option` for anything else. */
export const checkBoolean = (name: string, value: unknown): void => {
  if (value !== undefined && typeof value !== 'boolean')
    throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected true or false`);
};
