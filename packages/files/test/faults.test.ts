import { spawnSync } from 'node:child_process';
import { chmod, lstat, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder, syncToDisk } from '../src/node/internal.js';
import { writeFileAtomic } from '../src/node/index.js';
import { failure } from '@interp/testing/refusal';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interp-faults-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Writes so many bytes atomically in a process that may write no file of more than 4096. */
const writeLimited = (file: string, bytes: number): string =>
  spawnSync(
    'sh',
    [
      '-c',
      'ulimit -f 8; exec "$@"',
      'sh',
      process.execPath,
      '--conditions=@interp/source',
      '--import',
      new URL('../../../tools/lib/typescript.mjs', import.meta.url).href,
      at('child/write.ts'),
      file,
      String(bytes),
    ],
    { encoding: 'utf8' },
  ).stdout;

test('where only a part of the bytes can be written, the older file stays and nothing is left', async () => {
  const file = join(folder, 'kept.bin');
  await writeFile(file, 'older');
  expect(writeLimited(file, 3000)).toBe('written');
  expect((await readFile(file)).length).toBe(3000);
  expect(writeLimited(file, 100_000)).toMatch(
    /^not-writable .*kept\.bin cannot be written to \(EFBIG\); expected more room/,
  );
  expect((await readFile(file)).length).toBe(3000);
  expect(await readdir(folder)).toEqual(['kept.bin']);
});

test('a disk is waited for by the number of an open file; a number of none is an error', async () => {
  const handle = await open(join(folder, 'x.bin'), 'w');
  await handle.writeFile('whole');
  await syncToDisk({ fd: handle.fd });
  await handle.close();
  expect(await failure(() => syncToDisk({ fd: 2 ** 30 }))).toMatchObject({ code: 'EBADF' });
});

test('what a killed process left is removed, what others have is not', async () => {
  const host = hostname().replace(/\W/g, '') || 'host';
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const name = (of: string, on: string, pid: number): string => `${of}.${on}.${pid}.01234567.tmp`;
  const others = [
    name('x.bin', host, process.pid),
    name('x.bin', `${host}2`, ended),
    name('y.bin', host, ended),
    `x.bin.${ended}`,
    'x.bin.tmp',
  ];
  for (const other of [...others, name('x.bin', host, ended)]) await writeFile(join(folder, other), 'half');
  await writeFileAtomic(join(folder, 'x.bin'), 'whole');
  expect((await readdir(folder)).sort()).toEqual([...others, 'x.bin'].sort());
});

test('a link stays one and a file keeps its permissions', async () => {
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  await writeFile(file, 'older');
  await chmod(file, 0o640);
  await symlink(file, link);
  await writeFileAtomic(link, 'newer');
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('newer');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
});

test('many writers of one file: one of them has it whole', async () => {
  const file = join(folder, 'x');
  const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(10_000));
  await Promise.all(texts.map((text) => writeFileAtomic(file, text)));
  expect(texts).toContain(await readFile(file, 'utf8'));
  expect(await readdir(folder)).toEqual(['x']);
});

test('a folder made by many at once', async () => {
  const deep = join(folder, 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(deep)));
  expect((await stat(deep)).isDirectory()).toBe(true);
});
