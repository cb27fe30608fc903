#!/usr/bin/env node
// Runs jest over the whole workspace from any folder, with ES modules switched on: node tools/jest.mjs [jest options or paths].
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = fileURLToPath(import.meta.resolve('jest/bin/jest'));
const { status } = spawnSync(
  process.execPath,
  // Tests make many small tensors: with more room for what is young, less time goes into collecting garbage (a tenth of all).
  [
    '--experimental-vm-modules',
    '--no-warnings',
    '--max-semi-space-size=64',
    jest,
    '--rootDir',
    root,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
