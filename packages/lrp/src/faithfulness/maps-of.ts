import { InterpError } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * The maps of a batch as arrays, checked.
 *
 * @param relevance - `[n, ...shape]`, n at least 1; borrowed
 * @returns each image's values, flat
 * @throws InterpError `bad-shape` for an empty batch or a tensor without dimensions, `bad-value` for a NaN or an infinity
 */
export const mapsOf = (relevance: Tensor): Float32Array[] => {
  const [n, ...shape] = (relevance as Partial<Tensor> | undefined)?.shape ?? [];
  const size = sizeOfShape(shape);
  if (!n || !size)
    throw new InterpError(
      'bad-shape',
      `the relevance has the shape [${[n, ...shape].join(', ')}]; expected one map or more, [n, ...shape of an image]`,
    );
  if (relevance.isDisposed) throw new InterpError('bad-value', 'the relevance was disposed of; expected live maps');
  const values = Float32Array.from(relevance.dataSync());
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new InterpError('bad-value', `map ${Math.floor(bad / size)} holds ${values[bad]}; expected finite relevance`);
  return Array.from({ length: n }, (_, i) => values.subarray(i * size, (i + 1) * size));
};
