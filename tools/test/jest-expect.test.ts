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

test('a number and its negation, what is compared with nothing, and more than a number go to Jest’s own', () => {
  expect(() => expect(1).not.toBe(1)).toThrow(/not\.toBe/);
  expect(() => expect(1).not.toBeLessThan(2)).toThrow(/not\.toBeLessThan/);
  expect(() => expect(0).toBe(-0)).toThrow(/Expected: -0[^]*Received: 0/);
  expect(NaN).toBe(NaN);
  expect(() => expect(NaN).toBeCloseTo(NaN, 1)).toThrow('toBeCloseTo');
  expect(() => expect(1).toBeLessThan(undefined as unknown as number)).toThrow('must be a number or bigint');
  expect(1n).toBeLessThan(2);
  expect(() => (expect as (...given: unknown[]) => unknown)(1, 'a message')).toThrow('at most one argument');
  expect({ a: 1, b: [2] }).toEqual({ a: expect.any(Number) as number, b: expect.not.arrayContaining([3]) as number[] });
});

test('what fails says why, and what is no number is compared as ever', async () => {
  expect(() => expect(2).toBeLessThan(1)).toThrow(/Expected:.* < .*1[^]*Received:.*2/);
  expect(() => expect('2').toBeLessThan(3)).toThrow('must be a number or bigint');
  expect(() => expect(1).toBeCloseTo(1.04, 2)).toThrow('toBeCloseTo');
  expect(1).toBeCloseTo(1.04, 1);
  expect(() => expect('a').toBe('b')).toThrow('toBe');
  expect(() => expect({ a: [1] }).toEqual({ a: [2] })).toThrow('toEqual');
  await expect(Promise.resolve(1)).resolves.toBe(1);
  await expect(Promise.reject(new Error('why'))).rejects.toThrow('why');
  await expect(expect(Promise.resolve(1)).resolves.toBe(2)).rejects.toThrow('toBe');
});
