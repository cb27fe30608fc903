#!/usr/bin/env node
// npm start [-- options of interp reproduce]: every figure of the thesis, quickly, in one report.
import './lib/check-node.mjs';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runNode } from './lib/workspace.mjs';

prepare();

const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
const given = process.argv.slice(2);
const mode = given.includes('--train') ? [] : ['--quick'];
const out = given.includes('--out') ? [] : ['--out', join(root, 'out', 'thesis')];
process.exit(runNode([interp, 'reproduce', ...mode, ...out, ...given]));
