/** The state of a search for the smallest constant that works. */
export interface ConstantSearch {
  /** The value to try. */
  readonly constant: number;
  /** The largest value known to fail; 0 if none. */
  readonly failed: number;
  /** The smallest value known to work; infinite if none. */
  readonly worked: number;
}

/** A search that begins at a value. */
export const startSearch = (constant: number): ConstantSearch => ({ constant, failed: 0, worked: Infinity });

/**
 * The next value to try: ten times more or less until both sides are known, then the geometric mean of the two.
 *
 * @param search - the search so far
 * @param succeeded - whether its constant worked
 * @returns the next state
 */
export const nextSearch = ({ constant, failed, worked }: ConstantSearch, succeeded: boolean): ConstantSearch => {
  const [below, above] = succeeded ? [failed, constant] : [constant, worked];
  const next = above === Infinity ? 10 * below : below === 0 ? above / 10 : Math.sqrt(below * above);
  return { constant: next, failed: below, worked: above };
};
