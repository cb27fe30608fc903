import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagePrograms } from '../lib/examples.mjs';
import { root } from '../lib/workspace.mjs';

// That it runs is what examples.test.ts says of every page.
test('the guide builds the thesis out of all packages in under 60 lines', () => {
  const programs = pagePrograms(readFileSync(join(root, 'docs/guides/the-thesis-in-60-lines.md'), 'utf8'));
  expect(programs).toHaveLength(1);
  const lines = programs[0].trimEnd().split('\n');
  expect(lines.length).toBeLessThan(60);
  for (const name of ['adversarial', 'am', 'gan', 'lrp', 'pretrained', 'rbm', 'sevenseg', 'viz'])
    expect(programs[0]).toContain(`'@interp/${name}'`);
});
