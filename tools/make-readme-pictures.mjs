#!/usr/bin/env node
// Makes the pictures of the README anew, with the command line and the shipped network alone: docs/images/*.png.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runNode } from './workspace.mjs';

prepare();

const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
const folder = join(root, 'docs', 'images');
const digits = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);
mkdirSync(folder, { recursive: true });

const pictures = {
  'explained.png': ['explain', ...digits],
  'prototypes.png': ['prototype', '--method', 'am', '--class', 'all'],
  'compared.png': ['explain', 'sample:5', 'sample:8', '--compare'],
};

for (const [file, command] of Object.entries(pictures)) {
  const code = runNode([interp, ...command, '--quiet', '--out', join(folder, file)]);
  if (code !== 0) process.exit(code);
  console.log(`docs/images/${file}: interp ${command.join(' ')}`);
}
