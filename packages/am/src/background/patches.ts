import { checkChoice, checkList, InterpError } from '@interp/checks';
import type { Random } from '@interp/core';

/** A rectangle of an image, in pixels. */
export interface Patch {
  /** The first row. */
  readonly top: number;
  /** The first column. */
  readonly left: number;
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
}

/**
 * In what order patches are tried: `rows`, left to right and top to bottom, the thesis'; `columns`, top to bottom and left to right;
 * `random`, another order in each pass; or a function of your own from the patches in rows to those to try.
 */
export type PatchOrder = 'rows' | 'columns' | 'random' | ((patches: readonly Patch[]) => readonly Patch[]);

/**
 * The square patches of an image in rows; those at the right and lower border may be smaller.
 *
 * @param height - of the image, in pixels
 * @param width - of the image, in pixels
 * @param side - of a patch, in pixels
 * @returns the patches, which cover the image once
 */
export const patchesOf = (height: number, width: number, side: number): readonly Patch[] =>
  Array.from({ length: Math.ceil(height / side) }, (_, row) =>
    Array.from({ length: Math.ceil(width / side) }, (_, column) => {
      const [top, left] = [row * side, column * side];
      return { top, left, height: Math.min(side, height - top), width: Math.min(side, width - left) };
    }),
  ).flat();

/** The patches of one pass, given those in rows and a stream of random numbers. */
export type PatchSequence = (patches: readonly Patch[], stream: Random) => readonly Patch[];

const sequences: Readonly<Record<Extract<PatchOrder, string>, PatchSequence>> = {
  rows: (patches) => patches,
  columns: (patches) => patches.toSorted((a, b) => a.left - b.left || a.top - b.top),
  random: (patches, stream) => Array.from(stream.permutation(patches.length), (index) => patches[index]),
};

const onlyOf = (patches: readonly Patch[], chosen: readonly Patch[]): readonly Patch[] => {
  checkList('what the order gives', chosen);
  if (chosen.every((patch) => patches.includes(patch))) return chosen;
  throw new InterpError('bad-option', 'the order gave a patch of its own; expected some of those that it was given');
};

/** Checks an option that is the name of an order or a function; throws InterpError `bad-option`. */
export const checkOrder = (name: string, order: unknown): void => {
  if (typeof order !== 'function') checkChoice(`the ${name}`, order, Object.keys(sequences), 'a function');
};

/**
 * The function that gives the patches of a pass, by the name of an order. A function of one's own is kept; if it returns a patch that it was not
 * given, InterpError `bad-option` is thrown.
 */
export const sequenceOf = (order: PatchOrder): PatchSequence =>
  typeof order === 'function' ? (patches) => onlyOf(patches, order(patches)) : sequences[order];
