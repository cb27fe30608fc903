import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inBoth, same, type Figure, type FigureResult } from '../src/figure.js';
import { NoThread } from '../src/report/run/makers.js';
import { hasRecordForm } from '../src/report/run/record-form.js';
import { keyOf, type RunSettings } from '../src/report/run/records.js';
import { runFigures } from '../src/report/run/run-figures.js';

const path = mkdtempSync(join(tmpdir(), 'interp-records-'));
afterAll(() => rmSync(path, { recursive: true, force: true }));

const settingsFor = (name: string, seed = 0): RunSettings => ({
  folder: join(path, name),
  mode: 'quick',
  seed,
  backend: 'cpu',
  networks: {},
  version: '0.0.0',
  program: 'test',
});
const { signal } = new AbortController();

const result: FigureResult = {
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
        ['=1+1', '-0.5'],
      ],
    },
  ],
  data: { answer: 42 },
  ours: same('ours'),
  difference: same(''),
  caption: same('a caption'),
  numbers: { answer: 42 },
};

const pictureFile = { file: 'figures/x.svg', width: 8, height: 4 };
const pictureRecords = [{ files: { en: pictureFile, es: pictureFile }, alt: same('nothing') }];

const figure = (number: string, draw: Figure['draw'] = () => Promise.resolve(result)): Figure => ({
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
    figure('1.3', ({ seed }) => Promise.resolve({ ...result, numbers: { seed } })),
  ];
  const settings = settingsFor('three', 7);
  const records = await runFigures(figures, settings, { workers: 1, signal });
  expect(records.map(({ number, status }) => [number, status])).toEqual([
    ['1.1', 'done'],
    ['1.2', 'failed'],
    ['1.3', 'done'],
  ]);
  expect(records[1].error).toContain('no such thing');
  expect(records[2].thesisLike.numbers).toEqual({ seed: 7 });
  const [first] = records;
  expect(first.thesisLike.pictures).toEqual(pictureRecords);
  expect(readFileSync(join(settings.folder, 'data/x.csv'), 'utf8')).toBe(
    `a,b\r\n1,"say ""2"", 3"\r\ntwo,-4\r\n'=1+1,-0.5\r\n`,
  );
  expect(JSON.parse(readFileSync(join(settings.folder, 'data/1.1.json'), 'utf8'))).toEqual({ answer: 42 });
});

