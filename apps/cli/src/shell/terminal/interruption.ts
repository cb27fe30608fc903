/** Ctrl-C, a polite request to end, and a terminal that was closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type EndingSignal = (typeof signals)[number];

/** As much of `process` as {@link interruption} needs. */
export interface SignalTarget {
  /** Starts to listen. */
  on(signal: EndingSignal, listener: () => void): unknown;
  /** Stops to listen. */
  off(signal: EndingSignal, listener: () => void): unknown;
  /** Ends the process. */
  exit(code: number): never;
}

/**
 * Turns the first Ctrl-C (or SIGTERM, or SIGHUP) into an abort, after which commands end by themselves and keep what is done, and the second
 * into an end at once.
 */
export const interruption = (process: SignalTarget): { readonly signal: AbortSignal; readonly done: () => void } => {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of signals) process.on(signal, listener);
  const done = (): void => {
    for (const signal of signals) process.off(signal, listener);
  };
  return { signal: controller.signal, done };
};
