/** A rectangle of pixels. */
export interface Extent {
  /** First column. */
  readonly left: number;
  /** First row. */
  readonly top: number;
  /** The column after the last. */
  readonly right: number;
  /** The row after the last. */
  readonly bottom: number;
}

/** Rows of a rectangle. */
export const heightOf = ({ top, bottom }: Extent): number => bottom - top;

/** Columns of a rectangle. */
export const widthOf = ({ left, right }: Extent): number => right - left;

/** The longer side of a rectangle. */
export const longer = (one: Extent): number => Math.max(heightOf(one), widthOf(one));

/** Columns that two rectangles have in common; negative where they are apart by as many. */
export const commonColumns = (a: Extent, b: Extent): number => Math.min(a.right, b.right) - Math.max(a.left, b.left);

/** Rows that two rectangles have in common; negative where they are apart by as many. */
export const commonRows = (a: Extent, b: Extent): number => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
