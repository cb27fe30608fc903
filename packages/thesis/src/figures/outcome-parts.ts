import type { Outcome } from '../context.js';
import { inBoth, type Cell } from '../figure.js';

/** The values of a tensor that a command would save. */
export interface SavedTensor {
  /** Its shape. */
  readonly shape: readonly number[];
  /** Its values, row-major. */
  readonly data: Float32Array;
}

/**
 * A tensor that a command would save.
 *
 * @param outcome - of the command
 * @param name - of the tensor
 * @returns its values
 */
export const tensorOf = ({ tensors = [] }: Outcome, name: string): SavedTensor => {
  const [, entry] = tensors.find(([key]) => key === name)!;
  return { shape: entry.shape, data: entry.data as Float32Array };
};

/**
 * A command's picture.
 *
 * @param outcome - of a command that draws one
 * @returns the SVG document, in both languages where words are in it
 */
export const pictureOf = ({ picture }: Outcome): Promise<Cell> => inBoth((say) => picture?.(say) ?? '');

/**
 * Some images out of a batch, or of several batches of one shape.
 *
 * @param batches - the batches
 * @returns all their images, one after the other
 */
export const stacked = (...batches: readonly SavedTensor[]): SavedTensor => {
  const [{ shape }] = batches;
  const data = new Float32Array(batches.reduce((sum, one) => sum + one.data.length, 0));
  let at = 0;
  for (const one of batches) {
    data.set(one.data, at);
    at += one.data.length;
  }
  return { shape: [batches.reduce((sum, one) => sum + one.shape[0], 0), ...shape.slice(1)], data };
};
