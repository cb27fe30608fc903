#!/usr/bin/env node
// Makes docs/images/drift.png anew, with the command line, two shipped networks and drawn digits alone.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';

prepare();

const digits = ['sample:2', 'sample:3', 'sample:5', 'sample:8', 'drawn:test/0-99'];
const networks = ['--model', 'lenet-robust', '--against', 'lenet', '--epsilon', '0.3'];
const folder = join(root, 'docs', 'images');
mkdirSync(folder, { recursive: true });
process.exitCode = runNode([
  join(root, 'apps', 'cli', 'bin', 'interp.js'),
  'drift',
  ...digits,
  ...networks,
  ...['--out', join(folder, 'drift.png')],
]);
