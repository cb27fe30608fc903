import { InterpError } from '@interp/core';
import type { MnistSplit } from './mnist.js';

/** Some images of MNIST, by position or by class; what {@link parseReference} reads. */
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
 * @returns what it says; whether there are such images is seen by {@link resolveReference}
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
  const match = pattern.exec(text);
  if (!match) {
    throw new InterpError('bad-option', `${JSON.stringify(text)} is no reference to MNIST images; ${expected}`);
  }
  const [, split, plain, label, within] = match;
  const positions = plain ?? within;
  if (Number(label) > 9) throw new InterpError('bad-class', `${text} asks for class ${label}; expected 0 to 9`);
  return {
    split: split as MnistSplit,
    ...(label === undefined ? {} : { class: Number(label) }),
    ...(positions === undefined ? {} : { ranges: positions.split(',').map((part) => range(part, text)) }),
  };
}
