import fc from 'fast-check';
import { refusedNow } from '@interp/testing/refusal';
import {
  checkBoolean,
  checkedOptions,
  checkNumber,
  InterpError,
  isInterpError,
  type NumberLimits,
} from '../src/index.js';

const messageOf = (work: () => void): string => {
  const refusal = refusedNow(work);
  return refusal ? `${refusal.code}: ${refusal.message}` : 'taken';
};

describe('checkNumber', () => {
  test.each<[unknown, NumberLimits, string]>([
    [3, {}, 'taken'],
    [0, { min: 0 }, 'taken'],
    [1, { max: 1, integer: true }, 'taken'],
    [NaN, {}, 'bad-option: rate is NaN; expected a number'],
    [Infinity, { min: 0 }, 'bad-option: rate is Infinity; expected a number at least 0'],
    [0, { above: 0 }, 'bad-option: rate is 0; expected a number above 0'],
    [-1, { min: 1, integer: true }, 'bad-option: rate is -1; expected a whole number at least 1'],
    [1.5, { min: 0, max: 9, integer: true }, 'bad-option: rate is 1.5; expected a whole number from 0 to 9'],
    [2, { above: 0, max: 1 }, 'bad-option: rate is 2; expected a number above 0 and at most 1'],
    [2, { max: 1 }, 'bad-option: rate is 2; expected a number at most 1'],
    ['1', {}, 'bad-option: rate is "1"; expected a number'],
    [undefined, {}, 'bad-option: rate is undefined; expected a number'],
    [{}, {}, 'bad-option: rate is of type object; expected a number'],
  ])('%p within %j: %s', (value, limits, expected) => {
    expect(messageOf(() => checkNumber('rate', value, limits))).toBe(expected);
  });

  test('lets nothing through that is outside', () => {
    fc.assert(
      fc.property(fc.anything(), fc.integer(), fc.nat(), (value, min, width) => {
        const answer = messageOf(() => checkNumber('x', value, { min, max: min + width }));
        expect(answer === 'taken').toBe(typeof value === 'number' && value >= min && value <= min + width);
        expect(answer).not.toContain('\n');
      }),
    );
  });
});

test.each<[unknown, string]>([
  [true, 'taken'],
  [false, 'taken'],
  [undefined, 'taken'],
  [null, 'bad-option: normalise is null; expected true or false'],
  [1, 'bad-option: normalise is 1; expected true or false'],
  ['no', 'bad-option: normalise is "no"; expected true or false'],
  [{}, 'bad-option: normalise is of type object; expected true or false'],
])('checkBoolean of %p: %s', (value, expected) => {
  expect(messageOf(() => checkBoolean('normalise', value))).toBe(expected);
});

describe('checkedOptions', () => {
  test('gives back what it was given', () => {
    const options = { rate: 0.1 };
    expect(checkedOptions(options)).toBe(options);
  });

  test.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    [5, '5'],
    ['fast', '"fast"'],
    [true, 'true'],
    [[], 'a list'],
    [(): object => ({}), 'of type function'],
  ])('refuses %p', (options, shown) => {
    expect(messageOf(() => checkedOptions(options as object))).toBe(
      `bad-option: options is ${shown}; expected an object of options`,
    );
  });
});

describe('InterpError', () => {
  test('is told by its name, also across copies of the package', () => {
    expect(isInterpError(new InterpError('bad-file', 'x'))).toBe(true);
    expect(isInterpError({ name: 'InterpError', code: 'bad-file' })).toBe(true);
    for (const other of [new Error('x'), null, undefined, 'InterpError', 3]) expect(isInterpError(other)).toBe(false);
  });

  test('keeps what caused it', () => {
    const cause = new Error('deeper');
    expect(new InterpError('network', 'x', { cause }).cause).toBe(cause);
  });
});
