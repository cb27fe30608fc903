#!/usr/bin/env node
// npm start: the shipped network reads the ten sample digits and shows what it imagines each digit to be.
import './check-node.mjs';
import { join, relative } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runNode } from './workspace.mjs';

prepare();

const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
const picture = join(root, 'out', 'prototypes.png');
const digits = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);

/** Runs `interp` and ends with its exit code where it fails. */
function run(...args) {
  const code = runNode([interp, ...args]);
  if (code !== 0) process.exit(code);
}

console.log('The shipped LeNet reads the ten sample digits:\n');
run('classify', ...digits);
console.log('\nWhat it takes for the best possible image of each digit, by activation maximisation:\n');
run('prototype', '--method', 'am', '--class', 'all', '--out', picture);
console.log(`\nThe ten prototypes are in ${relative(process.cwd(), picture)}. Next: npx interp --help`);
