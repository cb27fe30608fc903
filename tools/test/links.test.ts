import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenLinks, headingFragments, linkTargets } from '../check/links.mjs';

test('links, pictures, HTML and reference definitions are targets; code is not', () => {
  const page = [
    '[a](a.md) ![b](b.png "title") <img src="c.svg"> `[no](no.md)`',
    '[d]: d.md',
    '```\n[no](no.md)\n```',
  ].join('\n');
  expect(linkTargets(page).sort()).toEqual(['a.md', 'b.png', 'c.svg', 'd.md']);
});

test('headings give the fragments that GitHub gives them', () => {
  const page = '# `interp`, the CLI\n## Again\n## Again\n### A [link](x.md) & more!\n```\n# no\n```\n';
  expect([...headingFragments(page)]).toEqual(['interp-the-cli', 'again', 'again-1', 'a-link--more']);
});

test('what leads nowhere is reported, and what leads somewhere is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-links-'));
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs', 'b.md'), '# Here\n[up](../a.md#gone) [root](/a.md) [self](#here)');
  writeFileSync(
    join(folder, 'a.md'),
    '# A\n[b](docs/b.md#here) [c](docs/c.md) [web](https://example.org/x) [folder](docs)',
  );
  expect(brokenLinks(join(folder, 'a.md'), folder)).toEqual(['a.md: docs/c.md leads nowhere']);
  expect(brokenLinks(join(folder, 'docs', 'b.md'), folder)).toEqual(['docs/b.md: ../a.md#gone has no such heading']);
  rmSync(folder, { recursive: true });
});
