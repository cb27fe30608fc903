/** What can be undone and redone. */
export interface History<T> {
  /** Earlier values, the oldest first. */
  readonly past: readonly T[];
  /** The value now. */
  readonly present: T;
  /** Values that were undone, the next first. */
  readonly future: readonly T[];
}

/** How many values are kept. */
const most = 200;

/** A history of one value. */
export const historyOf = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A change: `merge` puts it together with the one before, as the points of a stroke are. */
export const changed = <T>({ past, present, future }: History<T>, value: T, merge = false): History<T> =>
  merge ? { past, present: value, future } : { past: [...past, present].slice(-most), present: value, future: [] };

/** One step back; the same history where there is none. */
export const undone = <T>(history: History<T>): History<T> => {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  return { past: past.slice(0, -1), present: past[past.length - 1], future: [present, ...future] };
};

/** One step forward again; the same history where there is none. */
export const redone = <T>(history: History<T>): History<T> => {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  return { past: [...past, present], present: future[0], future: future.slice(1) };
};
