import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { refused } from '@interp/testing/refusal';
import { browserCommand } from '../src/commands/studio/browser.js';
import { run } from '../src/commands/studio/run.js';
import { servePage } from '../src/commands/studio/server.js';
import { weightsFolder } from '../src/commands/studio/site.js';
import { modelFiles } from '../src/models/model-files.js';
import * as program from './run.js';

const folder = program.newFolder();
const page = folder.at('page');
mkdirSync(`${page}/assets`, { recursive: true });
writeFileSync(`${page}/index.html`, '<!doctype html><title>page</title>');
writeFileSync(`${page}/assets/digits-0a1b2c3d.wasm`, 'wasm');
writeFileSync(`${page}/.hidden`, 'hidden');
writeFileSync(`${page}/weights.json`, JSON.stringify({ 'assets/model-1a2b.json': 'lenet/model.json' }));
writeFileSync(folder.at('secret.txt'), 'secret');

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks as it is said, with no tidying of the path as `fetch` does. */
const ask = (url: string, path: string, { method = 'GET', host = '' } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, method, ...(host && { headers: { host } }), agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });

describe('a page that is served', () => {
  let [url, close] = ['', (): void => undefined];
  beforeAll(async () => ({ url, close } = await servePage(page, 0)));
  afterAll(() => close());

  test('is isolated, and runs nothing but its own scripts and WebAssembly', async () => {
    const { status, headers, body } = await ask(url, '/');
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><title>page</title>' });
    expect(headers).toMatchObject({
      'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    });
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split('; ')
        .map((one) => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]),
    );
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self' 'wasm-unsafe-eval'",
      'connect-src': "'self'",
      'worker-src': "'self' blob:",
      'style-src': "'self'",
      'frame-ancestors': "'none'",
    });
  });

  test('keeps for good what its name has a digest of, by the type that browsers compile', async () => {
    const { headers, body } = await ask(url, '/assets/digits-0a1b2c3d.wasm');
    expect(body).toBe('wasm');
    expect(headers).toMatchObject({
      'content-type': 'application/wasm',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/.hidden',
    '/no',
  ])('has no %s', async (path) => {
    const { status, body, headers } = await ask(url, path);
    expect({ status, body }).toEqual({ status: 404, body: 'there is no such file\n' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    expect(await ask(url, '/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test('answers HEAD without a body', async () => {
    expect(await ask(url, '/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  test.each([
    ['localhost', 200],
    ['localhost:80', 200],
    ['127.0.0.1:1', 200],
    ['evil.example', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost:80@evil.example', 421],
  ])('asked as %s, answers %s', async (host, status) => {
    expect((await ask(url, '/', { host })).status).toBe(status);
  });

  test('says in a sentence that its port is in use', async () => {
    expect(await refused(() => servePage(page, Number(new URL(url).port)))).toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/^port \d+ is in use; expected a free one; choose another with --port/) as string,
    });
  });
});

describe('weights that lie in @interp/pretrained alone', () => {
  const model = readFileSync(`${weightsFolder()}/lenet/model.json`, 'utf8');

  test('are served under the names that the page has for them, and nothing else of that package', async () => {
    const { url, close } = await servePage(page, 0);
    const { body, headers } = await ask(url, '/assets/model-1a2b.json');
    expect(body).toBe(model);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    for (const path of ['/lenet/model.json', '/assets/lenet/model.json', '/assets/../lenet/model.json'])
      expect((await ask(url, path)).status).toBe(404);
    close();
  });

  test('are written with the page for a static host, into a folder that is new or empty', async () => {
    const terminal = {
      ...{ stdout: program.memory(), stderr: program.memory() },
      ...{ env: {}, signal: new AbortController().signal },
    };
    const to = (out: string): Promise<void> => run({ port: 0, open: false, out }, terminal, page);
    await to(folder.at('site'));
    expect(readFileSync(folder.at('site/index.html'), 'utf8')).toContain('page');
    expect(readFileSync(folder.at('site/assets/model-1a2b.json'), 'utf8')).toBe(model);
    expect(await refused(() => to(folder.at('site')))).toMatchObject({
      code: 'bad-option',
      message: expect.stringMatching(/site is not empty; expected a new folder/) as string,
    });
    expect(readdirSync(folder.at('')).filter((name) => name.includes('.part'))).toEqual([]);
  });
});

describe('a model that is served with the page', () => {
  const at = (name: string): string => folder.at(`models/${name}`);
  mkdirSync(folder.at('models'));
  const weightsManifest = [{ paths: ['shard 1.bin', '../secret.txt', '/etc/passwd', 'lost.bin'] }];
  writeFileSync(at('model.json'), JSON.stringify({ weightsManifest }));
  for (const name of [
    'shard 1.bin',
    'interp.json',
    'net.onnx',
    'net.onnx.data',
    'net.interp.json',
    'other.txt',
    'broken.json',
  ])
    writeFileSync(at(name), name);

  test.each([
    ['model.json', ['model.json', 'shard 1.bin', 'interp.json']],
    ['net.onnx', ['net.onnx', 'net.interp.json', 'net.onnx.data']],
    ['broken.json', ['broken.json']],
  ])('%s comes with %j', (name, names) => {
    expect(modelFiles(at(name))).toEqual({ folder: folder.at('models'), names });
  });

  test('is there with its weights, and nothing else of its folder', async () => {
    const { url, close } = await servePage(page, 0, modelFiles(at('model.json')));
    const ends = async (path: string): Promise<unknown> => (await ask(url, path)).body;
    expect(JSON.parse(String(await ends('/model/files.json')))).toEqual(['model.json', 'shard 1.bin', 'interp.json']);
    expect(await ends('/model/shard%201.bin')).toBe('shard 1.bin');
    const others = ['other.txt', '../secret.txt', '%2e%2e/secret.txt', 'net.onnx', '', '%'];
    for (const path of others) expect(await ends(`/model/${path}`)).toBe('there is no such file\n');
    close();
  });

  test('that is not there is said in a sentence', async () => {
    const { code, err } = await program.run(['studio', '--model', at('none.onnx'), '--no-open']);
    expect(code).toBe(1);
    expect(err).toMatch(/^interp: there is no file .*none\.onnx/);
  });
});

test('a page that is not built is said in a sentence', async () => {
  expect(await refused(() => servePage(folder.at('none'), 0))).toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/^the studio's page is not in /) as string,
  });
});

test('the command prints the address first, and ends when it is asked to', async () => {
  const [stdout, stderr, controller] = [program.memory(), program.memory(), new AbortController()];
  const ended = run(
    { port: 0, open: false },
    { stdout, stderr, env: { DISPLAY: ':0' }, signal: controller.signal },
    page,
  );
  while (stdout.text === '') await new Promise((resolve) => setTimeout(resolve, 5));
  const [url] = stdout.text.split('\n');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect((await ask(url, '/')).status).toBe(200);
  controller.abort();
  await ended;
  expect(await ask(url, '/').catch(() => 'nobody is there')).toBe('nobody is there');
  expect(stderr.text).toBe('');
});

test.each([
  [['--port', '70000'], /--port is "70000"; expected a whole number from 0 to 65535/],
  [['--port', 'x'], /--port is "x"/],
  [['--host', '0.0.0.0'], /unknown option '--host'/],
])('studio %j is refused', async (args, why) => {
  const { code, err } = await program.run(['studio', ...args]);
  expect(code).toBe(2);
  expect(err).toMatch(why);
});

test('the browser is the one of the system, where there is a screen', () => {
  const url = 'http://127.0.0.1:1/';
  expect(browserCommand(url, 'linux', {})).toBeUndefined();
  expect(browserCommand(url, 'linux', { WAYLAND_DISPLAY: 'wayland-0' })).toEqual(['xdg-open', url]);
  expect(browserCommand(url, 'darwin', {})).toEqual(['open', url]);
  expect(browserCommand(url, 'win32', {})).toEqual(['rundll32', 'url.dll,FileProtocolHandler', url]);
});
