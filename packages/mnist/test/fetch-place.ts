import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FetchOptions } from '../src/node/index.js';
import { fetchFiles } from '../src/node/fetch-mnist.js';
import { fakeFile, startMirror, type Mirror } from './mirror.js';

/** The file that is fetched. */
export const { file, content, gz } = fakeFile('t10k-labels-idx1-ubyte');

/** Its name. */
export const stored = `${file.name}.gz`;
const patience: FetchOptions = { retries: 2, retryDelay: 5, stallTimeout: 300, plainHttp: true };

/** Where it goes to and comes from: a folder and mirrors of its own for each test of a file. */
export interface Place {
  /** The folder. */
  readonly folder: () => string;
  /** Starts a mirror, which ends with the test. */
  readonly mirror: (listener: RequestListener) => Promise<Mirror>;
  /** Fetches the file. */
  readonly fetchFrom: (from: readonly Mirror[], options?: FetchOptions) => ReturnType<typeof fetchFiles>;
  /** Expects the folder to have the file and nothing else. */
  readonly expectFetched: (bytes?: Uint8Array) => Promise<void>;
}

/** Sets up a place for the tests of the file that calls it. */
export const fetchPlace = (): Place => {
  let folder = '';
  let mirrors: Mirror[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'interp-fetch-'));
  });
  afterEach(async () => {
    await Promise.all(mirrors.map((mirror) => mirror.close()));
    mirrors = [];
    await rm(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    mirror: async (listener) => {
      const started = await startMirror(listener);
      mirrors.push(started);
      return started;
    },
    fetchFrom: (from, options) =>
      fetchFiles(folder, [file], { mirrors: from.map(({ url }) => url), ...patience, ...options }),
    expectFetched: async (bytes = gz) => {
      expect(await readdir(folder)).toEqual([stored]);
      expect((await readFile(join(folder, stored))).equals(bytes)).toBe(true);
    },
  };
};

/** Sends so many bytes and cuts. A connection that is cut at once takes with it what the client has not read yet. */
export const cutAt =
  (bytes: number): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-length': gz.length });
    response.write(gz.subarray(0, bytes), () => setTimeout(() => response.destroy(), 50));
  };

/** Answers as one after the other says, and from then on as the last. */
export const inTurn = (...listeners: RequestListener[]): RequestListener => {
  let turn = 0;
  return (request, response) => listeners[Math.min(turn++, listeners.length - 1)](request, response);
};
