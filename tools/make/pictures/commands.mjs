#!/usr/bin/env node
// Makes the pictures of the README and the guides that the command line draws, with what ships alone:
// node tools/make/pictures/commands.mjs [NAME.png …]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runNode } from '../../lib/workspace.mjs';
import { prepare } from '../../prepare.mjs';

const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
const folder = join(root, 'docs', 'images');
const scratch = mkdtempSync(join(tmpdir(), 'interp-'));
const prototypes = join(scratch, 'prototypes.safetensors');
const digits = Array.from({ length: 10 }, (_, digit) => `sample:${digit}`);
const decoder = ['prototype', '--method', 'decoder', '--class', 'all'];

/** In this order: the picture of explained prototypes reads the prototypes of the one before. */
const pictures = {
  'explained.png': ['explain', ...digits],
  'prototypes.png': ['prototype', '--method', 'am', '--class', 'all', '--save', prototypes],
  'prototypes-explained.png': ['explain', `${prototypes}#prototypes`, '--compare'],
  'compared.png': ['explain', 'sample:5', 'sample:8', '--compare'],
  'decoder.png': [...decoder, '--decoder', 'generator-conv', '--restarts', '24'],
  'decoder-odd.png': [...decoder, '--restarts', '30', '--pick', 'odd'],
  'decoder-expert.png': [...decoder, '--expert', 'rbm-8'],
  'generator-samples.png': ['gan', 'sample'],
  'generator-conv-samples.png': ['gan', 'sample', '--model', 'generator-conv'],
  'ascents.png': ['prototype', '--compare', '--class', '5', '--restarts', '16'],
  'drift.png': [
    ...['drift', 'sample:2', 'sample:3', 'sample:5', 'sample:8', 'drawn:test/0-99'],
    ...['--model', 'lenet-robust', '--against', 'lenet', '--epsilon', '0.3'],
  ],
};

const wanted = process.argv.slice(2);
prepare();
mkdirSync(folder, { recursive: true });
try {
  for (const [file, command] of Object.entries(pictures)) {
    if (wanted.length > 0 && !wanted.includes(file)) continue;
    process.exitCode = runNode([interp, ...command, '--quiet', '--out', join(folder, file)]);
    if (process.exitCode !== 0) break;
    console.log(`docs/images/${file}: interp ${command.join(' ').replaceAll(`${scratch}/`, '')}`);
  }
} finally {
  rmSync(scratch, { recursive: true });
}
