import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';

const here = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the example of the README is the one tested here and prints what it says', async () => {
  expect(here('../README.md')).toContain(here('./readme-example.ts'));
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./readme-example.js');
  expect(log.mock.calls).toEqual([[[101]]]);
  log.mockRestore();
});
