import fc from 'fast-check';
import { logDomain, logTicks } from '../src/charts/axis.js';

it.each([
  [1, 1000, [1, 1000]],
  [0.3, 7, [0.2, 10]],
  [8e-6, 1.01, [5e-6, 2]],
  [0.001, 0.001, [0.001, 0.001]],
])('the axis for %d to %d', (low, high, domain) => {
  expect(logDomain(low, high)).toEqual(domain);
});

it('round ends hold whatever lies between them, closely', () => {
  const positive = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
  fc.assert(
    fc.property(positive, positive, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const [from, to] = logDomain(low, high);
      expect(from).toBeLessThanOrEqual(low);
      expect(from).toBeGreaterThan(low / 2.51);
      expect(to).toBeGreaterThanOrEqual(high);
      expect(to).toBeLessThan(high * 2.51);
      const { values } = logTicks(from, to, 6);
      expect(values.length).toBeGreaterThanOrEqual(1);
      expect(values.length).toBeLessThanOrEqual(7);
    }),
  );
});

it('labels far powers of ten with exponents', () => {
  expect(logTicks(1e-12, 1e6, 20).labelExpr).toContain('"1e-12":"10⁻¹²"');
  expect(logTicks(1e-12, 1e6, 20).labelExpr).toContain('"1000000":"10⁶"');
  expect(logTicks(2e-7, 5e-7, 20).labelExpr).toContain('"2 · 10⁻⁷"');
});
