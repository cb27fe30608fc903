// Serves a folder on loopback, under a strict content security policy.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/**
 * What a page may do: scripts, workers and data of its own address, compiled WebAssembly, and workers from a blob (the threads of
 * `startBackend`); no `eval`, no inline script, nothing from elsewhere.
 */
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self'",
].join('; ');

/** Headers that make a page cross-origin isolated, so that it has shared memory. */
export const isolating = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Starts a server of a folder on loopback.
 *
 * @param {string} folder
 * @param {object} [options]
 * @param {Record<string, string>} [options.headers] - with each answer
 * @param {{
 *   answer?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean,
 *   prelude?: string,
 * }} [options.browser] - answers what a browser asks for itself, and begins the scripts of every page
 */
export async function serve(folder, { headers = {}, browser: { answer = () => false, prelude = '' } = {} } = {}) {
  const server = createServer(async (request, response) => {
    if (answer(request, response)) return;
    const { url } = request;
    const { pathname } = new URL(url, 'http://localhost');
    try {
      const path = pathname.replace(/\/$/, '/index.html');
      const file = await readFile(join(folder, normalize(decodeURIComponent(path))));
      const body = extname(path) === '.html' ? String(file).replace('<script', `${prelude}<script`) : file;
      const type = types[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-security-policy': policy, ...headers, 'content-type': type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close().closeAllConnections() };
}
