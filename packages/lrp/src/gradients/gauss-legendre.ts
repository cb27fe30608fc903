/** A quadrature rule on [0, 1]. */
export interface Quadrature {
  /** The nodes in (0, 1), ascending. */
  readonly nodes: readonly number[];
  /** Their weights, which sum to 1. */
  readonly weights: readonly number[];
}

/** The Legendre polynomial of degree n at z, and its derivative. */
const legendre = (n: number, z: number): readonly [value: number, derivative: number] => {
  let [before, value] = [1, z];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * z * value - (k - 1) * before) / k];
  return [value, (n * (z * value - before)) / (z * z - 1)];
};

/**
 * The Gauss-Legendre rule on [0, 1], exact for polynomials of degree 2n - 1. Roots by Newton's method from Chebyshev's guess.
 *
 * @param n - number of nodes, at least 1
 * @returns nodes and weights
 */
export const gaussLegendre = (n: number): Quadrature => {
  const roots = Array.from({ length: n }, (_, i) => {
    let z = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (let round = 0; round < 100; round++) {
      const [value, derivative] = legendre(n, z);
      const step = n === 1 ? z : value / derivative;
      z -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    return z;
  });
  return {
    nodes: roots.map((z) => (z + 1) / 2),
    weights: roots.map((z) => (n === 1 ? 1 : 1 / ((1 - z * z) * legendre(n, z)[1] ** 2))),
  };
};
