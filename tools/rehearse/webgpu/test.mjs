#!/usr/bin/env node
// npm run test:webgpu [-- --software] [--record] [jest options or paths]
// Runs tests on WebGPU, on the graphics card, or with `--software` on SwiftShader, which takes an hour. Default: core, lrp, am, adversarial. With `--record`
// docs/webgpu.md says how it went.
import '../../lib/check-node.mjs';
import { join } from 'node:path';
import { noGpu, softwareGpu } from '@interp/testing/software-gpu';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';
import { packages } from './record.mjs';

prepare();
const given = process.argv.slice(2);
const [software, isRecorded] = ['--software', '--record'].map((name) => given.includes(name));
const rest = given.filter((argument) => argument !== '--software' && argument !== '--record');
const options = ['--config', join(root, 'tools', 'rehearse', 'webgpu', 'jest.config.mjs'), '--maxWorkers', '1'];
const reporters = isRecorded ? ['default', join(root, 'tools', 'rehearse', 'webgpu', 'reporter.mjs')] : [];
const hasPaths = rest.some((argument) => !argument.startsWith('-'));
const tests = hasPaths ? rest : [...packages.map((name) => `packages/${name}/`), ...rest];
// What comes after --reporters without a dash counts as one of them.
const before = reporters.map((one) => `--reporters=${one}`);
process.exit(
  runNode([join(root, 'tools', 'jest.mjs'), ...before, ...options, ...tests], {
    env: { ...process.env, ...(software && (softwareGpu() ?? noGpu)), INTERP_TEST_BACKEND: 'webgpu' },
  }),
);
