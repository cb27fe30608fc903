import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decimal, short, signed } from '../../../packages/thesis/src/format.js';
import { newFolder, run } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();

const few = ['reproduce', '--quick', '--only', '1.3,1.4,1.6,3.2,claim 3.4b', '--workers', '1', '--digits', 'drawn'];

interface Json {
  readonly figures: readonly Record<string, unknown>[];
  readonly claims: readonly Record<string, unknown>[];
}

const withoutTimes = (path: string): unknown =>
  JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) => (key === 'seconds' ? 0 : value));

test('the same seed gives the same report.json but for times; numbers are strings; a second run takes what is there', async () => {
  const [a, b] = [folder.at('a'), folder.at('b')];
  for (const out of [a, b]) {
    const { code, err, out: said } = await run([...few, '--out', out, '--quiet', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((JSON.parse(said) as Json).figures).toHaveLength(4);
  }
  const report = withoutTimes(join(a, 'report.json')) as Json;
  expect(withoutTimes(join(b, 'report.json'))).toEqual(report);
  expect(report.figures.map(({ number, status }) => [number, status])).toEqual(
    ['1.3', '1.4', '1.6', '3.2'].map((number) => [number, 'done']),
  );
  expect(report.claims.map(({ number }) => number)).toEqual(['claim 3.4b']);
  expect(report.figures[1]).toMatchObject({ file: 'figures/1.4.png', verdict: 'drawn', networks: [] });
  expect(report.figures[2]['note']).toContain('drawn by code');
  const before = statSync(join(a, 'figures/1.4.png')).mtimeMs;
  const second = await run([...few, '--out', a, '--verbose']);
  expect(second.code).toBe(0);
  expect(second.err).toContain('1.4 was there already');
  expect(statSync(join(a, 'figures/1.4.png')).mtimeMs).toBe(before);
});

const pageOf = async (lang: 'en' | 'es'): Promise<string> => {
  const out = folder.at('a');
  expect((await run([...few, '--out', out, '--lang', lang, '--quiet'])).code).toBe(0);
  return readFileSync(join(out, 'index.html'), 'utf8');
};

test('the page needs nothing beside it, and can be read without seeing it', async () => {
  const page = await pageOf('en');
  expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
  expect(page).not.toMatch(/<script|<link rel="stylesheet"|@import/);
  expect(page).not.toMatch(/@media \(max-width/); // paper is narrow too, and no telephone
  const addresses = [...page.matchAll(/(?:src|href)="([^"]{0,40})/g)].map(([, address]) => address);
  expect(addresses.filter((address) => !/^(data:|#|data\/)/.test(address))).toEqual([]);
  const pictures = [...page.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
  expect(pictures).toHaveLength(5);
  for (const tag of pictures) expect(tag).toMatch(/ alt="[^"]{20,}" width="\d+" height="\d+"/);
  for (const [tag] of page.matchAll(/<th[ >][^>]*/g)) expect(tag).toMatch(/ scope="(col|row)"/);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(anchor);
});

/** The drawings in it. */
const drawingsOf = (page: string): string[] =>
  Array.from(page.matchAll(/<img src="data:image\/svg\+xml;base64,([^"]*)"/g), ([, code]) =>
    Buffer.from(code, 'base64').toString('utf8'),
  );

/** Its sentences and those in its drawings, without tags, styles, and what is the same in all languages. */
const wordsOf = (page: string): string =>
  [page, ...drawingsOf(page)]
    .join(' ')
    .replace(/^[\s\S]*<body>|<code>[\s\S]*?<\/code>|<a [^>]*download[\s\S]*?<\/a>/g, ' ')
    .replace(/<[^>]*>/g, (tag) => /alt="([^"]*)"/.exec(tag)?.[1] ?? ' ');

test('in Spanish, tables included', async () => {
  const page = await pageOf('es');
  expect(page).toContain('<html lang="es">');
  expect(page).toContain('Figuras y tablas');
  expect(wordsOf(await pageOf('en'))).toMatch(/\b(the|with|of|and|from|thesis|ours)\b/);
  expect(wordsOf(page)).toMatch(/identidad[^]*relevancia negativa/);
  expect(
    wordsOf(page).match(/\b(the|with|of|and|from|thesis|ours|none|exact|real digits|identity|logistic|negative)\b/g),
  ).toBeNull();
});

test('numbers are written as people read them', () => {
  expect([decimal(336206), decimal(-2360.55, 1), decimal(-0.001, 1), signed(-25, 0), signed(0.00247, 4)]).toEqual([
    '336,206',
    '−2,360.6',
    '0.0',
    '−25',
    '+0.0025',
  ]);
  expect([short(5.0712), short(-0.512), short(4.54e-8), short(0)]).toEqual(['5.07', '−0.512', '4.54·10⁻⁸', '0']);
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
  const article = /<article id="figure-1\.4">[\s\S]*?<\/article>/.exec(page)?.[0] ?? '';
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
])('%s is told in one line, before anything is drawn', async (_, code, said, args) => {
  writeFileSync(join(folder.path, 'file'), 'a file');
  const told = await run(['reproduce', '--quick', ...args]);
  expect(told.code).toBe(code);
  expect(told.out).toBe('');
  expect(told.err).toMatch(/^interp: [^\n]+\n$/);
  expect(told.err).toContain(said);
});
