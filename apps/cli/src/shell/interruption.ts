/** As much of `process` as {@link interruption} needs. */
export interface SignalTarget {
  /** Starts to listen. */
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  /** Stops to listen. */
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  /** Ends the process. */
  exit(code: number): never;
}

/**
 * Turns the first Ctrl-C (or SIGTERM) into an abort, after which commands end by themselves and keep what is done, and the second
 * into an end at once.
 */
export const interruption = (process: SignalTarget): { readonly signal: AbortSignal; readonly done: () => void } => {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  const done = (): void => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
  return { signal: controller.signal, done };
};
