// Jest's expect, which passes quickly where two numbers are as they should be.

/** Whether numbers pass a check; what does not goes to Jest's own, which says why. */
const checks = {
  toBe: (actual, wanted) => Object.is(actual, wanted),
  toBeLessThan: (actual, wanted) => actual < wanted,
  toBeLessThanOrEqual: (actual, wanted) => actual <= wanted,
  toBeGreaterThan: (actual, wanted) => actual > wanted,
  toBeGreaterThanOrEqual: (actual, wanted) => actual >= wanted,
  toBeCloseTo: (actual, wanted, digits = 2) => Math.abs(wanted - actual) < 10 ** -digits / 2,
};

/**
 * On each call, before it knows what is asked, Jest's `expect` makes some 300 functions and records a stack. In tests that look at every
 * pixel that was most of the time. This calls it for everything but numbers that pass one of the checks above.
 */
export const quickly = (expect) => {
  const expectations = new Proxy({}, { get: (_, name, { actual }) => expect(actual)[name] });
  const prototype = Object.create(expectations);
  for (const [name, passes] of Object.entries(checks))
    prototype[name] = function (...wanted) {
      const numbers = typeof this.actual === 'number' && wanted.every((one) => typeof one === 'number');
      if (!numbers || wanted.length === 0 || !passes(this.actual, ...wanted)) expect(this.actual)[name](...wanted);
    };
  const quick = (...actual) => (actual.length === 1 ? { __proto__: prototype, actual: actual[0] } : expect(...actual));
  return Object.assign(quick, expect);
};

const { expect } = /** @type {any} */ (globalThis);
Object.assign(globalThis, { expect: quickly(expect) });