test('a picture with words has a file in each language, one without words the same in both', async () => {
  const svg = await inBoth((say) => `<svg width="${say('12', '20')}" height="4">${say('step', 'paso')}</svg>`);
  const pictures = [{ ...result.pictures[0], svg }];
  const settings = settingsFor('languages');
  const [record] = await runFigures([figure('1', () => Promise.resolve({ ...result, pictures }))], settings, {
    workers: 1,
    signal,
  });
  expect(record.thesisLike.pictures[0].files).toEqual({
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
      return number === '2' && broken ? Promise.reject(new Error('broken')) : Promise.resolve(result);
    });
  const figures = ['1', '2', '3'].map(counting);
  const settings = settingsFor('kept');
  const kept: string[] = [];
  const onRecord = ({ number }: { number: string }, there: boolean): void => {
    if (there) kept.push(number);
  };
  await runFigures(figures, settings, { workers: 1, signal });
  broken = false;
  const again = await runFigures(figures, settings, { workers: 1, signal, onRecord });
  expect(drawn).toEqual(['1', '2', '3', '2']);
  expect(kept).toEqual(['1', '3']);
  expect(again.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  await runFigures(figures, settingsFor('kept', 1), { workers: 1, signal });
  expect(drawn).toHaveLength(7);
  writeFileSync(join(settings.folder, 'records', '3.json'), '{"key":');
  await runFigures(figures, settingsFor('kept', 1), { workers: 1, signal });
  expect(drawn.slice(7)).toEqual(['3']);
});

test.each(['../outside.svg', '/etc/hostname', 'figures/../../outside.svg', 'C:\\outside.svg'])(
  'a record whose picture is outside of the folder is not believed: %s',
  async (file) => {
    const settings = settingsFor('outside');
    await runFigures([figure('1')], settings, { workers: 1, signal });
    const place = join(settings.folder, 'records', '1.json');
    const record = JSON.parse(readFileSync(place, 'utf8')) as { today: { pictures: { files: object }[] } };
    const [{ files }] = record.today.pictures;
    const outside = { files: { ...files, es: { file, width: 8, height: 4 } }, alt: same('') };
    writeFileSync(place, JSON.stringify({ ...record, today: { ...record.today, pictures: [outside] } }));
    writeFileSync(join(settings.folder, '..', 'outside.svg'), '<svg/>');
    const [again] = await runFigures([figure('1')], settings, { workers: 1, signal });
    expect(again.thesisLike.pictures).toEqual(pictureRecords);
  },
);

describe('a folder that somebody else has made', () => {
  const secret = join(path, 'secret');
  writeFileSync(secret, 'PRIVATE');
  const drawnIn = async (
    name: string,
  ): Promise<{ settings: RunSettings; place: string; record: Record<string, unknown> }> => {
    const settings = settingsFor(name);
    await runFigures([figure('1')], settings, { workers: 1, signal });
    const place = join(settings.folder, 'records', '1.json');
    return { settings, place, record: JSON.parse(readFileSync(place, 'utf8')) as Record<string, unknown> };
  };

  test.each(['figures/x.svg', 'data/x.csv', 'data/1.json', 'records/1.json'])(
    'a link in the place of %s is not followed: the figure is drawn anew, the link replaced, its target left as it is',
    async (file) => {
      const { settings } = await drawnIn(`link-${file.replace('/', '-')}`);
      const linked = join(settings.folder, file);
      rmSync(linked);
      symlinkSync(secret, linked);
      let kept = 0;
      const onRecord = (_: unknown, there: boolean): void => void (kept += Number(there));
      const [again] = await runFigures([figure('1')], settings, { workers: 1, signal, onRecord });
      expect([again.status, kept]).toEqual(['done', 0]);
      expect(lstatSync(linked).isFile()).toBe(true);
      expect(readFileSync(linked, 'utf8')).not.toContain('PRIVATE');
      expect(readFileSync(secret, 'utf8')).toBe('PRIVATE');
    },
  );

  test('nothing is written through a folder that is a link', async () => {
    const { settings } = await drawnIn('linked-folder');
    const elsewhere = join(path, 'elsewhere');
    mkdirSync(elsewhere);
    rmSync(join(settings.folder, 'figures'), { recursive: true });
    symlinkSync(elsewhere, join(settings.folder, 'figures'));
    const [again] = await runFigures([figure('1')], settings, { workers: 1, signal });
    expect(again.status).toBe('failed');
    expect(again.error).toMatch(/figures is a link; expected a folder/);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  const inToday =
    (own: object) =>
    (record: Record<string, unknown>): unknown => ({ ...record, today: { ...(record['today'] as object), ...own } });

  /** Each record is wrong in one way that the page would stumble over, or believe. */
  const wrong: Readonly<Record<string, (record: Record<string, unknown>) => unknown>> = {
    'seconds are text': inToday({ seconds: 'soon' }),
    'no caption': inToday({ caption: null }),
    'a caption in one language': inToday({ caption: { en: 'x' } }),
    'a width of text': inToday({
      pictures: [{ files: { en: pictureFile, es: { ...pictureFile, width: '8' } }, alt: same('') }],
    }),
    'pictures are none': inToday({ pictures: {} }),
    'an odd address': inToday({ data: ['data/x.json?y#z'] }),
    'a script for an address': inToday({ data: ['javascript:alert(1)//.json'] }),
    'a hidden file': inToday({ data: ['data/.json'] }),
    'a file of another folder': inToday({ data: ['records/1.json'] }),
    'rows of numbers': inToday({
      tables: [{ file: 'data/x.csv', title: same(''), head: [], rows: [[1]] }],
    }),
    'numbers of text': inToday({ numbers: { answer: '42' } }),
    'rows that are longer than their head': inToday({
      tables: [{ file: 'data/x.csv', title: same(''), head: [], rows: [['1']] }],
    }),
    'conditions that the figure does not have': inToday({ held: [true] }),
    'a verdict that does not follow': inToday({ verdict: 'agrees' }),
    'an error beside what was drawn': inToday({ error: 'none' }),
    'another figure': (record) => ({ ...record, number: '2' }),
    'a verdict of its own': inToday({ verdict: 'perfect' }),
    'a list': () => [],
    nothing: () => null,
  };

  test.each(Object.keys(wrong))('a record with %s is drawn anew', async (name) => {
    const { settings, place, record } = await drawnIn('forms');
    writeFileSync(place, JSON.stringify(wrong[name](record)));
    const kept: boolean[] = [];
    const [again] = await runFigures([figure('1')], settings, {
      workers: 1,
      signal,
      onRecord: (_, there) => kept.push(there),
    });
    expect([kept, again.thesisLike.pictures]).toEqual([[false], pictureRecords]);
  });

  test('a picture of terabytes is not read: the figure is drawn anew', async () => {
    const { settings } = await drawnIn('long');
    truncateSync(join(settings.folder, 'figures/x.svg'), 1e12);
    const kept: boolean[] = [];
    await runFigures([figure('1')], settings, { workers: 1, signal, onRecord: (_, there) => kept.push(there) });
    expect(kept).toEqual([false]);
    expect(readFileSync(join(settings.folder, 'figures/x.svg'), 'utf8')).toContain('<svg');
  });

  test('its own records are believed', async () => {
    const { settings, record } = await drawnIn('own');
    expect(hasRecordForm(record)).toBe(true);
    const kept: boolean[] = [];
    await runFigures([figure('1')], settings, { workers: 1, signal, onRecord: (_, there) => kept.push(there) });
    expect(kept).toEqual([true]);
  });
});

test('where no thread can be started, figures are drawn in this one', async () => {
  const figures = ['1', '2', '3'].map((number) => figure(number));
  const makerOfThread = () => ({
    make: () => Promise.reject(new NoThread('restricted')),
    close: () => Promise.resolve(),
  });
  const records = await runFigures(figures, settingsFor('no-threads'), { workers: 2, signal, makerOfThread });
  expect(records.map(({ number, status }) => [number, status])).toEqual([
    ['1', 'done'],
    ['2', 'done'],
    ['3', 'done'],
  ]);
});

test('an interruption keeps what is done; the next run goes on', async () => {
  const stop = new AbortController();
  const stopping = figure('2', () => {
    stop.abort();
    return Promise.reject(new Error('stopped'));
  });
  const settings = settingsFor('interrupted');
  const some = await runFigures([figure('1'), stopping, figure('3')], settings, {
    workers: 1,
    signal: stop.signal,
  });
  expect(some.map(({ number }) => number)).toEqual(['1']);
  const all = await runFigures([figure('1'), figure('2'), figure('3')], settings, { workers: 1, signal });
  expect(all.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
});

test('the key tells seeds, modes, sources and programs apart, and nothing else', () => {
  const one = figure('1');
  const settings = settingsFor('a');
  const others = [
    { ...settings, seed: 1 },
    { ...settings, mode: 'full' as const },
    { ...settings, data: 'mnist' },
    { ...settings, program: 'other' },
    { ...settings, networks: { today: { classifier: 'mine' } } },
  ];
  const keys = others.map((other) => keyOf(one, other));
  expect(new Set([...keys, keyOf(one, settings), keyOf(figure('2'), settings)]).size).toBe(7);
  expect(keyOf(one, { ...settings, folder: 'elsewhere' })).toBe(keyOf(one, settings));
});
