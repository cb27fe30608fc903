const events = ['uncaughtException', 'unhandledRejection'] as const;

type Listener = (...args: unknown[]) => void;

/** The part of Node.js' `process` that is needed here; absent in browsers. */
interface Listening {
  listeners?(event: string): Listener[];
  removeListener?(event: string, listener: Listener): unknown;
}

/**
 * Runs work and removes the process-wide listeners that it added: Emscripten's glue code adds one for exceptions and one for
 * rejections, which turn every error of the host program into exit code 7 and a page of source.
 *
 * @param work - what to run
 * @returns its result
 */
export const withoutNewListeners = async <T>(work: () => Promise<T>): Promise<T> => {
  const host = (globalThis as { process?: Listening }).process;
  if (!host?.listeners || !host.removeListener) return work();
  const before = new Map(events.map((event) => [event, new Set(host.listeners!(event))]));
  try {
    return await work();
  } finally {
    for (const event of events) {
      for (const listener of host.listeners(event)) {
        if (before.get(event)!.has(listener)) continue;
        if (/\bthrow\b/.test(String(listener))) host.removeListener(event, listener);
      }
    }
  }
};
