import type { DriveOptions } from '@interp/core';
import { callback, checkedBy, list, number, optionsTable } from '@interp/core/internal';

/** How far one file is. */
export interface FetchStep {
  /** Its name without `.gz`. */
  readonly file: string;
  /** Compressed bytes of it that are here, those of earlier attempts included. */
  readonly bytes: number;
  /** Its compressed length, if the mirror tells it. */
  readonly totalBytes?: number;
  /** The mirror that sends it. */
  readonly mirror: string;
}

/**
 * How {@link fetchMnist} fetches. Its progress counts bytes: `step` compressed bytes of all four files are here, of about
 * `total`. After an abort it gives what it has by then, and what is half there is gone on with next time.
 */
export interface FetchOptions extends Pick<DriveOptions<FetchStep>, 'onStep' | 'signal'> {
  /** Folders on the web that have the four files, tried in this order. Default {@link mnistMirrors}. */
  readonly mirrors?: readonly string[];
  /** How many times a mirror that breaks off or does not answer is asked again. Default 3. */
  readonly retries?: number;
  /** Milliseconds before asking again the first time; it doubles each time. Default 1000. */
  readonly retryDelay?: number;
  /** Milliseconds without any data after which a connection is given up. Default 20000. */
  readonly stallTimeout?: number;
}

/** Public copies of the four files. */
export const mnistMirrors: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'http://yann.lecun.com/exdb/mnist/',
];

/** Checks and defaults of {@link FetchOptions}. */
export const fetchOptions = optionsTable<FetchOptions>()({
  mirrors: list<readonly string[]>({ default: mnistMirrors }),
  retries: number({ min: 0, max: 100, integer: true, default: 3 }),
  retryDelay: number({ min: 0, default: 1000 }),
  stallTimeout: number({ above: 0, max: 2 ** 31 - 1, default: 20_000 }),
  onStep: callback(),
  signal: checkedBy<AbortSignal>(() => undefined),
});

/** What became of one file. */
export interface FetchedFile {
  /** Its name without `.gz`. */
  readonly name: string;
  /** `present`: it was there and right; `fetched`; or `missing`: the signal came before. */
  readonly status: 'present' | 'fetched' | 'missing';
  /** The mirror that it came from, if it was fetched. */
  readonly mirror?: string;
}

/** What {@link fetchMnist} did. */
export interface FetchReport {
  /** Whether all files are there, with the right checksums. */
  readonly complete: boolean;
  /** Each file. */
  readonly files: readonly FetchedFile[];
}
