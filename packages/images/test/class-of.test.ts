import { refusedNow } from '@interp/testing/refusal';
import { classOf } from '../src/index.js';

const messageOf = (work: () => void): string => {
  const refusal = refusedNow(work);
  return refusal ? `${refusal.code}: ${refusal.message}` : 'taken';
};

describe('classOf', () => {
  const names = ['apple', 'pear', 'a, b', '3', 'twin', 'twin', '17'];
  const net = { classes: 7 };
  test.each<[string, number]>([
    ['0', 0],
    ['6', 6],
    [' 2 ', 2],
    ['pear', 1],
    ['a, b', 2],
    ['3', 3],
    ['17', 6],
  ])('%j is class %i', (wanted, expected) => expect(classOf(net, wanted, names)).toBe(expected));

  test('a number is the number of a class, though another class is called so', () =>
    expect(classOf({ classes: 3 }, '1', ['1', '2', '3'])).toBe(1));

  test.each<[string, readonly string[], string]>([
    [
      'appel',
      names,
      'class "appel" does not exist; expected a class by its number, 0 to 6, or its name; the nearest is "apple"',
    ],
    [
      'APPLE',
      names,
      'class "APPLE" does not exist; expected a class by its number, 0 to 6, or its name; the nearest is "apple"',
    ],
    [
      'zebra',
      names,
      'class "zebra" does not exist; expected a class by its number, 0 to 6, or its name, one of apple, pear, a, b, 3 and 3 more',
    ],
    ['twin', names, '"twin" is the name of the classes 4, 5; expected one class; give its number'],
    [
      '700',
      names,
      'class 700 does not exist; expected a class by its number, 0 to 6, or its name, one of apple, pear, a, b, 3 and 3 more',
    ],
    ['7', [], 'class 7 does not exist; expected a whole number from 0 to 6'],
    ['-1', [], 'class -1 does not exist; expected a whole number from 0 to 6'],
    ['0.5', [], 'class 0.5 does not exist; expected a whole number from 0 to 6'],
    ['', [], 'class "" does not exist; expected a class by its number, 0 to 6; the classes have no names'],
    ['x', [], 'class "x" does not exist; expected a class by its number, 0 to 6; the classes have no names'],
  ])('%j among %j is refused', (wanted, among, message) =>
    expect(messageOf(() => classOf(net, wanted, among))).toBe(`bad-class: ${message}`),
  );
});
