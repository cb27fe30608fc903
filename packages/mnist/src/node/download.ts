import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { plainText } from '@interp/checks';
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
  /** Bytes per second that a mirror must send at least, on average over `stallTimeout`. */
  readonly minRate: number;
  /** Whether addresses without encryption are taken, redirects included. */
  readonly plainHttp: boolean;
  /** Ends the attempt. */
  readonly signal?: AbortSignal;
  /** Called after each piece, with the length of the file as far as the mirror tells it. */
  readonly onChunk: (totalBytes?: number) => void | Promise<void>;
}

/** Redirects that are followed. */
const mostRedirects = 5;

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message?: string };
  return plainText(code ?? message ?? 'no answer', 80);
};

const temporary = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/** Whether a file starts as gzip or as IDX files of bytes do; a piece too short to tell passes. */
const isPlausible = ([a, b, c]: Uint8Array): boolean =>
  c === undefined || (a === 0x1f && b === 0x8b) || (a === 0 && b === 0 && c === 8);

/** The offset at which the response continues; undefined if the mirror has no more data. */
const startOf = ({ statusCode: status = 0, headers }: IncomingMessage, size: number): number | undefined => {
  if (status === 416 && size > 0) return undefined;
  if (status === 200) return 0;
  if (status === 206) {
    if (headers['content-range']?.startsWith(`bytes ${size}-`)) return size;
    throw new MirrorError('sends another part than the one asked for', false);
  }
  throw new MirrorError(`answers ${status}`, temporary(status));
};

/** Whether the body is compressed once more; any encoding that was not asked for, and any chain of them, is refused. */
const isEncoded = ({ headers }: IncomingMessage): boolean => {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding))
    throw new MirrorError(`encodes its answer as ${plainText(encoding, 40)}`, false);
  return encoding !== 'identity';
};

const ask = (url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    send(url, { headers, signal, agent: false })
      .on('response', (response) => resolve(response.on('error', () => undefined)))
      .on('upgrade', (_response, socket) => {
        socket.destroy();
        reject(new MirrorError('answers 101', false));
      })
      .on('error', reject)
      .on('close', () => reject(new Error('closes the connection')))
      .end();
  });

/** Asks for a file where redirects lead, to encrypted addresses alone unless others are allowed. */
const follow = async (
  from: string,
  headers: Record<string, string>,
  { plainHttp }: DownloadOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> => {
  let url = new URL(from);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await ask(url, headers, signal);
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined) return response;
    response.destroy();
    if (!URL.canParse(location, url)) throw new MirrorError('redirects to what is no address', false);
    url = new URL(location, url);
    if (url.protocol !== 'https:' && !(plainHttp && url.protocol === 'http:'))
      throw new MirrorError('redirects to an address that is not https', false);
  }
  throw new MirrorError(`redirects more than ${mostRedirects} times`, false);
};

/** Abandons an attempt that stalls, or drips. */
const watchdog = ({ stallTimeout, minRate }: DownloadOptions, abandon: (why: MirrorError) => void) => {
  const seconds = stallTimeout / 1000;
  let [window, stall]: (NodeJS.Timeout | undefined)[] = [];
  let received = 0;
  const watchStall = (): void => {
    clearTimeout(stall);
    stall = setTimeout(() => abandon(new MirrorError(`sends nothing for ${seconds} s`, true)), stallTimeout);
  };
  watchStall();
  return {
    /** The answer has begun. */
    begin: (): void => {
      watchStall();
      window = setInterval(() => {
        if (received < minRate * seconds) abandon(new MirrorError(`sends less than ${minRate} bytes a second`, false));
        received = 0;
      }, stallTimeout);
    },
    /** Bytes have come. */
    see: (bytes: number): void => {
      received += bytes;
      watchStall();
    },
    stop: (): void => {
      clearTimeout(stall);
      clearInterval(window);
    },
  };
};

/**
 * Requests the missing rest of a part from a mirror once, and appends it.
 *
 * @param url - the file
 * @param part - appended to; cleared if the mirror sends the whole file
 * @param options - limits, signal, progress
 * @returns whether the mirror said that it compressed the file once more, when it has sent everything that it has
 * @throws {@link MirrorError} if the mirror does not do as it should; `not-writable` if the part cannot grow; what `onChunk` throws
 */
export async function download(url: string, part: PartFile, options: DownloadOptions): Promise<boolean> {
  const { most, signal, onChunk } = options;
  const controller = new AbortController();
  const either = AbortSignal.any(signal ? [controller.signal, signal] : [controller.signal]);
  let why: MirrorError | undefined;
  const watch = watchdog(options, (reason) => {
    why ??= reason;
    controller.abort();
  });
  const offered = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof MirrorError) throw error;
      throw why ?? new MirrorError(reasonOf(error), true);
    }
  };
  const offset = part.size();
  const headers = { 'accept-encoding': 'identity', ...(offset > 0 && { range: `bytes=${offset}-` }) };
  try {
    const response = await offered(follow(url, headers, options, either));
    watch.begin();
    const start = startOf(response, offset);
    if (start === undefined) return false;
    if (response.headers['content-type']?.includes('html')) throw new MirrorError('sends a web page', false);
    const encoded = isEncoded(response);
    if (encoded && start > 0) {
      await part.clear();
      throw new MirrorError('cannot go on in the middle of an encoded answer', true);
    }
    const length = Number(response.headers['content-length'] ?? Number.NaN);
    const total = Number.isNaN(length) ? undefined : start + length;
    if (total !== undefined && total > most) throw new MirrorError(`has ${total} bytes, which is too many`, false);
    if (start === 0) await part.clear();
    const pieces = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    for (let next = await offered(pieces.next()); !next.done; next = await offered(pieces.next())) {
      const piece = next.value;
      watch.see(piece.length);
      if (part.size() === 0 && !isPlausible(piece)) throw new MirrorError('sends another kind of file', false);
      if (part.size() + piece.length > most) {
        await part.clear();
        throw new MirrorError('sends too many bytes', false);
      }
      await part.append(piece);
      await onChunk(total);
    }
    return encoded;
  } finally {
    watch.stop();
    controller.abort();
  }
}
