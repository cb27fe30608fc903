import { heightOf, type Extent } from './extent.js';

/**
 * Puts digits in the order in which they are read: rows from the top, in each from the left. Rows may be slanted.
 *
 * @param groups - the digits
 * @returns the same in order
 */
export const inReadingOrder = <One extends Extent>(groups: readonly One[]): readonly One[] => {
  const rows: One[][] = [];
  for (const group of [...groups].sort((a, b) => a.left - b.left || a.top - b.top)) {
    const apart = (row: readonly One[]): number => {
      const last = row.at(-1)!;
      return Math.abs(last.top + last.bottom - group.top - group.bottom) / (heightOf(last) + heightOf(group));
    };
    const nearest = rows.reduce<One[] | undefined>(
      (best, row) => (apart(row) < Math.min(0.75, best ? apart(best) : 1) ? row : best),
      undefined,
    );
    if (nearest) nearest.push(group);
    else rows.push([group]);
  }
  const middle = (row: readonly One[]): number =>
    row.reduce((sum, { top, bottom }) => sum + top + bottom, 0) / row.length;
  return rows.sort((a, b) => middle(a) - middle(b)).flat();
};
