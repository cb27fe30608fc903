import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';

it('the example of the README is the one that runs here, and it draws a picture', async () => {
  const example = readFileSync(new URL('readme-example.ts', import.meta.url), 'utf8');
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toContain(example);
  const [home, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'viz-'))];
  process.chdir(folder);
  try {
    await import('./readme-example.js');
    const png = decode(readFileSync('rings.png'));
    expect(png.width).toBeGreaterThan(800);
    expect(readFileSync('rings.svg', 'utf8')).toContain('Four rings');
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  }
});
