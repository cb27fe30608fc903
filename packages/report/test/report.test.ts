import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { condition, drawFigure, drawing, figureText, same, type Figure, type ReportLayout } from '../src/index.js';
import {
  drawFigures,
  reportData,
  summaryText,
  writeReport,
  type DrawingContext,
  type ReportContents,
} from '../src/node.js';

const folder = mkdtempSync(join(tmpdir(), 'interp-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Sides extends DrawingContext {
  readonly sides: number;
}

/** A die, of three columns: nothing of the thesis, and not two. */
const dice = { coin: 2, cube: 6, ball: 20 };

const layout: ReportLayout = {
  title: { en: 'Dice', es: 'Dados' },
  lead: [{ en: 'Dice of many sides.', es: 'Dados de muchas caras.' }],
  columns: Object.keys(dice).map((name) => ({ name, title: same(name), ending: `-${name}` })),
  allColumns: { en: 'all dice', es: 'todos los dados' },
  expected: {
    name: 'book',
    title: { en: 'Book', es: 'Libro' },
    seconds: { en: 'seconds, book', es: 'segundos, libro' },
  },
  key: same('✓'),
  sections: [
    {
      id: 'means',
      title: { en: 'Means. All', es: 'Medias. Todas' },
      caption: same('means'),
      has: ({ kind }) => kind !== 'aside',
    },
    { id: 'asides', title: { en: 'Asides', es: 'Al margen' }, has: ({ kind }) => kind === 'aside' },
  ],
  kinds: { figure: { list: 'means' }, aside: { list: 'asides', verdict: false, folded: true } },
  origins: { made: { en: 'made here', es: 'hecho aquí' } },
  program: 'roll',
};

const mean: Figure<Sides> = {
  number: 'mean 1',
  label: { en: 'Mean 1', es: 'Media 1' },
  title: { en: 'The mean of <sides>', es: 'La media de <caras>' },
  expected: same('3.5'),
  expectedSeconds: 9,
  command: 'mean',
  rule: [
    condition('above 3', 'más de 3', ({ value }) => value > 3),
    condition('below 4', 'menos de 4', ({ value }) => value < 4),
  ],
  about: { en: 'About it.', es: 'Sobre ello.' },
  cause: { en: 'More sides.', es: 'Más caras.' },
  draw: ({ sides, asked }) => {
    asked.add('die');
    const value = (sides + 1) / 2;
    return Promise.resolve({
      pictures: [],
      tables: [
        { name: 'mean', title: same('mean'), head: [same('n'), same('mean')], rows: [[String(sides), String(value)]] },
      ],
      data: { value },
      ours: same(String(value)),
      numbers: { value },
    });
  },
};

const aside: Figure<Sides> = {
  number: 'aside',
  kind: 'aside',
  title: same('An aside'),
  expected: same(''),
  command: 'aside',
  draw: () => {
    const pictures = drawing('aside', '<svg width="8" height="4"/>', same('a line'));
    return Promise.resolve({ pictures, data: {}, ours: same('said'), numbers: {} });
  },
};

const contextOf = (sides: number, signal: AbortSignal): Sides => ({
  sides,
  signal,
  asked: new Set(),
  names: { die: `die ${sides}` },
});

const contentsIn = async (language: 'en' | 'es'): Promise<ReportContents> => {
  const settings = { folder, columns: layout.columns, inputs: {}, program: language };
  const records = await drawFigures([mean, aside], settings, {
    open: ({ signal }) =>
      Promise.resolve({
        columns: Object.fromEntries(Object.entries(dice).map(([name, sides]) => [name, contextOf(sides, signal)])),
        backend: () => 'paper',
        tell: ({ command }) => ({ command: `${command} --now`, note: { en: 'By hand.', es: 'A mano.' } }),
        dispose: () => Promise.resolve(),
      }),
  });
  return {
    layout,
    language,
    facts: [{ name: 'seed', value: 3, text: same('seed 3'), label: same('seed') }],
    versions: { roll: '1' },
    networks: [{ name: 'die 6', origin: 'made', columns: ['cube'], sha256: 'abc' }],
    entries: records.map((record, i) => ({ figure: [mean, aside][i], record })),
    seconds: 1,
  };
};

test('a report of three columns: its page and report.json', async () => {
  const contents = await contentsIn('en');
  const file = await writeReport(contents, folder);
  const page = readFileSync(file, 'utf8');
  expect(page).toContain('--columns: 3');
  expect(page).toContain('Mean 1 · The mean of &lt;sides&gt;');
  expect(page.match(/<h4>(coin|cube|ball): <span class="\w+">\w+/g)).toEqual([
    '<h4>coin: <span class="differs">differs',
    '<h4>cube: <span class="agrees">agrees',
    '<h4>ball: <span class="partly">partly',
  ]);
  expect(page).toContain('conditions: 1, 2 and 1 of 2 hold');
  expect(page).toMatch(/Book: <strong>3.5[^]*roll mean --now[^]*By hand\./);
  expect(page).toMatch(/seconds, book[^]*>9</);
  expect(page).not.toMatch(/all dice: <span/);
  // On a telephone a column is folded where there is something in it.
  expect(page.match(/<details class="column unfold">/g)).toHaveLength(2);
  expect(page).toMatch(
    /said\s*<[^]*<details class="more">\s*<summary>pictures · how it was made<[^]*<img [^>]*alt="a line"/,
  );
  const data = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Record<
    string,
    Record<string, object>[]
  >;
  expect(Object.keys(data)).toEqual(Object.keys(reportData(contents)));
  expect(data).toMatchObject({ seed: 3, asides: [{ number: 'aside', same: true, book: '' }] });
  expect(data['means'][0]).toMatchObject({
    book: '3.5',
    bookSeconds: 9,
    command: 'roll mean --now',
    verdict: 'differs',
    cube: {
      verdict: 'agrees',
      networks: ['die 6'],
      conditions: [
        { text: 'above 3', holds: true },
        { text: 'below 4', holds: true },
      ],
    },
    ball: { files: ['data/mean-ball.csv', 'data/mean-1-ball.json'] },
  });
});

test('in Spanish, and for a terminal', async () => {
  const contents = await contentsIn('es');
  const page = readFileSync(await writeReport(contents, folder), 'utf8');
  expect(page).toMatch(/<html lang="es">[^]*Dados[^]*Media 1[^]*coincide[^]*Libro/);
  const [head, row] = summaryText(contents, 'index.html').split('\n');
  expect(head.split(/\s+/).slice(0, 4)).toEqual(['Figura', 'coin', 'cube', 'ball']);
  expect(row).toMatch(/^Media 1 +difiere +coincide +en parte/);
});

test('one figure alone: its verdict and its lines', async () => {
  const found = await drawFigure(mean, contextOf(6, new AbortController().signal));
  expect(found).toMatchObject({ verdict: 'agrees', held: [true, true], caption: same('') });
  expect(figureText(mean, found, 'en', layout.expected.title).split('\n')).toEqual([
    'Mean 1: The mean of <sides>',
    'n  mean',
    '6   3.5',
    'Ours: 3.5',
    'Book: 3.5',
    'Verdict: agrees',
  ]);
});
