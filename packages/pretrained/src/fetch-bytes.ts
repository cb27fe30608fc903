import { InterpError, isInterpError, plainText, shownPath } from '@interp/checks';

/** An answer of Node.js' client; its module is named nowhere else, so that no bundler includes it. */
type IncomingMessage = InstanceType<ReturnType<typeof process.getBuiltinModule<'node:http'>>['IncomingMessage']>;

/** How many other addresses an answer may name, and how long a server may be silent, in ms. */
const most = { redirects: 5, silence: 60_000 };

const refused = (url: URL, what: string, cause?: unknown): InterpError =>
  new InterpError('network', `${shownPath(url.href)} ${what}; try again or name another baseUrl`, { cause });

const checkStatus = (url: URL, status: number): void => {
  if (status >= 200 && status < 300) return;
  throw new InterpError(
    status === 404 ? 'not-found' : 'network',
    `${shownPath(url.href)} answers ${status}; expected the weights; name the folder that has them as baseUrl`,
  );
};

/** Pieces put together; of more than `limit` bytes the first, and one more. */
const collected = async (pieces: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(limit + 1);
  let size = 0;
  for await (const piece of pieces) {
    bytes.set(piece.subarray(0, bytes.length - size), size);
    size = Math.min(bytes.length, size + piece.length);
    if (size > limit) break;
  }
  return bytes.slice(0, size);
};

/** The pieces of an answer to `fetch`; who stops early gives it up. */
async function* piecesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) yield next.value;
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

const byFetch = async (url: URL, limit: number): Promise<Uint8Array> => {
  const response = await fetch(url);
  checkStatus(url, response.status);
  return collected(piecesOf(response), limit);
};

/** Bytes out of gzip, which some servers send whatever is asked for; any other encoding, and any chain of them, is refused. */
const decoded = (bytes: Uint8Array, { headers }: IncomingMessage, url: URL, limit: number): Uint8Array => {
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return bytes;
  if (!['gzip', 'x-gzip'].includes(encoding)) throw refused(url, `encodes its answer as ${plainText(encoding, 40)}`);
  return process.getBuiltinModule('node:zlib').gunzipSync(bytes, { maxOutputLength: limit + 1 });
};

/**
 * Node.js' own client: its `fetch` ends the process where a server names six encodings, drips and hangs up, as nobody listens to the error
 * of the body that it has thrown away.
 */
const byNode = async (from: URL, limit: number): Promise<Uint8Array> => {
  let url = from;
  for (let redirects = 0; redirects <= most.redirects; redirects++) {
    const { get } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http');
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = get(url, { headers: { 'accept-encoding': 'identity' } })
        .on('response', (answer: IncomingMessage) => resolve(answer.on('error', () => undefined)))
        .on('upgrade', (_answer, socket) => {
          socket.destroy();
          reject(refused(from, 'answers 101'));
        })
        .on('error', reject)
        .on('close', () => reject(refused(from, 'gives no answer')))
        .setTimeout(most.silence, () => request.destroy(new Error(`silent for ${most.silence / 1000} s`)));
    });
    try {
      const { statusCode = 0, headers } = response;
      if (statusCode < 300 || statusCode > 399 || headers.location === undefined) {
        checkStatus(from, statusCode);
        return decoded(await collected(response, 2 * limit + 1024), response, from, limit);
      }
      if (!URL.canParse(headers.location, url)) throw refused(from, 'redirects to what is no address');
      const next = new URL(headers.location, url);
      if (next.protocol !== 'https:' && next.protocol !== url.protocol)
        throw refused(from, 'redirects to an address that is not https');
      url = next;
    } finally {
      response.destroy();
    }
  }
  throw refused(from, `redirects more than ${most.redirects} times`);
};

/**
 * Fetches a file, in Node.js and in browsers.
 *
 * @param url - of any protocol that `fetch` knows
 * @param limit - bytes that it may have
 * @returns its bytes; of a longer one the first bytes, a few more than it may have
 * @throws InterpError `not-found` where the server has no such file, `network` without an answer
 */
export const fetchBytes = async (url: URL, limit: number): Promise<Uint8Array> => {
  const isOfNode = 'getBuiltinModule' in (globalThis.process ?? {}) && /^https?:$/.test(url.protocol);
  try {
    return await (isOfNode ? byNode(url, limit) : byFetch(url, limit));
  } catch (cause) {
    throw isInterpError(cause) ? cause : refused(url, 'gives no answer, or breaks off', cause);
  }
};
