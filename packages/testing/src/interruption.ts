/** Parts of the options of a training that stops at some step, and the last checkpoint that it gave. */
export interface Interruption {
  /** `signal`, `onCheckpoint` and `onStep`. */
  readonly options: {
    readonly signal: AbortSignal;
    readonly onCheckpoint: (bytes: Uint8Array) => void;
    readonly onStep: (step: { readonly value: { readonly step: number } }) => void;
  };
  /** A copy of the last checkpoint; empty before the first. */
  readonly checkpoint: () => Uint8Array;
}

/**
 * Interrupts a training as Ctrl-C would, after a step.
 *
 * @param until - the step; a training without one goes to its end
 * @returns what to give to the training
 */
export const interruptAt = (until = Infinity): Interruption => {
  const stop = new AbortController();
  let checkpoint = new Uint8Array();
  return {
    options: {
      signal: stop.signal,
      onCheckpoint: (bytes) => {
        checkpoint = bytes.slice();
      },
      onStep: ({ value }) => {
        if (value.step >= until) stop.abort();
      },
    },
    checkpoint: () => checkpoint,
  };
};
