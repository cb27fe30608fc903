import { InterpError } from '@interp/core';

const fromDisk = (url: URL): Uint8Array => {
  // In this way no bundler takes Node's modules for a part of a browser's program.
  const { readFileSync } = process.getBuiltinModule('node:fs');
  try {
    return Uint8Array.from(readFileSync(url));
  } catch (cause) {
    throw new InterpError('not-found', `${url.pathname} cannot be read; expected the weights of @interp/pretrained`, {
      cause,
    });
  }
};

const fromNetwork = async (url: URL): Promise<Uint8Array> => {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new InterpError('network', `${url.href} gives no answer; try again or name another baseUrl`, { cause });
  }
  if (!response.ok)
    throw new InterpError(
      response.status === 404 ? 'not-found' : 'network',
      `${url.href} answers ${response.status}; expected the weights; name the folder that has them as baseUrl`,
    );
  return new Uint8Array(await response.arrayBuffer());
};

/**
 * Reads a file by its URL: from disk for `file:`, else by `fetch`.
 *
 * @param url - where it is
 * @returns its bytes
 * @throws InterpError `not-found` where it is not, `network` where there is no answer
 */
export const readBytes = async (url: URL): Promise<Uint8Array> =>
  url.protocol === 'file:' ? fromDisk(url) : fromNetwork(url);
