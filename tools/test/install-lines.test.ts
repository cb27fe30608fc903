import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePrograms } from '../lib/examples.mjs';
import { root, workspaces } from '../lib/workspace.mjs';
import { missingImports } from '../rehearse/release/programs.mjs';

const pages = [
  'README.md',
  ...workspaces().map(({ folder }) => `${folder}/README.md`),
  ...readdirSync(join(root, 'docs', 'guides')).map((file) => `docs/guides/${file}`),
];

/** A page with the packages that its `npm i` lines name and the programs that a reader copies. */
const read = (page: string) => {
  const text = readFileSync(join(root, page), 'utf8');
  const installed = new Set(
    Array.from(text.matchAll(/npm i ([^`\n]+)/g), ([, names]) => names.trim().split(/\s+/)).flat(),
  );
  const inPages = Array.from(text.matchAll(/^```jsx?\n([\s\S]*?)^```$/gm), ([, code]) => code);
  return { page, installed, programs: [...pagePrograms(text), ...inPages] };
};

const withLines = pages.map(read).filter(({ installed }) => installed.size > 0);

test('there are pages with a line to install', () => {
  expect(withLines.length).toBeGreaterThan(12);
});

test.each(withLines)('$page: the line brings all that its programs import', ({ installed, programs }) => {
  expect(missingImports(programs, (name: string) => installed.has(name))).toEqual([]);
});
