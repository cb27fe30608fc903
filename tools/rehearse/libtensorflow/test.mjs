#!/usr/bin/env node
// npm run test:native [-- jest options or paths]
// Installs @tensorflow/tfjs-node in out/native, provides its library (see provide.mjs), and runs the tests of every package that
// computes on it. Processes that tests start find the package by hook.mjs, and the backend to take in INTERP_TEST_BACKEND.
import '../../lib/check-node.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';
import { prepareNative } from './native-folder.mjs';

prepare();
try {
  prepareNative();
} catch (error) {
  console.error(`interp: ${error.message}`);
  process.exit(1);
}
const hook = pathToFileURL(join(root, 'tools', 'rehearse', 'libtensorflow', 'hook.mjs'));
const options = ['--config', join(root, 'tools', 'rehearse', 'libtensorflow', 'jest.config.mjs'), '--maxWorkers', '1'];
process.exit(
  runNode([join(root, 'tools', 'jest.mjs'), ...options, ...process.argv.slice(2)], {
    env: {
      ...process.env,
      TF_CPP_MIN_LOG_LEVEL: '3',
      INTERP_TEST_BACKEND: 'tensorflow',
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${hook}`,
    },
  }),
);
