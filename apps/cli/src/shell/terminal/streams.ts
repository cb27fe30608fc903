import type { Output } from './terminal.js';

/** As much of a standard stream as {@link failureOf} needs. */
interface Stream {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string, written: () => void): unknown;
}

/**
 * Listens to a standard stream, so that one that is full, or that nobody reads any more, ends no work: what was asked for as files is still
 * written.
 *
 * @param stream - standard output or standard error
 * @returns waits until all is written, and gives the first error
 */
export const failureOf = (stream: Stream): (() => Promise<NodeJS.ErrnoException | undefined>) => {
  let first: NodeJS.ErrnoException | undefined;
  stream.on('error', (error) => (first ??= error));
  return async () => {
    await new Promise<void>((resolve) => stream.write('', () => setImmediate(resolve)));
    return first;
  };
};

/**
 * The exit code of a run once its standard output is written.
 *
 * @param exitCode - of the run
 * @param failure - of standard output; a reader that has gone (`interp … | head`) is none
 * @param stderr - where one line says what went wrong
 */
export const streamExit = (exitCode: number, failure: NodeJS.ErrnoException | undefined, stderr: Output): number => {
  if (failure === undefined || failure.code === 'EPIPE') return exitCode;
  stderr.write(
    `interp: standard output cannot be written to (${failure.code ?? 'unknown'}); expected a place with room\n`,
  );
  return exitCode || 1;
};
