import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '../src/node.js';
import { refusal, refused } from '@interp/testing/refusal';

const path = mkdtempSync(join(tmpdir(), 'interp-report-'));
const at = (name: string): string => join(path, name);
afterAll(() => rmSync(path, { recursive: true, force: true }));

const few = { mode: 'quick', only: ['1.3', '1.4', '1.6', '3.2', 'claim 3.4b'], workers: 1 } as const;

interface Json {
  readonly figures: readonly Record<string, unknown>[];
  readonly claims: readonly Record<string, unknown>[];
}

const withoutTimes = (file: string): unknown =>
  JSON.parse(readFileSync(file, 'utf8'), (key, value: unknown) => (key === 'seconds' ? 0 : value));

test('the same seed gives the same report.json but for times; numbers are strings; a second run takes what is there', async () => {
  const [a, b] = [at('a'), at('b')];
  for (const folder of [a, b]) expect((await report({ ...few, folder })).records).toHaveLength(5);
  const written = withoutTimes(join(a, 'report.json')) as Json;
  expect(withoutTimes(join(b, 'report.json'))).toEqual(written);
  expect(written.figures.map(({ number, status }) => [number, status])).toEqual(
    ['1.3', '1.4', '1.6', '3.2'].map((number) => [number, 'done']),
  );
  expect(written.claims.map(({ number }) => number)).toEqual(['claim 3.4b']);
  expect(written.figures[1]).toMatchObject({
    file: 'figures/1.4.png',
    verdict: 'agrees',
    same: true,
    networks: ['lenet-relu'],
  });
  const { thesisLike, today, ours, verdict } = written.figures[3] as Record<string, Record<string, unknown>>;
  expect([thesisLike['ours'], thesisLike['verdict']]).toEqual([ours, verdict]);
  expect(today['numbers']).not.toEqual(thesisLike['numbers']);
  expect(written.figures[2]['note']).toContain('drawn by code');
  const before = statSync(join(a, 'figures/1.4.png')).mtimeMs;
  const kept: string[] = [];
  const onRecord = ({ number }: { readonly number: string }, there: boolean): void => {
    if (there) kept.push(number);
  };
  await report({ ...few, folder: a, onRecord });
  expect(kept).toEqual(few.only);
  expect(statSync(join(a, 'figures/1.4.png')).mtimeMs).toBe(before);
});

const pageOf = async (language: 'en' | 'es'): Promise<string> => {
  const { file, records } = await report({ ...few, folder: at('a'), language });
  expect(records.map(({ status }) => status)).toEqual(few.only.map(() => 'done'));
  return readFileSync(file, 'utf8');
};

test('the page needs nothing beside it, and can be read without seeing it', async () => {
  const page = await pageOf('en');
  expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
  expect(page).not.toMatch(/<script|<link rel="stylesheet"|@import/);
  expect(page).not.toMatch(/@media \(max-width/); // paper is narrow too, and no telephone
  const addresses = [...page.matchAll(/(?:src|href)="([^"]{0,40})/g)].map(([, address]) => address);
  expect(addresses.filter((address) => !/^(data:|#|data\/)/.test(address))).toEqual([]);
  const pictures = [...page.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
  expect(pictures).toHaveLength(8); // 1.6, 3.2 and the claim once for each network
  for (const tag of pictures) expect(tag).toMatch(/ alt="[^"]{20,}" width="\d+" height="\d+"/);
  for (const [tag] of page.matchAll(/<th[ >][^>]*/g)) expect(tag).toMatch(/ scope="(col|row)"/);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(anchor);
});

test('each figure has one fold, the contents and the bar lead everywhere, and nothing needs a script to be read', async () => {
  const page = await pageOf('en');
  const articles = page.split('<article ').slice(1);
  expect(articles).toHaveLength(few.only.length);
  for (const article of articles) expect(article.match(/<details class="more">/g)).toHaveLength(1);
  const [, contents = ''] = /<nav class="contents"[^>]*>([^]*?)<\/nav>/.exec(page) ?? [];
  expect(contents.match(/href="#figure-/g)).toHaveLength(few.only.length);
  expect(contents.match(/aria-label="(Thesis-like|Today’s) network: /g)).toHaveLength(2 * few.only.length);
  const [, bar = ''] = /<nav class="bar"[^>]*>([^]*?)<\/nav>/.exec(page) ?? [];
  expect(Array.from(bar.matchAll(/href="#([^"]+)"/g), ([, id]) => id)).toEqual([
    'summary',
    'chapter-1',
    'chapter-3',
    'claims',
  ]);
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
    .replace(/\b(?:lenet|rbm-\d+)-thesis\b/g, '')
    .replace(/^[\s\S]*<body[^>]*>|<code>[\s\S]*?<\/code>|<a [^>]*download[\s\S]*?<\/a>/g, ' ')
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

test('a report that is stopped says what is kept', async () => {
  const stop = new AbortController();
  const onRecord = (): void => stop.abort();
  const stopped = await report({ ...few, folder: at('stopped'), signal: stop.signal, onRecord });
  expect(stopped.report).toBeUndefined();
  expect(stopped.records).toHaveLength(1);
  expect(stopped.total).toBe(5);
});

test('what cannot be is refused: training without MNIST, no thread, a figure that is not there', async () => {
  expect(await refusal(() => report({ folder: at('none'), mode: 'train' }))).toBe('bad-option');
  expect(await refusal(() => report({ folder: at('none'), workers: 0 }))).toBe('bad-option');
  expect((await refused(() => report({ folder: at('none'), only: ['9.9'] }))).message).toMatch('"9.9" is not there');
});
