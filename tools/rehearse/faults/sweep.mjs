#!/usr/bin/env node
// npm run faults:all -- [jest options]: makes allocations and operations on files of every public function and of every command fail, one at
// a time, where npm test takes a few of them: of each place, that is, of each row of calls by which an operation comes about, the first
// operation, the last and one between. INTERP_FAULTS=all takes every operation, INTERP_FAULTS=N takes N of each.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runNode } from '../../lib/workspace.mjs';

const folder = mkdtempSync(join(tmpdir(), 'interp-faults-all-'));
const record = (process.env.INTERP_FAULTS_RECORD ||= join(folder, 'sweeps'));
process.env.INTERP_FAULTS ??= 'places';
const day = 24 * 3600 * 1000;
const code = runNode([
  join(root, 'tools/jest.mjs'),
  '-t',
  'may fail',
  `--testTimeout=${day}`,
  '--verbose',
  ...process.argv.slice(2),
]);

const sweeps = existsSync(record)
  ? readFileSync(record, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
rmSync(folder, { recursive: true });
const sum = (count) => sweeps.reduce((total, each) => total + count(each), 0);
console.log(
  `${sweeps.length} pieces of work of ${sum(({ seen }) => seen)} operations in ${sum(({ places }) => places)} places; ${sum(({ tried }) => tried)} made to fail; ${sum(({ found }) => found.length)} ended badly`,
);
process.exit(code);
