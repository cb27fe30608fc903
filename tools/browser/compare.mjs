// How far a browser's results may be from those of Node.js, as a share of the largest value of each method.
export const tolerances = { classify: 1e-4, relevance: 1e-3, prototype: 1e-2, lengths: 1e-2 };

/** The largest difference of each method, as a share of the largest value that Node.js gave. */
export function differences(expected, found) {
  return Object.fromEntries(
    Object.entries(expected).map(([name, values]) => {
      if (found[name].length !== values.length) return [name, Infinity];
      const scale = Math.max(...values.map(Math.abs));
      const largest = Math.max(...values.map((value, i) => Math.abs(value - found[name][i])));
      return [name, Number.isFinite(largest) ? largest / scale : Infinity];
    }),
  );
}

/** What is beyond its tolerance. */
export const beyond = (found) =>
  Object.entries(found)
    .filter(([name, difference]) => !(difference <= tolerances[name]))
    .map(([name, difference]) => `${name} differs by ${difference.toExponential(1)}, beyond ${tolerances[name]}`);
