/** Of a check and its negation, which goes to Jest's own, one passes. */
const numbers = [0, -0, 1, 1 + Number.EPSILON, 1.004, 1.005, -3, Number.MIN_VALUE, NaN, Infinity, -Infinity];
const names = [
  'toBe',
  'toBeLessThan',
  'toBeLessThanOrEqual',
  'toBeGreaterThan',
  'toBeGreaterThanOrEqual',
  'toBeCloseTo',
] as const;

const passes = (check: () => void): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

test.each(names)('numbers pass %s where they pass Jest’s own', (name) => {
  for (const actual of numbers)
    for (const wanted of numbers)
      expect({ actual, wanted, passes: passes(() => expect(actual)[name](wanted)) }).toEqual({
        actual,
        wanted,
        passes: !passes(() => expect(actual).not[name](wanted)),
      });
});

test('what fails says why, and what is no number is compared as ever', async () => {
  expect(() => expect(2).toBeLessThan(1)).toThrow(/Expected:.* < .*1[^]*Received:.*2/);
  expect(() => expect('2').toBeLessThan(3)).toThrow('must be a number or bigint');
  expect(() => expect(1).toBeCloseTo(1.04, 2)).toThrow('toBeCloseTo');
  expect(1).toBeCloseTo(1.04, 1);
  expect(() => expect('a').toBe('b')).toThrow('toBe');
  expect(() => expect({ a: [1] }).toEqual({ a: [2] })).toThrow('toEqual');
  await expect(Promise.resolve(1)).resolves.toBe(1);
  await expect(expect(Promise.resolve(1)).resolves.toBe(2)).rejects.toThrow('toBe');
});
