import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decimal, short, signed } from '../src/figures/wording.js';
import { inBoth, same, type Drawing, type Figure } from '../src/figures/figure.js';
import { keyOf } from '../src/report/kept-records.js';
import { runFigures } from '../src/report/run-figures.js';
import type { RunSettings } from '../src/report/run-settings.js';
import { newFolder, run } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
const settingsFor = (name: string, seed = 0): RunSettings => ({
  folder: folder.at(name),
  mode: 'quick',
  seed,
  backend: 'cpu',
  source: 'drawn',
  networks: {},
  version: '0.0.0',
  program: 'test',
});
const around = { env: {}, signal: new AbortController().signal };

const drawing: Drawing = {
  pictures: [
    {
      name: 'x',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"/>',
      kind: 'drawing',
      alt: same('nothing'),
    },
  ],
  tables: [
    {
      name: 'x',
      title: same('a table'),
      head: [same('a'), same('b')],
      rows: [
        ['1', 'say "2", 3'],
        [{ en: 'two', es: 'dos' }, '-4'],
      ],
    },
  ],
  data: { answer: 42 },
  ours: same('ours'),
  difference: same(''),
  verdict: 'drawn',
  caption: same('a caption'),
  numbers: { answer: 42 },
};

const pictureFile = { file: 'figures/x.svg', width: 8, height: 4 };
const pictureRecords = [{ files: { en: pictureFile, es: pictureFile }, alt: same('nothing') }];

const figure = (number: string, draw: Figure['draw'] = () => Promise.resolve(drawing)): Figure => ({
  number,
  title: same(number),
  thesis: same(''),
  command: 'data show',
  draw,
});

test('each figure has a record and its files; one that fails does so in its place', async () => {
  const figures = [
    figure('1.1'),
    figure('1.2', () => Promise.reject(new Error('no such\nthing'))),
    figure('1.3', ({ seed }) => Promise.resolve({ ...drawing, numbers: { seed } })),
  ];
  const settings = settingsFor('three', 7);
  const records = await runFigures(figures, settings, { workers: 1, around });
  expect(records.map(({ number, status }) => [number, status])).toEqual([
    ['1.1', 'done'],
    ['1.2', 'failed'],
    ['1.3', 'done'],
  ]);
  expect(records[1].error).toContain('no such thing');
  expect(records[2].numbers).toEqual({ seed: 7 });
  const [first] = records;
  expect(first.pictures).toEqual(pictureRecords);
  expect(readFileSync(join(settings.folder, 'data/x.csv'), 'utf8')).toBe('a,b\r\n1,"say ""2"", 3"\r\ntwo,-4\r\n');
  expect(JSON.parse(readFileSync(join(settings.folder, 'data/1.1.json'), 'utf8'))).toEqual({ answer: 42 });
});

test('a picture with words has a file in each language, one without words the same in both', async () => {
  const svg = await inBoth((say) => `<svg width="${say('12', '20')}" height="4">${say('step', 'paso')}</svg>`);
  const pictures = [{ ...drawing.pictures[0], svg }];
  const settings = settingsFor('languages');
  const [record] = await runFigures([figure('1', () => Promise.resolve({ ...drawing, pictures }))], settings, {
    workers: 1,
    around,
  });
  expect(record.pictures[0].files).toEqual({
    en: { file: 'figures/x.svg', width: 12, height: 4 },
    es: { file: 'figures/x.es.svg', width: 20, height: 4 },
  });
  expect(readFileSync(join(settings.folder, 'figures/x.es.svg'), 'utf8')).toContain('paso');
  expect(await inBoth(() => '<svg/>')).toBe('<svg/>');
});

test('what is drawn is kept for the next run, what failed or is of another seed is drawn again', async () => {
  const drawn: string[] = [];
  let broken = true;
  const counting = (number: string): Figure =>
    figure(number, () => {
      drawn.push(number);
      return number === '2' && broken ? Promise.reject(new Error('broken')) : Promise.resolve(drawing);
    });
  const figures = ['1', '2', '3'].map(counting);
  const settings = settingsFor('kept');
  const kept: string[] = [];
  const onRecord = ({ number }: { number: string }, there: boolean): void => {
    if (there) kept.push(number);
  };
  await runFigures(figures, settings, { workers: 1, around });
  broken = false;
  const again = await runFigures(figures, settings, { workers: 1, around, onRecord });
  expect(drawn).toEqual(['1', '2', '3', '2']);
  expect(kept).toEqual(['1', '3']);
  expect(again.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  await runFigures(figures, settingsFor('kept', 1), { workers: 1, around });
  expect(drawn).toHaveLength(7);
  writeFileSync(join(settings.folder, 'records', '3.json'), '{"key":');
  await runFigures(figures, settingsFor('kept', 1), { workers: 1, around });
  expect(drawn.slice(7)).toEqual(['3']);
});

test.each(['../outside.svg', '/etc/hostname', 'figures/../../outside.svg', 'C:\\outside.svg'])(
  'a record whose picture is outside of the folder is not believed: %s',
  async (file) => {
    const settings = settingsFor('outside');
    await runFigures([figure('1')], settings, { workers: 1, around });
    const place = join(settings.folder, 'records', '1.json');
    const record = JSON.parse(readFileSync(place, 'utf8')) as { pictures: { files: object }[] };
    const [{ files }] = record.pictures;
    const outside = { files: { ...files, es: { file, width: 8, height: 4 } }, alt: same('') };
    writeFileSync(place, JSON.stringify({ ...record, pictures: [outside] }));
    writeFileSync(join(settings.folder, '..', 'outside.svg'), '<svg/>');
    const [again] = await runFigures([figure('1')], settings, { workers: 1, around });
    expect(again.pictures).toEqual(pictureRecords);
  },
);

test('an interruption keeps what is done; the next run goes on', async () => {
  const stop = new AbortController();
  const stopping = figure('2', () => {
    stop.abort();
    return Promise.reject(new Error('stopped'));
  });
  const settings = settingsFor('interrupted');
  const some = await runFigures([figure('1'), stopping, figure('3')], settings, {
    workers: 1,
    around: { env: {}, signal: stop.signal },
  });
  expect(some.map(({ number }) => number)).toEqual(['1']);
  const all = await runFigures([figure('1'), figure('2'), figure('3')], settings, { workers: 1, around });
  expect(all.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
});

test('the key tells seeds, modes, sources and programs apart, and nothing else', () => {
  const one = figure('1');
  const settings = settingsFor('a');
  const others = [
    { ...settings, seed: 1 },
    { ...settings, mode: 'full' as const },
    { ...settings, source: 'mnist' as const },
    { ...settings, program: 'other' },
    { ...settings, networks: { lenet: 'mine' } },
  ];
  const keys = others.map((other) => keyOf(one, other));
  expect(new Set([...keys, keyOf(one, settings), keyOf(figure('2'), settings)]).size).toBe(7);
  expect(keyOf(one, { ...settings, folder: 'elsewhere' })).toBe(keyOf(one, settings));
});

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
