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
import type { DrawingContext } from '../src/drawing/contexts.js';
import { drawFigures } from '../src/drawing/draw-figures.js';
import { NoThread } from '../src/drawing/makers.js';
import { hasRecordForm } from '../src/drawing/record-form.js';
import { keyOf, type RunSettings } from '../src/drawing/records.js';
import type { Figure, FigureResult } from '../src/figure.js';
import { inBoth, same } from '../src/text/language.js';

const path = mkdtempSync(join(tmpdir(), 'interp-records-'));
afterAll(() => rmSync(path, { recursive: true, force: true }));

/** What figures of these tests are drawn from: a seed, and one network with another name in each column. */
interface Seeded extends DrawingContext {
  readonly seed: number;
}
type Seed = Figure<Seeded>;

const columns = ['before', 'now'].map((name, i) => ({
  name,
  title: same(name),
  ending: i === 0 ? '' : `-${name}`,
}));

type Settings = RunSettings<{ readonly seed: number }>;

const settingsFor = (name: string, seed = 0): Settings => ({
  folder: join(path, name),
  columns,
  inputs: { seed },
  program: 'test',
});
const { signal } = new AbortController();

type Options = Partial<Parameters<typeof drawFigures<Seeded>>[2]>;

const draw = (figures: readonly Seed[], settings: Settings, options: Options = {}) =>
  drawFigures(figures, settings, {
    open: (driving) => {
      const contextOf = (name: string): Seeded => ({
        signal: driving.signal,
        asked: new Set(),
        names: { network: `${name}-net` },
        seed: settings.inputs.seed,
      });
      return Promise.resolve({
        columns: { before: contextOf('before'), now: contextOf('now') },
        backend: () => 'none',
        dispose: () => Promise.resolve(),
      });
    },
    signal,
    ...options,
  });

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

const figure = (number: string, drawn: Seed['draw'] = () => Promise.resolve(result)): Seed => ({
  number,
  title: same(number),
  expected: same(''),
  command: 'data show',
  draw: drawn,
});

test('each figure has a record and its files; one that fails does so in its place', async () => {
  const figures = [
    figure('1.1'),
    figure('1.2', () => Promise.reject(new Error('no such\nthing'))),
    figure('1.3', ({ seed }) => Promise.resolve({ ...result, numbers: { seed } })),
  ];
  const settings = settingsFor('three', 7);
  const records = await draw(figures, settings);
  expect(records.map(({ number, status }) => [number, status])).toEqual([
    ['1.1', 'done'],
    ['1.2', 'failed'],
    ['1.3', 'done'],
  ]);
  expect(records[1].error).toContain('no such thing');
  expect(records[2].columns['before'].numbers).toEqual({ seed: 7 });
  const [first] = records;
  expect(first.columns['before'].pictures).toEqual(pictureRecords);
  expect(readFileSync(join(settings.folder, 'data/x.csv'), 'utf8')).toBe(
    `a,b\r\n1,"say ""2"", 3"\r\ntwo,-4\r\n'=1+1,-0.5\r\n`,
  );
  expect(JSON.parse(readFileSync(join(settings.folder, 'data/1.1.json'), 'utf8'))).toEqual({ answer: 42 });
});

test('a picture with words has a file in each language, one without words the same in both', async () => {
  const svg = await inBoth((say) => `<svg width="${say('12', '20')}" height="4">${say('step', 'paso')}</svg>`);
  const pictures = [{ ...result.pictures[0], svg }];
  const settings = settingsFor('languages');
  const [record] = await draw([figure('1', () => Promise.resolve({ ...result, pictures }))], settings);
  expect(record.columns['before'].pictures[0].files).toEqual({
    en: { file: 'figures/x.svg', width: 12, height: 4 },
    es: { file: 'figures/x.es.svg', width: 20, height: 4 },
  });
  expect(readFileSync(join(settings.folder, 'figures/x.es.svg'), 'utf8')).toContain('paso');
  expect(await inBoth(() => '<svg/>')).toBe('<svg/>');
});

