#!/usr/bin/env node
// Makes the pictures of the README and the guides anew, with the command line and the shipped network alone: docs/images/*.png.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';

prepare();

const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
const folder = join(root, 'docs', 'images');
const digits = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);
mkdirSync(folder, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'interp-'));
const prototypes = join(scratch, 'prototypes.safetensors');

const pictures = {
  'explained.png': ['explain', ...digits],
  'prototypes.png': ['prototype', '--method', 'am', '--class', 'all', '--save', prototypes],
  'compared.png': ['explain', 'sample:5', 'sample:8', '--compare'],
  'prototypes-explained.png': ['explain', `${prototypes}#prototypes`, '--compare'],
};

try {
  for (const [file, command] of Object.entries(pictures)) {
    process.exitCode = runNode([interp, ...command, '--quiet', '--out', join(folder, file)]);
    if (process.exitCode !== 0) break;
    console.log(`docs/images/${file}: interp ${command.join(' ').replaceAll(`${scratch}/`, '')}`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
