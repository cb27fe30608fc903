import fc from 'fast-check';
import { writtenNumber } from '../src/words/written-number.js';

test.each(['en', 'es'] as const)('numbers are written as the language %s writes them', (language) => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.double({ min: -20, max: 20, noNaN: true })),
      fc.integer({ min: 0, max: 4 }),
      (value, digits) => {
        const { format } = new Intl.NumberFormat(language, {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
        // A half is rounded up there, and to the nearer number here: what is nearly a half is left out.
        const [lower, upper] = [-1, 1].map((side) => format(value + side * 1e-9 * Math.max(1, Math.abs(value))));
        expect([lower, upper, format(value)]).toContain(writtenNumber(language, value, digits));
      },
    ),
  );
  expect(writtenNumber(language, -1234.5, 1)).toBe(language === 'en' ? '-1,234.5' : '-1234,5');
  expect(writtenNumber(language, 1234567, 0)).toBe(language === 'en' ? '1,234,567' : '1.234.567');
  expect(writtenNumber(language, NaN, 2)).toBe('NaN');
  expect(writtenNumber(language, 1e22, 1)).toBe('1.0e+22');
});
