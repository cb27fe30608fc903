// How far a browser's results may be from those of Node.js.

/**
 * As a share of the largest value of each method; what is not named here has 1e-5. The generators that ship begin with steep units that compare
 * class numbers, which multiply the rounding of a graphics card.
 */
const tolerances = { prototype: 1e-3, lengths: 1e-4, gan: 1e-4 };

const apart = (expected, found) => {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  return expected.map((value, i) => Math.abs(value - found[i]) / scale).sort((a, b) => b - a);
};

/** For each method the largest difference but for as many values as it excepts, and how many are beyond its tolerance. */
export const differences = (expected, found, exceptions = {}) =>
  Object.entries(expected).map(([name, values]) => {
    const sameSize = found[name]?.length === values.length && found[name].every(Number.isFinite);
    const all = sameSize ? apart(values, found[name]) : [Infinity];
    const tolerance = tolerances[name] ?? 1e-5;
    const beyond = all.filter((difference) => difference > tolerance).length;
    const allowed = sameSize ? (exceptions[name] ?? 0) : 0;
    return { name, tolerance, beyond, isFine: beyond <= allowed, largest: all[beyond <= allowed ? beyond : 0] };
  });

/** One line on each difference. */
export const described = ({ name, largest, beyond }) =>
  `${name} ${largest.toExponential(1)}${beyond ? ` (${beyond} values beyond)` : ''}`;
