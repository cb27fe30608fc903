#!/usr/bin/env node
// npm test [-- jest options or paths]: installs and builds what is missing or stale, then runs every test.
import './lib/check-node.mjs';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, runNode } from './lib/workspace.mjs';

prepare();
process.exit(runNode([join(root, 'tools', 'jest.mjs'), ...process.argv.slice(2)]));
