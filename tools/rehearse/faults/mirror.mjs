// A mirror on this machine with two files that stand in for MNIST's, sent in pieces.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { random } from '@interp/core';

const labels = (name, seed) => {
  const content = Uint8Array.from(random(seed).uniforms(200_000, 0, 256));
  content.set([0, 0, 8, 1]);
  const gz = gzipSync(content);
  const md5 = createHash('md5').update(content).digest('hex');
  const file = { name, split: 'test', content: 'labels', bytes: content.length, compressedBytes: gz.length, md5 };
  return { file, gz };
};

/**
 * Starts it: `url`, `files` as the fetching code knows MNIST's, and `close`.
 *
 * @param {{ pieces?: number, pause?: number, onPiece?: () => void }} [options] - how many pieces an answer has, milliseconds between two,
 *   and what is called before each: where it throws, the connection ends
 */
export async function startMirror({ pieces = 12, pause = 8, onPiece = () => undefined } = {}) {
  const all = [labels('first-idx1-ubyte', 1), labels('second-idx1-ubyte', 2)];
  const server = createServer((request, response) => {
    const found = all.find(({ file }) => request.url === `/${file.name}.gz`);
    if (!found) return void response.writeHead(404).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = found.gz.subarray(from);
    if (rest.length === 0) return void response.writeHead(416).end();
    const range = { 'content-range': `bytes ${from}-${found.gz.length - 1}/${found.gz.length}` };
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': rest.length, ...(from > 0 && range) });
    const send = async () => {
      const size = Math.ceil(found.gz.length / pieces);
      for (let at = 0; at < rest.length && !response.destroyed; at += size) {
        onPiece();
        response.write(rest.subarray(at, at + size));
        await wait(pause);
      }
      response.end();
    };
    void send().catch(() => response.destroy());
  });
  await new Promise((resolve) => void server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    files: all.map(({ file }) => file),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
