import { csvTable } from '@interp/files';

/** A reader of CSV as RFC 4180 has it. */
const cells = (text: string): string[][] => {
  const rows: string[][] = [];
  for (const line of text.matchAll(/((?:"(?:[^"]|"")*"|[^"\r\n,]*)(?:,(?:"(?:[^"]|"")*"|[^"\r\n,]*))*)\r\n/g))
    rows.push(
      [...line[1].matchAll(/(?:^|,)("(?:[^"]|"")*"|[^",\r\n]*)/g)].map(([, cell]) =>
        cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      ),
    );
  return rows;
};

test('names of any kind come back from a table, formulas with an apostrophe', () => {
  const names = ['a.png', 'a,b.png', 'say "x".png', 'two\nlines', 'two\r\nlines', 'Größe é 数字', ''];
  const formulas = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\rx'];
  const table = cells(csvTable([...names, ...formulas].map((input) => ({ input, class: 1 }))));
  expect(table.map(([first]) => first)).toEqual(['input', ...names, ...formulas.map((text) => `'${text}`)]);
});

test('numbers stay numbers, what is nested is named with a dot, lists are left out', () => {
  const rows = [
    { input: 'a', score: -1.5, before: { class: 3, probability: 0.25, deep: {} }, logits: [1, 2], rate: null },
    { input: 'b', score: 1e-7, label: 4 },
  ];
  expect(csvTable(rows)).toBe(
    'input,score,before.class,before.probability,rate,label\r\na,-1.5,3,0.25,,\r\nb,1e-7,,,,4\r\n',
  );
});
