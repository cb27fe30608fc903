import { spawnSync } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FetchOptions, FetchStep } from '../src/node.js';
import { fetchFiles } from '../src/node/fetch-files.js';
import { fakeFile, serve, startMirror, type Mirror } from './mirror.js';
import { rejection } from './refusal.js';

const { file, content, gz } = fakeFile('t10k-labels-idx1-ubyte');
const stored = `${file.name}.gz`;
const patience: FetchOptions = { retries: 2, retryDelay: 5, stallTimeout: 300 };

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

const mirror = async (listener: RequestListener): Promise<Mirror> => {
  const started = await startMirror(listener);
  mirrors.push(started);
  return started;
};
const fetchFrom = (from: Mirror[], options?: FetchOptions) =>
  fetchFiles(folder, [file], { mirrors: from.map(({ url }) => url), ...patience, ...options });

const expectFetched = async (bytes = gz): Promise<void> => {
  expect(await readdir(folder)).toEqual([stored]);
  expect((await readFile(join(folder, stored))).equals(bytes)).toBe(true);
};
// A connection that is cut at once takes with it what the client has not read yet.
const cutAt =
  (bytes: number): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-length': gz.length });
    response.write(gz.subarray(0, bytes), () => setTimeout(() => response.destroy(), 50));
  };
const inTurn = (...listeners: RequestListener[]): RequestListener => {
  let turn = 0;
  return (request, response) => listeners[Math.min(turn++, listeners.length - 1)](request, response);
};

test('a file is fetched, with progress that ends at its length', async () => {
  const good = await mirror(serve(gz));
  const steps: FetchStep[] = [];
  const bytes: number[] = [];
  const report = await fetchFrom([good], {
    onStep: ({ step, total, seconds, value }) => {
      steps.push(value);
      bytes.push(step);
      expect([total, seconds >= 0]).toEqual([gz.length, true]);
    },
  });
  expect(report).toEqual({ complete: true, files: [{ name: file.name, status: 'fetched', mirror: good.url }] });
  expect(steps.at(-1)).toEqual({ file: file.name, bytes: gz.length, totalBytes: gz.length, mirror: good.url });
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  await expectFetched();
  expect(good.requests).toEqual([{ path: `/mnist/${stored}`, range: undefined }]);
});

test('what is there and right is not fetched again, also uncompressed or under the other name', async () => {
  await writeFile(join(folder, 't10k-labels.idx1-ubyte'), content);
  const good = await mirror(serve(gz));
  expect(await fetchFrom([good])).toEqual({ complete: true, files: [{ name: file.name, status: 'present' }] });
  expect(good.requests).toEqual([]);
});

test('what is there and wrong is replaced', async () => {
  await writeFile(join(folder, stored), gz.subarray(0, 1000));
  await fetchFrom([await mirror(serve(gz))]);
  await expectFetched();
});

test('a folder that is not there yet is made', async () => {
  const deep = join(folder, 'a', 'b');
  await fetchFiles(deep, [file], { mirrors: [(await mirror(serve(gz))).url] });
  expect(await readdir(deep)).toEqual([stored]);
});

describe('mirrors that falter', () => {
  test('a cut connection: the rest is asked for', async () => {
    const flaky = await mirror(inTurn(cutAt(100_000), serve(gz)));
    await fetchFrom([flaky]);
    await expectFetched();
    expect(flaky.requests.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
  });

  test('a stall: the rest is asked for', async () => {
    const stalling: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': gz.length });
      response.write(gz.subarray(0, 50_000));
    };
    const flaky = await mirror(inTurn(stalling, serve(gz)));
    await fetchFrom([flaky]);
    await expectFetched();
    expect(flaky.requests[1].range).toBe('bytes=50000-');
  });

  test('no answer at all', async () => {
    const silent = await mirror(() => undefined);
    const error = await rejection(fetchFrom([silent], { retries: 0 }));
    expect(error.code).toBe('network');
    expect(error.message).toContain(`${new URL(silent.url).host} sends nothing for 0.3 s`);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a server that is busy at first', async () => {
    const busy = await mirror(inTurn((_, response) => response.writeHead(503).end(), serve(gz)));
    await fetchFrom([busy]);
    await expectFetched();
  });

  test('a server that cannot go on in the middle sends the whole again', async () => {
    const whole: RequestListener = (_, response) => response.writeHead(200).end(gz);
    const simple = await mirror(inTurn(cutAt(100_000), whole));
    await fetchFrom([simple]);
    await expectFetched();
    expect(simple.requests).toHaveLength(2);
  });

  test('another mirror goes on where the first one broke off', async () => {
    const [broken, good] = [
      await mirror(inTurn(cutAt(100_000), (_, r) => r.writeHead(404).end())),
      await mirror(serve(gz)),
    ];
    expect((await fetchFrom([broken, good])).files[0].mirror).toBe(good.url);
    await expectFetched();
    expect(good.requests[0].range).toMatch(/^bytes=[1-9]/);
  });

  test('redirects are followed', async () => {
    const good = await mirror(serve(gz));
    const moved = await mirror((_, response) => response.writeHead(302, { location: good.url + stored }).end());
    await fetchFrom([moved]);
    await expectFetched();
  });

  test('an answer without its length', async () => {
    await fetchFrom([await mirror((_, response) => response.writeHead(200).end(gz))]);
    await expectFetched();
  });

  test('a server that takes the compression for its own gives the uncompressed file, which is compressed again', async () => {
    const encoded = (_: unknown, response: Parameters<RequestListener>[1]) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': gz.length }).end(gz);
    await fetchFrom([await mirror(encoded)]);
    await expectFetched(new Uint8Array(gzipSync(content)));
  });

  test('an encoded answer that was cut off starts anew', async () => {
    const encoded =
      (from: number, to: number, status: number): RequestListener =>
      (_, response) => {
        response.writeHead(status, { 'content-encoding': 'gzip', 'content-range': `bytes ${from}-1/2` });
        response.write(gz.subarray(0, to), () =>
          setTimeout(() => (to < gz.length ? response.destroy() : response.end()), 50),
        );
      };
    let partial = 0;
    const server = await mirror((request, response) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0);
      partial += Number(from > 0);
      const first = server.requests.length === 1;
      encoded(from, first ? 200_000 : gz.length, from > 0 ? 206 : 200)(request, response);
    });
    await fetchFrom([server]);
    expect(partial).toBe(1);
    await expectFetched(new Uint8Array(gzipSync(content)));
  });
});

