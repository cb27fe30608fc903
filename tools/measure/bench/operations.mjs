const product = (rows, columns, inner) => rows * columns * inner;

/**
 * How many multiplications, each with an addition, a kernel's products and convolutions are, by its arguments as `KernelTable` of @interp/backend describes
 * them. Zeros that are skipped count; a product that is shared out by its sign counts once for its sum and once for its share. Kernels that are not here have none.
 */
const counts = {
  product: ([, , , , , rows, columns, inner]) => product(rows, columns, inner),
  vectorProduct: ([, , , , rows, columns, inner]) => product(rows, columns, inner),
  convolution: (of) => of[5] * of[9] * of[10] * of[11] * of[12] * of[13] * of[8],
  depthwise: (of) => of[5] * of[9] * of[8] * of[10] * of[11],
  depthwiseSigned: (of) => of[4] * of[8] * of[7] * of[9] * of[10],
  depthwiseBack: (of) => (of[5] * of[6] * of[7] * of[10] * of[11]) / (of[12] * of[13]),
  filterGradient: (of) => of[3] * of[7] * of[8] * of[9] * of[10] * of[11] * of[6],
  planeGradient: (of) => of[4] * of[7] * of[8] * of[9] * of[10] * of[11],
  signedSums: ([, , , , places, inner, , , some]) => product(places, inner, some),
  mixedSums: ([, , , , places, inner, , , some]) => product(places, inner, some),
  signedShares: ([, , , , , places, , columns, , , some]) => product(places, some, columns),
  signedRelevance: (of) => 2 * product(of[9], of[10], of[11]),
  sparseProduct: ([, , , , , , rows, columns, inner]) => product(rows, columns, inner),
  sparseTransposedProduct: ([, , , , , , rows, columns, , some]) => product(rows, columns, some),
  binaryProduct: ([, , , , , , , rows, , inner, some]) => product(rows, inner, some),
};

/**
 * The operations of one call of a kernel.
 *
 * @param {string} kernel - its name
 * @param {readonly number[]} values - its arguments
 * @returns {number} multiplications and additions
 */
export const operationsOf = (kernel, values) => 2 * (counts[kernel]?.(values) ?? 0);

/**
 * Counts what the compiled kernels of @interp/backend do, of backends that are started from now on with `native: false`; on one thread.
 *
 * @returns {() => number} how many operations there were since it was asked last
 */
export function countOperations() {
  let sum = 0;
  const counted = (kernel, run) =>
    typeof run !== 'function'
      ? run
      : (...values) => {
          sum += operationsOf(kernel, values);
          return run(...values);
        };
  /** @type {Record<string, any>} */
  const engine = WebAssembly;
  const { instantiate } = engine;
  engine.instantiate = async (module, imports) => {
    const made = await instantiate(module, imports);
    if (!made.exports || !('vectorProduct' in made.exports)) return made;
    const kernels = Object.entries(made.exports).map(([name, run]) => [name, counted(name, run)]);
    return { exports: Object.fromEntries(kernels) };
  };
  return () => {
    const found = sum;
    sum = 0;
    return found;
  };
}
