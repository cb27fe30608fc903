import { InterpError, shownName, shownPath } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { concatBytes } from './concat-bytes.js';
import type { ModelFile, WeightSpec } from './model-file.js';
import type { StoredWeight } from './stored-weights.js';

/** Gives the bytes of a file beside a `model.json` by the path that it has for it; refuses one of more than `most` bytes. */
export type ReadWeights = (path: string, most: number) => Uint8Array | Promise<Uint8Array>;

const bytesOf = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** How many bytes a weight takes in its file. */
const weightBytes = ({ shape, dtype, quantization: quantized }: WeightSpec): number =>
  sizeOfShape(shape) * bytesOf[quantized?.dtype ?? dtype];

/**
 * Reads the weights of a model, each with its bytes.
 *
 * @param name - what its `model.json` is called, for messages
 * @param weightsManifest - which files have which weights
 * @param read - gives the files
 * @throws InterpError `bad-file` where bytes are missing or too many, and what `read` throws
 */
export const readWeights = async (
  name: string,
  weightsManifest: ModelFile['weightsManifest'],
  read: ReadWeights,
): Promise<readonly StoredWeight[]> => {
  const stored: StoredWeight[] = [];
  const named = new Set<string>();
  for (const { paths, weights } of weightsManifest) {
    const expected = weights.reduce((sum, spec) => sum + weightBytes(spec), 0);
    const parts: Uint8Array[] = [];
    // A file that is named many times, or longer than its weights, would fill the memory.
    let left = expected;
    for (const path of paths) {
      if (named.has(path))
        throw new InterpError(
          'bad-file',
          `${shownPath(name)} names the weights file ${shownName(path)} twice; expected each once`,
        );
      named.add(path);
      const part = await read(path, left);
      left -= part.length;
      parts.push(part);
    }
    const group = concatBytes(parts);
    if (group.length !== expected)
      throw new InterpError(
        'bad-file',
        `the weights of ${shownPath(name)} have ${group.length} bytes; expected ${expected}; fetch or save them again`,
      );
    let begin = 0;
    for (const spec of weights) {
      const bytes = group.subarray(begin, (begin += weightBytes(spec)));
      // The weights of an optimiser belong to no layer.
      if (spec.group !== 'optimizer') stored.push({ spec, bytes });
    }
  }
  return stored;
};
