#!/usr/bin/env node
// npm run test:webgpu [-- jest options or paths]
// Runs tests on WebGPU, on the graphics card, or with `--software` on SwiftShader, which takes hours. Default: core, lrp, am, adversarial.
import '../../lib/check-node.mjs';
import { join } from 'node:path';
import { noGpu, softwareGpu } from '@interp/testing/software-gpu';
import { prepare } from '../../prepare.mjs';
import { root, runNode } from '../../lib/workspace.mjs';

prepare();
const software = process.argv.includes('--software');
const rest = process.argv.slice(2).filter((argument) => argument !== '--software');
const tests = rest.length > 0 ? rest : ['core', 'lrp', 'am', 'adversarial'].map((name) => `packages/${name}/`);
const options = ['--config', join(root, 'tools', 'rehearse', 'webgpu', 'jest.config.mjs'), '--maxWorkers', '1'];
process.exit(
  runNode([join(root, 'tools', 'jest.mjs'), ...options, ...tests], {
    env: { ...process.env, ...(software && (softwareGpu() ?? noGpu)), INTERP_TEST_BACKEND: 'webgpu' },
  }),
);
