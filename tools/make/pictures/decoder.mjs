#!/usr/bin/env node
// Makes the pictures of prototypes with a decoder anew, with the command line and what ships alone: docs/images/decoder*.png.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';

prepare();

const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
const folder = join(root, 'docs', 'images');
const decoder = ['prototype', '--method', 'decoder'];
mkdirSync(folder, { recursive: true });

const pictures = {
  'decoder.png': [...decoder, '--class', 'all'],
  'decoder-odd.png': [...decoder, '--class', 'all', '--restarts', '30', '--pick', 'odd'],
  'decoder-expert.png': [...decoder, '--class', 'all', '--expert', 'rbm-8'],
  'decoder-climbs.png': ['prototype', '--compare', '--class', '5'],
};

for (const [file, command] of Object.entries(pictures)) {
  process.exitCode = runNode([interp, ...command, '--quiet', '--out', join(folder, file)]);
  if (process.exitCode !== 0) break;
  console.log(`docs/images/${file}: interp ${command.join(' ')}`);
}
