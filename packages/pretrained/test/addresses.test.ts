import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal } from '@interp/testing/refusal';
import { readFiles } from '../src/weights.js';

const bytes = Uint8Array.from({ length: 300 }, (_, i) => i);
const card = (url: string) => ({
  name: 'small',
  files: [{ name: 'a.bin', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), url }],
});

let server: Server;
let page: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === '/_next/a.bin' ? 200 : 404).end(bytes);
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/page.html`;
});
afterAll(() => {
  server.close();
  Reflect.deleteProperty(globalThis, 'location');
});
afterEach(() => Reflect.deleteProperty(globalThis, 'location'));

const base64 = Buffer.from(bytes).toString('base64');

test.each([
  ['base64', `data:application/octet-stream;base64,${base64}`],
  ['base64 with escapes', `data:application/octet-stream;base64,${encodeURIComponent(base64)}`],
])('a file that a bundler wrote into the script as %s is read without a request', async (_, url) => {
  const usual = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new Error('refused by the content security policy'));
  try {
    expect(await readFiles(card(url), {})).toEqual([bytes]);
  } finally {
    globalThis.fetch = usual;
  }
});

test('text may stand in an address as it is', async () => {
  const text = Uint8Array.from(Buffer.from('{"a":1}'));
  const sha256 = createHash('sha256').update(text).digest('hex');
  const file = { name: 'a.json', bytes: text.length, sha256, url: 'data:application/json,%7B%22a%22:1%7D' };
  expect(await readFiles({ name: 'small', files: [file] }, {})).toEqual([text]);
});

test('an address that a bundler made relative to the page is read from there', async () => {
  Object.assign(globalThis, { location: { href: page } });
  expect(await readFiles(card('/_next/a.bin'), {})).toEqual([bytes]);
  expect(await refusal(() => readFiles(card('/_next/b.bin'), {}))).toBe('not-found');
});

test('a relative address without a page, and a damaged file in a script, are refused', async () => {
  expect(await refusal(() => readFiles(card('/_next/a.bin'), {}))).toBe('bad-option');
  expect(await refusal(() => readFiles(card('data:;base64,AAAA'), {}))).toBe('bad-checksum');
  expect(await refusal(() => readFiles(card('data:;base64,%%%'), {}))).toBe('bad-checksum');
});
