import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { InterpError } from '@interp/checks';
import sirv from 'sirv';
import type { ModelFiles } from '../../models/model-files.js';
import { headers } from './headers.js';
import { weightsFolder, weightsOf } from './site.js';

/** The page is on this machine alone. */
const host = '127.0.0.1';

/** Names of this machine; a page of another name that leads here is refused, for it may belong to somebody else. */
const isOurs = ({ headers: { host: given } }: IncomingMessage): boolean =>
  /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(given ?? '');

/** Files whose names hold a digest of their contents. */
const lasting = 'public, max-age=31536000, immutable';

/** Where the page finds the files of a model that is served with it. */
const place = '/model/';

const serverOf = (folder: string, model: ModelFiles | undefined): Server => {
  const files = sirv(folder, {
    etag: true,
    setHeaders: (response, path) =>
      response.setHeader('cache-control', path.startsWith('/assets/') ? lasting : 'no-cache'),
  });
  const models = sirv(model?.folder ?? folder, {
    dev: true,
    setHeaders: (one) => one.setHeader('cache-control', 'no-cache'),
  });
  const weights = weightsOf(folder);
  const kept = sirv(weightsFolder(), { setHeaders: (one) => one.setHeader('cache-control', lasting) });
  return createServer((request, response) => {
    const end = (status: number, text: string, more = {}): void =>
      void response.writeHead(status, { 'content-type': 'text/plain', ...more }).end(`${text}\n`);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!isOurs(request)) return end(421, `this is ${host} alone`);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return end(405, 'expected GET or HEAD', { allow: 'GET, HEAD' });
    const none = (): void => end(404, 'there is no such file');
    const file = weights.get(request.url?.slice(1) ?? '');
    if (file !== undefined) return kept(Object.assign(request, { url: `/${file}` }), response, none);
    if (!model || !request.url?.startsWith(place)) return files(request, response, none);
    const path = request.url.slice(place.length);
    if (path === 'files.json') return void response.end(JSON.stringify(model.names));
    if (!model.names.some((name) => name.split('/').map(encodeURIComponent).join('/') === path)) return none();
    request.url = `/${path}`;
    models(request, response, none);
  });
};

/** A page that is being served. */
export interface Served {
  /** Its address. */
  readonly url: string;
  /** Ends it, with all that is still open. */
  close(): void;
}

const refusals: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; expected a free one',
  EACCES: 'is not allowed to you; expected one of 1024 or more',
};

/**
 * Serves the built page of a folder on this machine.
 *
 * @param folder - where `index.html` lies
 * @param port - 0 for any that is free
 * @param model - files that are served beside it
 * @throws InterpError `not-found` where the page is not built, `bad-option` where the port cannot be used
 */
export const servePage = async (folder: string, port: number, model?: ModelFiles): Promise<Served> => {
  if (!existsSync(join(folder, 'index.html')))
    throw new InterpError(
      'not-found',
      `the studio's page is not in ${folder}; expected index.html there; install @interp/cli again, or build it with npm run build`,
    );
  const server = serverOf(folder, model);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve)).catch(
    (error: unknown) => {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = refusals[code ?? ''] ?? `cannot be used: ${message}`;
      throw new InterpError('bad-option', `port ${port} ${why}; choose another with --port, or --port 0 for any`);
    },
  );
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    close: () => server.close().closeAllConnections(),
  };
};
