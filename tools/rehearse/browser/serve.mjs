// Serves a folder on loopback.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** Headers that make a page cross-origin isolated, so that it has shared memory. */
export const isolating = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Starts a server of `folder` that answers with `headers`; its `url`, and `close`. What the `browser` asks for itself it answers, and
 * its `prelude` begins the scripts of every page.
 */
export async function serve(folder, { headers = {}, browser: { answer = () => false, prelude = '' } = {} } = {}) {
  const server = createServer(async (request, response) => {
    if (answer(request, response)) return;
    const { url } = request;
    const { pathname } = new URL(url, 'http://localhost');
    try {
      const file = await readFile(join(folder, normalize(decodeURIComponent(pathname))));
      const body = extname(pathname) === '.html' ? String(file).replace('<script', `${prelude}<script`) : file;
      const type = types[extname(pathname)] ?? 'application/octet-stream';
      response.writeHead(200, { ...headers, 'content-type': type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => void server.close().closeAllConnections() };
}
