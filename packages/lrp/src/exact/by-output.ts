import type { WindowCell } from './window-cells.js';

/**
 * Where the cells of each output begin, in a list that goes output by output.
 *
 * @param cells - the list
 * @param pixels - number of outputs
 * @returns `pixels + 1` positions: those of output i are from the i-th up to the next
 */
export const byOutput = (cells: readonly WindowCell[], pixels: number): Int32Array => {
  const begins = new Int32Array(pixels + 1);
  for (const { output } of cells) begins[output + 1]++;
  for (let i = 0; i < pixels; i++) begins[i + 1] += begins[i];
  return begins;
};
