#!/usr/bin/env node
// npm run faults:all -- [jest options]: makes every allocation and every operation on files of every public function and of every command
// fail, one at a time, where npm test takes a few of them. INTERP_FAULTS=N takes N of each. It takes long.
import { join } from 'node:path';
import { root, runNode } from '../../lib/workspace.mjs';

process.env.INTERP_FAULTS ??= 'all';
const day = 24 * 3600 * 1000;
process.exit(
  runNode([
    join(root, 'tools/jest.mjs'),
    '-t',
    'may fail',
    `--testTimeout=${day}`,
    '--verbose',
    ...process.argv.slice(2),
  ]),
);