test('what is drawn is kept for the next run, what failed or is of another seed is drawn again', async () => {
  const drawn: string[] = [];
  let broken = true;
  const counting = (number: string): Seed =>
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
  await draw(figures, settings);
  broken = false;
  const again = await draw(figures, settings, { onRecord });
  expect(drawn).toEqual(['1', '2', '3', '2']);
  expect(kept).toEqual(['1', '3']);
  expect(again.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  await draw(figures, settingsFor('kept', 1));
  expect(drawn).toHaveLength(7);
  writeFileSync(join(settings.folder, 'records', '3.json'), '{"key":');
  await draw(figures, settingsFor('kept', 1));
  expect(drawn.slice(7)).toEqual(['3']);
});

test.each(['../outside.svg', '/etc/hostname', 'figures/../../outside.svg', 'C:\\outside.svg'])(
  'a record whose picture is outside of the folder is not believed: %s',
  async (file) => {
    const settings = settingsFor('outside');
    await draw([figure('1')], settings);
    const place = join(settings.folder, 'records', '1.json');
    const record = JSON.parse(readFileSync(place, 'utf8')) as { columns: { now: { pictures: { files: object }[] } } };
    const [{ files }] = record.columns.now.pictures;
    const outside = { files: { ...files, es: { file, width: 8, height: 4 } }, alt: same('') };
    writeFileSync(
      place,
      JSON.stringify({
        ...record,
        columns: { ...record.columns, now: { ...record.columns.now, pictures: [outside] } },
      }),
    );
    writeFileSync(join(settings.folder, '..', 'outside.svg'), '<svg/>');
    const [again] = await draw([figure('1')], settings);
    expect(again.columns['before'].pictures).toEqual(pictureRecords);
  },
);

describe('a folder that somebody else has made', () => {
  const secret = join(path, 'secret');
  writeFileSync(secret, 'PRIVATE');
  const drawnIn = async (
    name: string,
  ): Promise<{ settings: Settings; place: string; record: Record<string, unknown> }> => {
    const settings = settingsFor(name);
    await draw([figure('1')], settings);
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
      const [again] = await draw([figure('1')], settings, { onRecord });
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
    const [again] = await draw([figure('1')], settings);
    expect(again.status).toBe('failed');
    expect(again.error).toMatch(/figures is a link; expected a folder/);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  const inNow =
    (own: object) =>
    (record: Record<string, unknown>): unknown => {
      const all = record['columns'] as Readonly<Record<'before' | 'now', object>>;
      return { ...record, columns: { ...all, now: { ...all.now, ...own } } };
    };

  /** Each record is wrong in one way that the page would stumble over, or believe. */
  const wrong: Readonly<Record<string, (record: Record<string, unknown>) => unknown>> = {
    'seconds are text': inNow({ seconds: 'soon' }),
    'no caption': inNow({ caption: null }),
    'a caption in one language': inNow({ caption: { en: 'x' } }),
    'a width of text': inNow({
      pictures: [{ files: { en: pictureFile, es: { ...pictureFile, width: '8' } }, alt: same('') }],
    }),
    'pictures are none': inNow({ pictures: {} }),
    'an odd address': inNow({ data: ['data/x.json?y#z'] }),
    'a script for an address': inNow({ data: ['javascript:alert(1)//.json'] }),
    'a hidden file': inNow({ data: ['data/.json'] }),
    'a file of another folder': inNow({ data: ['records/1.json'] }),
    'rows of numbers': inNow({
      tables: [{ file: 'data/x.csv', title: same(''), head: [], rows: [[1]] }],
    }),
    'numbers of text': inNow({ numbers: { answer: '42' } }),
    'rows that are longer than their head': inNow({
      tables: [{ file: 'data/x.csv', title: same(''), head: [], rows: [['1']] }],
    }),
    'conditions that the figure does not have': inNow({ held: [true] }),
    'a verdict that does not follow': inNow({ verdict: 'agrees' }),
    'an error beside what was drawn': inNow({ error: 'none' }),
    'another figure': (record) => ({ ...record, number: '2' }),
    'a verdict of its own': inNow({ verdict: 'perfect' }),
    'a column that is not there': (record) => ({
      ...record,
      columns: { before: (record['columns'] as { before: object }).before },
    }),
    'a list': () => [],
    nothing: () => null,
  };

  test.each(Object.keys(wrong))('a record with %s is drawn anew', async (name) => {
    const { settings, place, record } = await drawnIn('forms');
    writeFileSync(place, JSON.stringify(wrong[name](record)));
    const kept: boolean[] = [];
    const [again] = await draw([figure('1')], settings, {
      onRecord: (_, there) => kept.push(there),
    });
    expect([kept, again.columns['before'].pictures]).toEqual([[false], pictureRecords]);
  });

  test('a picture of terabytes is not read: the figure is drawn anew', async () => {
    const { settings } = await drawnIn('long');
    truncateSync(join(settings.folder, 'figures/x.svg'), 1e12);
    const kept: boolean[] = [];
    await draw([figure('1')], settings, { onRecord: (_, there) => kept.push(there) });
    expect(kept).toEqual([false]);
    expect(readFileSync(join(settings.folder, 'figures/x.svg'), 'utf8')).toContain('<svg');
  });

  test('its own records are believed', async () => {
    const { settings, record } = await drawnIn('own');
    expect(hasRecordForm(record)).toBe(true);
    const kept: boolean[] = [];
    await draw([figure('1')], settings, { onRecord: (_, there) => kept.push(there) });
    expect(kept).toEqual([true]);
  });
});

test('where no thread can be started, figures are drawn in this one', async () => {
  const figures = ['1', '2', '3'].map((number) => figure(number));
  const makerOfThread = () => ({
    make: () => Promise.reject(new NoThread('restricted')),
    close: () => Promise.resolve(),
  });
  const records = await draw(figures, settingsFor('no-threads'), { workers: 2, makerOfThread });
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
  const some = await draw([figure('1'), stopping, figure('3')], settings, { signal: stop.signal });
  expect(some.map(({ number }) => number)).toEqual(['1']);
  const all = await draw([figure('1'), figure('2'), figure('3')], settings);
  expect(all.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
});

test('the key tells figures, inputs and programs apart, and nothing else', () => {
  const one = figure('1');
  const settings = settingsFor('a');
  const others = [
    { ...settings, inputs: { seed: 1 } },
    { ...settings, program: 'other' },
  ];
  const keys = others.map((other) => keyOf(one, other));
  expect(new Set([...keys, keyOf(one, settings), keyOf(figure('2'), settings)]).size).toBe(4);
  expect(keyOf(one, { ...settings, folder: 'elsewhere' })).toBe(keyOf(one, settings));
});

test('columns whose networks have one name are drawn once, others each', async () => {
  let times = 0;
  const asking = figure('2', ({ asked }) => {
    asked.add('network');
    times++;
    return Promise.resolve(result);
  });
  const [alone, each] = await draw([figure('1'), asking], settingsFor('same'));
  expect([alone.same, each.same, times]).toEqual([true, false, 2]);
  expect(each.columns['now'].networks).toEqual(['now-net']);
  expect(each.columns['now'].tables[0].file).toBe('data/x-now.csv');
});
