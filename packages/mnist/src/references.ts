import { checkFields, checkGivenText, checkObject, InterpError } from '@interp/checks';
import type { LabelledImages } from '@interp/core';
import type { ImageSet } from './image-set.js';
import { ofClass } from './subset.js';

/** The two parts of the data set. */
export type MnistSplit = 'train' | 'test';

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28×28, centred by their centre of mass (LeCun, Bottou,
 * Bengio and Haffner, "Gradient-based learning applied to document recognition", 1998; thesis, section 1.3).
 */
export interface Mnist {
  /** The training images. */
  readonly train: ImageSet;
  /** The test images. */
  readonly test: ImageSet;
}

/** A reference to images of MNIST, by position or by class; {@link parseReference} parses one. */
export interface Reference {
  /** The part of the data set. */
  readonly split: MnistSplit;
  /** Only images of this class, 0 to 9; positions then count these alone. */
  readonly class?: number;
  /** First and last position of each range, from 0, both included. Default: all. */
  readonly ranges?: readonly (readonly [first: number, last: number])[];
}

const expected = 'expected test/17, train/0-99, test/3,5,8-10, test/class=5 or test/class=5/3';
const list = String.raw`\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*`;
const pattern = new RegExp(`^(train|test)/(?:(${list})|class=(\\d{1,9})(?:/(${list}))?)$`);

const range = (text: string, reference: string): readonly [number, number] => {
  const [first, last = first] = text.split('-').map(Number) as [number, number?];
  if (first > last) {
    throw new InterpError('bad-option', `${reference} has the range ${text}; expected the smaller number first`);
  }
  return [first, last];
};

/**
 * Reads a reference to images of MNIST: `test/17` (from 0), `train/0-99` (100 images), `test/3,5,8-10`, `test/class=5`
 * (every 5), `test/class=5/3` (the fourth 5).
 *
 * @param text - the reference
 * @returns the reference; {@link resolveReference} checks that the images exist
 * @throws `bad-option` if it cannot be read, `bad-class` if its class is above 9
 *
 * @example
 * ```ts
 * import { parseReference } from '@interp/mnist';
 *
 * console.log(parseReference('test/class=5/3')); // { split: 'test', class: 5, ranges: [ [ 3, 3 ] ] }
 * ```
 */
export function parseReference(text: string): Reference {
  checkGivenText('the reference', text, 'as test/3');
  const match = pattern.exec(text);
  if (!match) {
    throw new InterpError('bad-option', `${JSON.stringify(text)} is no reference to MNIST images; ${expected}`);
  }
  const [, split, plain, label, within] = match;
  const positions = plain ?? within;
  if (Number(label) > 9) throw new InterpError('bad-class', `${text} asks for class ${label}; expected 0 to 9`);
  return {
    split: split as MnistSplit,
    class: label === undefined ? undefined : Number(label),
    ranges: positions?.split(',').map((part) => range(part, text)),
  };
}

/** The available parts of MNIST; one is enough for references to it. */
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
 * @throws `bad-option` if a position is beyond the end, `not-found` if that part is not available; what `parseReference` throws
 *
 * @example
 * ```ts
 * import { resolveReference, sampleDigits } from '@interp/mnist';
 *
 * console.log([...resolveReference({ test: sampleDigits() }, 'test/3-5')]); // [ 3, 4, 5 ]
 * ```
 */
export function resolveReference(mnist: MnistParts, reference: Reference | string): Uint32Array {
  checkObject('the data', mnist, 'images of train, of test or of both');
  const parsed = typeof reference === 'string' ? parseReference(reference) : reference;
  checkFields('the reference', parsed, { split: 'text' });
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