const other = fakeFile(file.name, 2);
const page = Buffer.from('<!doctype html><title>Sign in</title>');
const answering =
  (bytes: Uint8Array, headers: Record<string, string | number> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, headers).end(bytes);

describe.each<[string, RequestListener, RegExp, number]>([
  ['a missing file', (_, response) => response.writeHead(404).end(), /answers 404/, 1],
  ['a server that is always busy', (_, response) => response.writeHead(503).end(), /answers 503/, 3],
  ['a web page', answering(page, { 'content-type': 'text/html; charset=utf-8' }), /sends a web page/, 1],
  ['a web page in disguise', answering(page), /sends another kind of file/, 1],
  ['another file of the same length', serve(other.gz), /sends another file: MD5 [0-9a-f]{32} rather than/, 1],
  [
    'a shorter file',
    serve(new Uint8Array(gzipSync(content.subarray(0, 999)))),
    /another file: 999 bytes rather than/,
    1,
  ],
  [
    'a longer file',
    serve(new Uint8Array(gzipSync(Buffer.concat([content, content])))),
    /\d+ bytes, which is too many/,
    1,
  ],
  ['a flood', answering(Buffer.concat([gz, gz])), /sends too many bytes/, 1],
  ['a bomb', serve(new Uint8Array(gzipSync(new Uint8Array(30_000_000)))), /longer than it declares/, 1],
  ['half a file that pretends to be whole', answering(gz.subarray(0, 100_000)), /corrupt, cut off/, 1],
  ['nothing', answering(new Uint8Array()), /another file: 0 bytes rather than/, 1],
  ['a connection that always breaks', (_, response) => response.destroy(), /127\.0\.0\.1:\d+ \S+/, 3],
  ['redirects in a circle', (q, r) => r.writeHead(302, { location: q.url }).end(), /redirect count exceeded/, 0],
])('%s', (_, listener, reason, requests) => {
  test('is passed over for the next mirror', async () => {
    const [bad, good] = [await mirror(listener), await mirror(serve(gz))];
    expect((await fetchFrom([bad, good])).files[0].mirror).toBe(good.url);
    await expectFetched();
  });

  test('is the reason if there is no other, and leaves nothing behind', async () => {
    const bad = await mirror(listener);
    const error = await rejection(fetchFrom([bad]));
    expect(error.code).toBe('network');
    expect(error.message).toMatch(reason);
    expect(await readdir(folder)).toEqual([]);
    if (requests > 0) expect(bad.requests).toHaveLength(requests);
  });
});

test('a mirror that is not there', async () => {
  const gone = await startMirror(serve(gz));
  await gone.close();
  const error = await rejection(fetchFrom([gone]));
  expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') as string });
});

