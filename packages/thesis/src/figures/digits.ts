import { ofClass } from '@interp/mnist';
import type { DigitSource, FigureContext } from '../context.js';
import { toHost, type HostTensor } from '../tensors.js';

/** Test digits that a figure shows. */
export interface ShownDigits {
  /** `[n, 28, 28, 1]`. */
  readonly images: HostTensor;
  /** The label of each. */
  readonly labels: readonly number[];
  /** What each is called on the command line: `mnist:test/class=5/1`. */
  readonly inputs: readonly string[];
}

/** What a test digit is called on the command line. */
export const inputName = (source: DigitSource, label: number, position: number): string =>
  `${source}:test/class=${label}/${position}`;

/** Test digits by label and position, from 0, among the digits of that label. */
export const testDigits = async (
  { digits, source }: FigureContext,
  chosen: readonly (readonly [label: number, position: number])[],
): Promise<ShownDigits> => {
  const all = await digits('test');
  return {
    images: await toHost(all.images(chosen.map(([label, position]) => ofClass(all, label).indices[position]))),
    labels: chosen.map(([label]) => label),
    inputs: chosen.map(([label, position]) => inputName(source, label, position)),
  };
};

/** Labels with their positions: the first digit of a label that is repeated, then the second. */
export const firstOfEach = (labels: readonly number[]): readonly (readonly [label: number, position: number])[] =>
  labels.map((label, i) => [label, labels.slice(0, i).filter((other) => other === label).length]);

/** The real 5 that several figures begin with. */
export const realFive = [5, 1] as const;
