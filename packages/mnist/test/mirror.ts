import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { MnistFile } from '../src/node/mnist-files.js';

/** A mirror on this machine. */
export interface Mirror {
  /** Its folder. */
  readonly url: string;
  /** The requests that it got: path and range. */
  readonly requests: { readonly path: string; readonly range?: string }[];
  /** Ends it and its connections. */
  readonly close: () => Promise<void>;
}

/** Starts a mirror that answers as the listener says. */
export const startMirror = async (listener: RequestListener): Promise<Mirror> => {
  const requests: Mirror['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', range: request.headers.range });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mnist/`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, requests, close };
};

/** A file of some kilobytes that does not compress, as one of MNIST's for the tests. */
export const fakeFile = (name: string, seed = 1): { file: MnistFile; content: Uint8Array; gz: Uint8Array } => {
  let state = seed;
  const content = Uint8Array.from(
    { length: 300_000 },
    () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16,
  );
  content.set([0, 0, 8, 1]);
  const gz = new Uint8Array(gzipSync(content));
  const md5 = createHash('md5').update(content).digest('hex');
  const file: MnistFile = {
    name,
    split: 'test',
    content: 'labels',
    bytes: content.length,
    compressedBytes: gz.length,
    md5,
  };
  return { file, content, gz };
};

/** Answers with a whole file, or with the rest of it that is asked for. */
export const serve =
  (bytes: Uint8Array): RequestListener =>
  (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (request.headers.range === undefined) {
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    } else if (start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    } else {
      const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
      response.writeHead(206, { 'content-range': range, 'content-length': bytes.length - start });
      response.end(bytes.subarray(start));
    }
  };
