import { InterpError } from '@interp/checks';

/**
 * An array of zeros whose length follows from options, such as a number of samples: where there is no room for it, an error that says so
 * takes the place of the engine's `RangeError`.
 *
 * @param length - its length
 * @returns the array
 * @throws InterpError `out-of-memory`
 */
export const newFloats = (length: number): Float32Array => {
  try {
    return new Float32Array(length);
  } catch (cause) {
    throw new InterpError(
      'out-of-memory',
      `there is no room for ${length} numbers at once; expected fewer images, samples, restarts or runs`,
      { cause },
    );
  }
};
