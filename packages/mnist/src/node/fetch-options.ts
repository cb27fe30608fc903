import { boolean, callback, checkedBy, list, number, optionsTable } from '@interp/checks';
import type { DriveOptions } from '@interp/core';

/** Progress of one file. */
export interface FetchStep {
  /** Its name without `.gz`. */
  readonly file: string;
  /** Compressed bytes downloaded, those of earlier attempts included. */
  readonly bytes: number;
  /** Its compressed length, if the mirror tells it. */
  readonly totalBytes?: number;
  /** The mirror that sends it. */
  readonly mirror: string;
}

/**
 * Options of {@link fetchMnist}. Its progress counts compressed bytes of all four files: `step`
 * of about `total`. After an abort, partial downloads are resumed by the next call.
 */
export interface FetchOptions extends Pick<DriveOptions<FetchStep>, 'onStep' | 'signal'> {
  /** Folders on the web that have the four files, tried in this order, `https:` addresses unless `plainHttp` is set. Default {@link mnistMirrors}. */
  readonly mirrors?: readonly string[];
  /** Number of retries of a mirror that disconnects or does not respond. Default 3. */
  readonly retries?: number;
  /** Milliseconds before the first retry; doubles each time. Default 1000. */
  readonly retryDelay?: number;
  /** Milliseconds without data after which a connection is closed. Default 20000. */
  readonly stallTimeout?: number;
  /** Bytes per second that a mirror must send at least, on average over {@link FetchOptions.stallTimeout}; a slower one is left. Default 1000. */
  readonly minRate?: number;
  /** Whether mirrors, and redirects, may have `http:` addresses, which anybody on the way can change. Checksums are compared in any case. Default false. */
  readonly plainHttp?: boolean;
}

/** Public copies of the four files. */
export const mnistMirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];

/** Checks and defaults of {@link FetchOptions}. */
export const fetchOptions = optionsTable<FetchOptions>()({
  mirrors: list<readonly string[]>({ default: mnistMirrors }),
  retries: number({ min: 0, max: 100, integer: true, default: 3 }),
  retryDelay: number({ min: 0, default: 1000 }),
  stallTimeout: number({ above: 0, max: 2 ** 31 - 1, default: 20_000 }),
  minRate: number({ min: 0, default: 1000 }),
  plainHttp: boolean({ default: false }),
  onStep: callback(),
  signal: checkedBy<AbortSignal>(() => undefined),
});

/** The outcome for one file. */
export interface FetchedFile {
  /** Its name without `.gz`. */
  readonly name: string;
  /** `present`: it existed and was right; `fetched`; or `missing`: the signal came first. */
  readonly status: 'present' | 'fetched' | 'missing';
  /** The mirror that it came from, if it was fetched. */
  readonly mirror?: string;
}

/** Result of {@link fetchMnist}. */
export interface FetchReport {
  /** Whether all files are there, with the right checksums. */
  readonly complete: boolean;
  /** Each file. */
  readonly files: readonly FetchedFile[];
}
