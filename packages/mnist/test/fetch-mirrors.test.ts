import { readdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { mnistMirrors } from '../src/node/index.js';
import { content, cutAt, fetchPlace, file, gz, inTurn, stored } from './fetch-place.js';
import { fakeFile, serve, startMirror } from './mirror.js';
import { refused } from '@interp/testing/refusal';
import { selfSigned } from './self-signed.js';

const { folder, mirror, fetchFrom, expectFetched } = fetchPlace();

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
    const error = await refused(() => fetchFrom([silent], { retries: 0 }));
    expect(error.code).toBe('network');
    expect(error.message).toContain(`${new URL(silent.url).host} sends nothing for 0.3 s`);
    expect(await readdir(folder())).toEqual([]);
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

  test('a server that takes the compression for its own sends the file as it is', async () => {
    const encoded = (_: unknown, response: Parameters<RequestListener>[1]) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': gz.length }).end(gz);
    await fetchFrom([await mirror(encoded)]);
    await expectFetched();
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
    await expectFetched();
  });
});

const other = fakeFile(file.name, 2);
const page = Buffer.from('<!doctype html><title>Sign in</title>');
const answering =
  (bytes: Uint8Array, headers: Record<string, string | number> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(200, headers).end(bytes);

/** Sends a byte now and then, without end. */
const dripping: RequestListener = (_, response) => {
  response.writeHead(200);
  let at = 0;
  const drip = setInterval(() => response.write(gz.subarray(at++, at)), 20);
  response.on('close', () => clearInterval(drip));
};

/** Writes raw bytes in the place of an answer. */
const raw =
  (text: string): RequestListener =>
  (_, response) => {
    response.socket?.write(text);
    setTimeout(() => response.socket?.destroy(), 100);
  };

/** Answers in an encoding, and never ends. */
const encodedFor =
  (encoding: string): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-encoding': encoding });
    response.write(gz.subarray(0, 1000));
  };

describe.each<[string, RequestListener, RegExp, number]>([
  ['a head that drips', (_, r) => void setInterval(() => r.socket?.write('x'), 50).unref(), /127\.0\.0\.1:\d+ \S+/, 3],
  ['six encodings', encodedFor(Array(6).fill('gzip').join(', ')), /encodes its answer as gzip, gzip, gzip/, 1],
  ['two encodings', encodedFor('gzip, gzip'), /encodes its answer as gzip, gzip/, 1],
  ['an encoding that was not asked for', encodedFor('br'), /encodes its answer as br/, 1],
  ['a line with an escape sequence', encodedFor('\t\u00e9'), /encodes its answer as /, 1],
  ['a redirect to a file', (_, r) => r.writeHead(302, { location: 'file:///etc/passwd' }).end(), /not https/, 1],
  ['a redirect to nowhere', (_, r) => r.writeHead(302, { location: 'http://[' }).end(), /no address/, 1],
  ['a redirect that says not where', (_, r) => r.writeHead(302).end(), /answers 302/, 1],
  ['no HTTP', raw('hello\r\n\r\n'), /127\.0\.0\.1:\d+ HPE_\w+/, 3],
  [
    'another protocol',
    raw('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    /answers 101/,
    1,
  ],
  ['a head without end', (_, r) => r.writeHead(200, { x: 'y'.repeat(100_000) }).end(gz), /HPE_HEADER_OVERFLOW/, 3],
  ['a length of minus one', raw('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'), /HPE_\w+/, 3],
  [
    'a length that is too short',
    raw(`HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc`),
    /sends another (kind of )?file/,
    0,
  ],
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
  ['redirects in a circle', (q, r) => r.writeHead(302, { location: q.url }).end(), /redirects more than 5 times/, 6],
])('%s', (_, listener, reason, requests) => {
  test('is passed over for the next mirror', async () => {
    const [bad, good] = [await mirror(listener), await mirror(serve(gz))];
    expect((await fetchFrom([bad, good])).files[0].mirror).toBe(good.url);
    await expectFetched();
  });

  test('is the reason if there is no other, and leaves nothing behind', async () => {
    const bad = await mirror(listener);
    const error = await refused(() => fetchFrom([bad]));
    expect(error.code).toBe('network');
    expect(error.message).toMatch(reason);
    expect(await readdir(folder())).toEqual([]);
    if (requests > 0) expect(bad.requests).toHaveLength(requests);
  });
});

test('a mirror that is not there', async () => {
  const gone = await startMirror(serve(gz));
  await gone.close();
  const error = await refused(() => fetchFrom([gone]));
  expect(error).toMatchObject({ code: 'network', message: expect.stringContaining('ECONNREFUSED') as string });
});

test('a mirror that drips is left for the next, which goes on with what came', async () => {
  const [slow, good] = [await mirror(dripping), await mirror(serve(gz))];
  const error = await refused(() => fetchFrom([slow]));
  expect(error).toMatchObject({
    code: 'network',
    message: expect.stringContaining('sends less than 1000 bytes a second') as string,
  });
  expect(slow.requests).toHaveLength(1);
  expect((await fetchFrom([slow, good])).files[0].mirror).toBe(good.url);
  await expectFetched();
});

describe('addresses without encryption', () => {
  test('are refused before anything is asked, unless they are allowed', async () => {
    const good = await mirror(serve(gz));
    const error = await refused(() => fetchFrom([good], { plainHttp: undefined }));
    expect(error).toMatchObject({ code: 'bad-option', message: expect.stringContaining('not encrypted') as string });
    expect(good.requests).toEqual([]);
    await fetchFrom([good]);
    await expectFetched();
  });

  test('are not among the mirrors that ship', () => {
    for (const url of mnistMirrors) expect(new URL(url).protocol).toBe('https:');
  });

  test('a server whose certificate nobody vouches for is passed over', async () => {
    const { privateKey, certificate } = selfSigned();
    const server = createSecureServer({ key: privateKey, cert: certificate }, (_, response) => response.end(gz)).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const error = await refused(() => fetchFrom([{ url }] as never, { plainHttp: false }));
    expect(error).toMatchObject({
      code: 'network',
      message: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/) as string,
    });
    await new Promise((resolve) => server.close(resolve));
  });
});

test('a file that a mirror has compressed once more is unwrapped', async () => {
  const twice = new Uint8Array(gzipSync(gz));
  await fetchFrom([await mirror((_, r) => r.writeHead(200, { 'content-encoding': 'gzip' }).end(twice))]);
  await expectFetched();
});