describe('resuming', () => {
  const part = `${stored}.part`;

  test('a failed fetch keeps what came; the next one goes on', async () => {
    await rejection(fetchFrom([await mirror(cutAt(100_000))], { retries: 0 }));
    expect(await readdir(folder)).toEqual([part]);
    const kept = (await readFile(join(folder, part))).length;
    expect(kept).toBeGreaterThan(0);
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests).toEqual([{ path: `/mnist/${stored}`, range: `bytes=${kept}-` }]);
    await expectFetched();
  });

  test('an abort keeps what came and says what is missing', async () => {
    const slow: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': gz.length });
      response.write(gz.subarray(0, 70_000));
    };
    const abort = new AbortController();
    const options = { signal: abort.signal, stallTimeout: 20_000, onStep: () => abort.abort() };
    const report = await fetchFrom([await mirror(slow)], options);
    expect(report).toEqual({ complete: false, files: [{ name: file.name, status: 'missing' }] });
    expect(await readdir(folder)).toEqual([part]);
    await fetchFrom([await mirror(serve(gz))]);
    await expectFetched();
  });

  test('an abort before the start does nothing', async () => {
    const good = await mirror(serve(gz));
    expect((await fetchFrom([good], { signal: AbortSignal.abort() })).complete).toBe(false);
    expect(good.requests).toEqual([]);
  });

  test.each<[string, Uint8Array]>([
    ['the beginning of another file', other.gz.subarray(0, 5000)],
    ['another file of the same length', other.gz.subarray(0, gz.length)],
    ['more than the file', new Uint8Array(2 * gz.length)],
  ])('a part that is %s is thrown away', async (_, bytes) => {
    await writeFile(join(folder, part), bytes);
    await fetchFrom([await mirror(serve(gz))]);
    await expectFetched();
  });

  test('a part that is the whole file is taken', async () => {
    await writeFile(join(folder, part), gz);
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests).toHaveLength(1);
    await expectFetched();
  });

  test('a mirror that sends another range than the one asked for is passed over', async () => {
    await writeFile(join(folder, part), gz.subarray(0, 1000));
    const odd = await mirror((_, r) => r.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end(gz.subarray(0, 10)));
    await fetchFrom([odd, await mirror(serve(gz))]);
    await expectFetched();
  });

  test('the part of a process that was killed is gone on with, that of a living one is left alone', async () => {
    const host = hostname().replace(/\W/g, '');
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const living = `${stored}.${host}.${process.ppid}.0a.part`;
    await writeFile(join(folder, `${stored}.${host}.${dead}.0a.part`), gz.subarray(0, 2000));
    await writeFile(join(folder, `${stored}.${host}.${dead}.0b.part`), gz.subarray(0, 3000));
    await writeFile(join(folder, living), gz.subarray(0, 4000));
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests[0].range).toBe('bytes=3000-');
    expect((await readdir(folder)).toSorted()).toEqual([stored, living].toSorted());
  });

  test('the part of another machine is gone on with when it has not changed for long', async () => {
    const [fresh, old] = [`${stored}.elsewhere.1.0a.part`, `${stored}.elsewhere.1.0b.part`];
    await writeFile(join(folder, fresh), gz.subarray(0, 3000));
    await writeFile(join(folder, old), gz.subarray(0, 2000));
    await utimes(join(folder, old), 1e9, 1e9);
    const good = await mirror(serve(gz));
    await fetchFrom([good]);
    expect(good.requests[0].range).toBe('bytes=2000-');
    expect((await readdir(folder)).toSorted()).toEqual([stored, fresh].toSorted());
  });
});

test('several fetches into one folder at once do not harm each other', async () => {
  const slow: RequestListener = (request, response) => setTimeout(() => serve(gz)(request, response), 20);
  const from = [await mirror(inTurn(cutAt(100_000), slow))];
  const reports = await Promise.all(Array.from({ length: 5 }, () => fetchFrom(from)));
  expect(reports.every(({ complete }) => complete)).toBe(true);
  await expectFetched();
});

describe('places that cannot be written to', () => {
  test.each([
    ['a folder below a file', () => join(folder, 'file', 'mnist')],
    ['a folder that the system does not let be', () => '/proc/nope/mnist'],
  ])('%s', async (_, place) => {
    await writeFile(join(folder, 'file'), '');
    const good = await mirror(serve(gz));
    const error = await rejection(fetchFiles(place(), [file], { mirrors: [good.url] }));
    expect(error.code).toBe('not-writable');
    expect(good.requests).toEqual([]);
  });

  test('a name that is taken by a folder', async () => {
    await mkdir(join(folder, stored));
    const error = await rejection(fetchFrom([await mirror(serve(gz))]));
    expect(error).toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('cannot be read (EISDIR)') as string,
    });
  });
});

test.each<[string, FetchOptions]>([
  ['no mirror', { mirrors: [] }],
  ['no address', { mirrors: ['nowhere'] }],
  ['an address of another kind', { mirrors: ['file:///etc/'] }],
  ['negative retries', { retries: -1 }],
  ['no time at all', { stallTimeout: 0 }],
])('%s is refused', async (_, options) => {
  expect((await rejection(fetchFiles(folder, [file], options))).code).toBe('bad-option');
});
