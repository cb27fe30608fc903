import type { PartFile } from './part-file.js';

/** Why a mirror failed. Internal: the reasons of all mirrors become one `InterpError`. */
export class MirrorError extends Error {
  /** Whether to retry the same mirror. */
  readonly again: boolean;

  /**
   * @param message - what it does wrong, to be read after its name
   * @param again - whether to retry it
   */
  constructor(message: string, again: boolean) {
    super(message);
    this.name = 'MirrorError';
    this.again = again;
  }
}

/** What one attempt at a file needs to know. */
export interface DownloadOptions {
  /** Most bytes that the file may have. */
  readonly most: number;
  /** Milliseconds without data after which the attempt is abandoned. */
  readonly stallTimeout: number;
  /** Ends the attempt. */
  readonly signal?: AbortSignal;
  /** Called after each piece, with the length of the file as far as the mirror tells it. */
  readonly onChunk: (totalBytes?: number) => void | Promise<void>;
}

const reasonOf = (error: unknown): string => {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? 'no answer';
};

const temporary = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/** Whether a file starts as gzip or as IDX files of bytes do; a piece too short to tell passes. */
const isPlausible = ([a, b, c]: Uint8Array): boolean =>
  c === undefined || (a === 0x1f && b === 0x8b) || (a === 0 && b === 0 && c === 8);

/** The offset at which the response continues; undefined if the mirror has no more data. */
const startOf = (response: Response, size: number): number | undefined => {
  const { status, headers } = response;
  if (status === 416 && size > 0) return undefined;
  if (status === 200) return 0;
  if (status === 206) {
    if (headers.get('content-range')?.startsWith(`bytes ${size}-`)) return size;
    throw new MirrorError('sends another part than the one asked for', false);
  }
  throw new MirrorError(`answers ${status}`, temporary(status));
};

/**
 * Requests the missing rest of a part from a mirror once, and appends it.
 *
 * @param url - the file
 * @param part - appended to; cleared if the mirror sends the whole file
 * @param options - limits, signal, progress
 * @returns when the mirror has sent everything that it has
 * @throws {@link MirrorError} if the mirror does not do as it should; `not-writable` if the part cannot grow
 */
export async function download(
  url: string,
  part: PartFile,
  { most, stallTimeout, signal, onChunk }: DownloadOptions,
): Promise<void> {
  const stalled = new AbortController();
  const either = AbortSignal.any(signal ? [stalled.signal, signal] : [stalled.signal]);
  const answer = async <T>(work: () => Promise<T>): Promise<T> => {
    const timer = setTimeout(() => stalled.abort(), stallTimeout);
    try {
      return await work();
    } catch (error) {
      const why = stalled.signal.aborted ? `sends nothing for ${stallTimeout / 1000} s` : reasonOf(error);
      throw new MirrorError(why, true);
    } finally {
      clearTimeout(timer);
    }
  };
  const offset = part.size();
  const range = offset > 0 ? { range: `bytes=${offset}-` } : undefined;
  const headers = { 'accept-encoding': 'identity', ...range };
  try {
    const response = await answer(() => fetch(url, { headers, signal: either }));
    const start = startOf(response, offset);
    if (start === undefined) return;
    if (response.headers.get('content-type')?.includes('html')) throw new MirrorError('sends a web page', false);
    const encoded = response.headers.has('content-encoding');
    if (encoded && start > 0) {
      await part.clear();
      throw new MirrorError('cannot go on in the middle of an encoded answer', true);
    }
    const length = Number(response.headers.get('content-length') ?? NaN);
    const total = encoded || Number.isNaN(length) ? undefined : start + length;
    if (total !== undefined && total > most) throw new MirrorError(`has ${total} bytes, which is too many`, false);
    const reader = response.body?.getReader();
    if (!reader) throw new MirrorError('sends an empty answer', false);
    if (start === 0) await part.clear();
    for (let next = await answer(() => reader.read()); !next.done; next = await answer(() => reader.read())) {
      if (part.size() === 0 && !isPlausible(next.value)) throw new MirrorError('sends another kind of file', false);
      if (part.size() + next.value.length > most) {
        await part.clear();
        throw new MirrorError('sends too many bytes', false);
      }
      await part.append(next.value);
      await onChunk(total);
    }
  } finally {
    stalled.abort();
  }
}
