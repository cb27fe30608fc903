import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, run } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();

const few = ['reproduce', '--quick', '--only', '1.3,1.4,1.6,3.2,claim 3.4b', '--workers', '1', '--digits', 'drawn'];

interface Json {
  readonly figures: readonly Record<string, unknown>[];
  readonly claims: readonly Record<string, unknown>[];
}

test('the report.json is printed; a second run takes what is there', async () => {
  const out = folder.at('a');
  const { code, err, out: said } = await run([...few, '--out', out, '--quiet', '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { figures, claims } = JSON.parse(said) as Json;
  expect(figures.map(({ number, status }) => [number, status])).toEqual(
    ['1.3', '1.4', '1.6', '3.2'].map((number) => [number, 'done']),
  );
  expect(claims.map(({ number }) => number)).toEqual(['claim 3.4b']);
  const before = statSync(join(out, 'figures/1.4.png')).mtimeMs;
  const second = await run([...few, '--out', out, '--verbose', '--lang', 'es']);
  expect(second.code).toBe(0);
  expect(second.err).toContain('1.4 was there already');
  expect(statSync(join(out, 'figures/1.4.png')).mtimeMs).toBe(before);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('<html lang="es">');
});

test('a figure that fails is reported in its place; the others are drawn and the exit code is 1', async () => {
  const [data, out] = [folder.at('damaged'), folder.at('failing')];
  tinyMnist(data);
  writeFileSync(join(data, 't10k-images-idx3-ubyte.gz'), 'no images');
  const args = ['reproduce', '--quick', '--only', '1.3,1.4,3.2', '--workers', '1', '--data', data, '--out', out];
  const { code, err, out: said } = await run(args);
  expect(code).toBe(1);
  expect(err.trimEnd().split('\n').at(-1)).toMatch(/^interp: 1 of the figures failed \(1\.4\); the report says why/);
  expect(said).toMatch(/^1\.4 +failed/m);
  const { figures } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Json;
  expect(figures.map(({ number, status }) => [number, status])).toEqual([
    ['1.3', 'done'],
    ['1.4', 'failed'],
    ['3.2', 'done'],
  ]);
  expect(figures[1]['error']).toContain('t10k-images-idx3-ubyte');
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  const article = /<article[^>]* id="figure-1\.4"[^>]*>[\s\S]*?<\/article>/.exec(page)?.[0] ?? '';
  expect(article).toContain('This figure failed: ');
  expect(article).toContain('interp data show');
});

test('what cannot be is wrong usage', async () => {
  const unknown = await run(['reproduce', '--only', '9.9', '--out', folder.at('none')]);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('"9.9"');
  expect((await run(['reproduce', '--quick', '--train'])).code).toBe(2);
  expect((await run(['reproduce', '--train', '--digits', 'drawn'])).code).toBe(2);
  const missing = await run(['reproduce', '--only', '1.4', '--data', folder.at('nowhere'), '--out', folder.at('c')]);
  expect(missing.code).toBe(1);
});

test.each([
  ['an unknown figure', 2, '"3.1x"', ['--only', '3.1,3.1x']],
  ['no figure', 2, '--only', ['--only', '']],
  ['an unknown language', 2, 'en, es', ['--lang', 'fr']],
  ['an unknown source of digits', 2, 'auto, mnist, drawn', ['--digits', 'photographs']],
  ['no thread', 2, '--workers', ['--workers', '0']],
  ['a folder that is a file', 1, 'cannot be written to', ['--out', join(folder.path, 'file')]],
  ['a folder inside a file', 1, 'cannot be written to', ['--out', join(folder.path, 'file', 'report')]],
])('%s is reported in one line, before anything is drawn', async (_, code, said, args) => {
  writeFileSync(join(folder.path, 'file'), 'a file');
  const result = await run(['reproduce', '--quick', ...args]);
  expect(result.code).toBe(code);
  expect(result.out).toBe('');
  expect(result.err).toMatch(/^interp: [^\n]+\n$/);
  expect(result.err).toContain(said);
});
