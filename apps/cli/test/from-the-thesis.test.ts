import { readFileSync } from 'node:fs';
import { figures } from '@interp/thesis';
import { run } from './run.js';

const page = readFileSync(new URL('../../../docs/guides/from-the-thesis-to-code.md', import.meta.url), 'utf8');
const cells = page
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const rowsOf = (heading: string): readonly string[] =>
  cells.map(([first]) => first).filter((first) => first.startsWith(heading));
const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

test('has every section that computes something, and every numbered equation', () => {
  const sections = ['1.1', '1.2.1', '1.2.2', '1.2.3', '1.3', '2.2.1', '2.2.2', '2.2.2.1', '2.2.3', '2.2.3.1'];
  const later = ['2.3.1', '2.3.2', '3.1', '3.2', '3.3', '3.4', '4.1', '4.2', '4.3'];
  const first = cells.map(([cell]) => cell);
  expect(first).toEqual(expect.arrayContaining([...sections, ...later]));
  const equations = ['1.1', '1.2', '1.3', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7'].map(
    (number) => `(${number})`,
  );
  expect(rowsOf('(')).toEqual(equations);
});

test('has every figure and table that the report draws', () => {
  const numbers = Object.values(figures).flatMap(({ number, kind = 'figure' }) => (kind === 'figure' ? [number] : []));
  const headings = page.slice(page.indexOf('## Figures and tables'), page.indexOf('## Algorithms'));
  const listed = headings
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => {
      const cell = line.split('|')[1].trim();
      return cell.includes(',') && /^\d/.test(cell) ? cell.split(',').map((part) => part.trim()) : [cell];
    });
  expect(listed.slice(2).toSorted()).toEqual(numbers.toSorted());
});

const mentions = cells.flatMap((row) =>
  row.flatMap((cell) =>
    [...cell.matchAll(/((?:`\w+`(?:, | with )?)+) of `(@interp\/[a-z]+)`/g)].flatMap(([, names, from]) =>
      quoted(names).map((name) => [name, from] as const),
    ),
  ),
);

test.each([...new Set(mentions.map(([, from]) => from))])('names exports of %s', async (from) => {
  const exported = Object.keys((await import(from)) as object);
  const named = mentions.filter(([, one]) => one === from).map(([name]) => name);
  expect(exported).toEqual(expect.arrayContaining(named));
});

const commands = [...new Set(cells.flatMap((row) => row.flatMap(quoted)).filter((code) => code.startsWith('interp ')))];

test.each(commands)('%s has its options', async (line) => {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, string, word]) => string ?? word).slice(1);
  const options = words.filter((word) => word.startsWith('--'));
  const names = ['data', 'train', 'rbm', 'gan'].includes(words[0]) ? words.slice(0, 2) : words.slice(0, 1);
  const { code, out } = await run([...names, '--help']);
  expect(code).toBe(0);
  expect(out).toContain(`Usage: interp ${names.join(' ')} `);
  if (names[0] === 'figure') expect(out).toMatch(new RegExp(`\\b${words[1]}\\b`));
  for (const option of options) expect(out).toMatch(new RegExp(`^ +${option}\\b`, 'm'));
});

/** Where each numbered equation is to be found in the source: in the docstring of what computes it. */
const sources: readonly (readonly [string, string])[] = [
  ['(1.1)', 'lenet/src/lenet.ts'],
  ['(1.2)', 'lenet/src/losses.ts'],
  ['(1.3)', 'lenet/src/losses.ts'],
  ['(2.1)', 'am/src/expert-prototypes.ts'],
  ['(2.2)', 'rbm/src/partition/exact-log-partition.ts'],
  ['(2.3)', 'rbm/src/variants.ts'],
  ['(2.4)', 'rbm/src/energy.ts'],
  ['(2.5)', 'am/src/decoder-prototypes.ts'],
  ['(2.6)', 'lrp/src/lrp.ts'],
  ['(2.7)', 'lrp/src/rules/alpha-beta.ts'],
];

test.each(sources)('equation %s is named by the docstrings of %s', (equation, file) => {
  const source = readFileSync(new URL(`../../../packages/${file}`, import.meta.url), 'utf8');
  const docstrings = [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].join('\n').replace(/\s*\n\s*\*\s*/g, ' ');
  expect(docstrings).toContain(equation);
});
