#!/usr/bin/env node
// npm run test:webgpu [-- --software] [--record] [jest options or paths]
// Runs tests on WebGPU, on the graphics card, or with `--software` on SwiftShader, which takes an hour. Default: core, lrp, am, adversarial. With `--record`
// docs/webgpu.md says how it went.
import '../../lib/check-node.mjs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noGpu, softwareGpu } from '@interp/testing/software-gpu';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';
import { recordSuite } from './record.mjs';

prepare();
const given = process.argv.slice(2);
const [software, isRecorded] = ['--software', '--record'].map((name) => given.includes(name));
const rest = given.filter((argument) => argument !== '--software' && argument !== '--record');
const options = ['--config', join(root, 'tools', 'rehearse', 'webgpu', 'jest.config.mjs'), '--maxWorkers', '1'];
const usual = ['core', 'lrp', 'am', 'adversarial'].map((name) => `packages/${name}/`);
const env = { ...process.env, ...(software && (softwareGpu() ?? noGpu)), INTERP_TEST_BACKEND: 'webgpu' };

const run = (tests) => {
  if (!isRecorded) return runNode([join(root, 'tools', 'jest.mjs'), ...options, ...tests], { env });
  const folder = mkdtempSync(join(tmpdir(), 'interp-webgpu-'));
  const file = join(folder, 'jest.json');
  try {
    const status = runNode([join(root, 'tools', 'jest.mjs'), ...options, '--json', '--outputFile', file, ...tests], {
      env,
    });
    recordSuite(JSON.parse(readFileSync(file, 'utf8')));
    return status;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

// A process for each package, so that what one of them recorded is there when the next is stopped.
const hasPaths = rest.some((argument) => !argument.startsWith('-'));
const failed = (hasPaths ? [rest] : usual.map((path) => [path, ...rest])).filter((tests) => run(tests) !== 0);
process.exitCode = failed.length === 0 ? 0 : 1;
