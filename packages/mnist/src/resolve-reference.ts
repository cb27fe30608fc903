import { InterpError, type LabelledImages } from '@interp/core';
import { ofClass } from './of-class.js';
import { parseReference, type Reference } from './references.js';

/** The parts of MNIST that are at hand; one is enough for references to it. */
export interface MnistParts {
  /** The training images. */
  readonly train?: LabelledImages;
  /** The test images. */
  readonly test?: LabelledImages;
}

/**
 * The positions of the images that a reference stands for, in the part of MNIST that it names (`mnist[reference.split]`): ranges
 * in the order given, classes in order of appearance.
 *
 * @param mnist - the data set, or the part that the reference is to
 * @param reference - a reference, or its text as {@link parseReference} reads it
 * @returns positions, each from 0
 * @throws `bad-option` if a position is beyond the end, `not-found` if that part is not at hand; what `parseReference` throws
 *
 * @example
 * ```ts
 * import { resolveReference, sampleDigits } from '@interp/mnist';
 *
 * console.log([...resolveReference({ test: sampleDigits() }, 'test/3-5')]); // [ 3, 4, 5 ]
 * ```
 */
export function resolveReference(mnist: MnistParts, reference: Reference | string): Uint32Array {
  const parsed = typeof reference === 'string' ? parseReference(reference) : reference;
  const data = mnist[parsed.split];
  if (!data) throw new InterpError('not-found', `the ${parsed.split} images of MNIST are not at hand; load them first`);
  const of = parsed.class === undefined ? '' : ` of class ${parsed.class}`;
  const all = parsed.class === undefined ? undefined : ofClass(data, parsed.class).indices;
  const count = all?.length ?? data.size;
  if (count === 0) throw new InterpError('not-found', `${parsed.split} has no image${of}`);
  const ranges = parsed.ranges ?? [[0, count - 1] as const];
  const beyond = ranges.find(([, last]) => last >= count);
  if (beyond) {
    throw new InterpError('bad-option', `${parsed.split} has no image ${beyond[1]}${of}; expected 0 to ${count - 1}`);
  }
  return Uint32Array.from(
    ranges.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, i) => (all ? all[first + i] : first + i)),
    ),
  );
}
