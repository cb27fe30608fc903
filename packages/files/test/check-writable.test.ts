import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkWritable, checkWritableFile } from '@interp/files/node';
import { refused } from '@interp/testing/refusal';

const folder = mkdtempSync(join(tmpdir(), 'interp-writable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is there or is not, and a file in it, can be written, and nothing is left behind', async () => {
  await checkWritable(folder);
  await checkWritable(join(folder, 'not', 'yet'));
  await checkWritableFile(join(folder, 'a.png'));
  await checkWritableFile(join(folder, 'not', 'yet', 'a.png'));
  expect([readdirSync(folder), existsSync(join(folder, 'not'))]).toEqual([[], false]);
});

test('a file in the place of a folder, and a folder in that of a file, are refused', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const attempt of [
    () => checkWritable(join(file, 'below')),
    () => checkWritableFile(join(file, 'below.png')),
    () => checkWritableFile(folder),
  ])
    expect(await refused(attempt)).toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('expected a') as string,
    });
});
