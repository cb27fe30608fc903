import { checkObject } from './objects.js';

/**
 * The options of a function, once they are an object: callers in JavaScript may give anything.
 *
 * @param options - what was given
 * @returns the same
 * @throws InterpError `bad-option`, in one sentence, for anything but an object of options
 */
export const checkedOptions = <T extends object>(options: T): T => {
  checkObject('options', options);
  return options;
};
