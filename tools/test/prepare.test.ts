import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isInstalled, removeStaleOutputs } from '../prepare.mjs';

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'interp-prepare-'));
});
afterEach(() => rmSync(repository, { recursive: true }));

/** Writes files, each with its text. */
function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
}

const lock = {
  '': { name: 'root' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/windows-only': { version: '1.0.0', integrity: 'sha512-w', optional: true },
};

test.each([
  { what: 'nothing', installed: undefined, expected: false },
  { what: 'all but what is optional', installed: { 'node_modules/a': lock['node_modules/a'] }, expected: true },
  {
    what: 'another version',
    installed: { 'node_modules/a': { version: '0.9.0', integrity: 'sha512-b' } },
    expected: false,
  },
  { what: 'less', installed: {}, expected: false },
])('with $what installed, isInstalled says $expected', ({ installed, expected }) => {
  write({ 'package-lock.json': JSON.stringify({ packages: lock }) });
  if (installed !== undefined) write({ 'node_modules/.package-lock.json': JSON.stringify({ packages: installed }) });
  expect(isInstalled(repository)).toBe(expected);
});

const built = {
  'packages/a/package.json': '{}',
  'packages/a/src/index.ts': '',
  'packages/a/src/deep/b.ts': '',
  'packages/a/dist/.tsbuildinfo': '{}',
  'packages/a/dist/index.js': '',
  'packages/a/dist/index.d.ts': '',
  'packages/a/dist/deep/b.js': '',
  'packages/a/dist/deep/b.d.ts': '',
};

test('a whole build is left as it is', () => {
  write(built);
  expect(removeStaleOutputs(repository)).toEqual([]);
  expect(existsSync(join(repository, 'packages/a/dist/index.js'))).toBe(true);
});

test.each(['dist/index.js', 'dist/deep/b.js', 'dist/deep/b.d.ts', 'src/deep/b.ts'])(
  'a build that misses %s is removed, to be made anew',
  (missing) => {
    write(built);
    rmSync(join(repository, 'packages/a', missing));
    expect(removeStaleOutputs(repository)).toEqual(['packages/a']);
    expect(existsSync(join(repository, 'packages/a/dist'))).toBe(false);
  },
);
