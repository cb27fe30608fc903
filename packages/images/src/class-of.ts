import {
  checkFields,
  checkGivenText,
  InterpError,
  nearestName,
  shownName,
  shownNames,
  shownValue,
} from '@interp/checks';
import type { Classifier } from '@interp/core';
import { checkClass } from '@interp/core/internal';

/**
 * The class that people mean by a number or a name. A whole number is the number of a class where there is one; only then is it looked for
 * among the names.
 *
 * @param classifier - says how many classes there are
 * @param wanted - as people write it
 * @param names - the names of the classes, in order. Default none
 * @returns the number of the class
 * @throws InterpError `bad-class` for a class that there is not, naming the nearest, and for a name that several classes have
 */
export const classOf = (
  classifier: Pick<Classifier, 'classes'>,
  wanted: string,
  names: readonly string[] = [],
): number => {
  checkFields('the classifier', classifier, { classes: 'number' });
  checkGivenText('the class', wanted, 'its number or its name');
  const text = wanted.trim();
  const number = text === '' ? NaN : Number(text);
  if (Number.isInteger(number) && number >= 0 && number < classifier.classes) return number;
  const found = names.flatMap((name, c) => (name === text ? [c] : []));
  if (found.length === 1) return found[0];
  if (found.length > 1)
    throw new InterpError(
      'bad-class',
      `${shownName(text)} is the name of the classes ${shownNames(found.map(String))}; expected one class; give its number`,
    );
  if (names.length === 0 && !Number.isNaN(number)) checkClass(classifier, number);
  const nearest = nearestName(text, names);
  const known =
    names.length === 0
      ? '; the classes have no names'
      : nearest === undefined
        ? `, or its name, one of ${shownNames(names, 4)}`
        : `, or its name; the nearest is ${shownName(nearest)}`;
  throw new InterpError(
    'bad-class',
    `class ${Number.isNaN(number) ? shownValue(text) : text} does not exist; expected a class by its number, 0 to ${classifier.classes - 1}${known}`,
  );
};
