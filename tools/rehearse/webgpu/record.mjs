// What is recorded of WebGPU on SwiftShader: docs/webgpu.json, and docs/webgpu.md of it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder, root } from '../../lib/workspace.mjs';
import { describeMachine, versionOf } from '../../measure/bench/machine.mjs';
import { page } from './page.mjs';

/** Whose tests are run. */
export const packages = ['core', 'lrp', 'am', 'adversarial'];

const isTest = (name) => name.endsWith('.test.ts');

const file = join(root, 'docs', 'webgpu.json');

/** Replaces a part of the record, given what it was, and the page. */
export const record = (part, change) => {
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { cpu, cores, system, versions } = describeMachine({
    '@tensorflow/tfjs-backend-webgpu': versionOf('@tensorflow/tfjs-backend-webgpu'),
    webgpu: versionOf('webgpu'),
  });
  const files = Object.fromEntries(
    packages.map((name) => [name, filesUnder(join(root, 'packages', name, 'test'), isTest).length]),
  );
  const made = { ...all, files, machine: { cpu, cores, system, versions }, [part]: change(all[part]) };
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
  writeFileSync(file.replace('.json', '.md'), page(made));
};

/**
 * Adds what Jest says of a file to the record of the suite.
 *
 * @param {{ testFilePath: string, perfStats: { start: number, end: number }, testResults: readonly { status: string }[] }} result
 */
export const recordFile = ({ testFilePath, perfStats, testResults }) => {
  const count = (status) => testResults.filter((one) => one.status === status).length;
  const found = {
    file: relative(root, testFilePath),
    date: new Date(perfStats.end).toISOString().slice(0, 10),
    passed: count('passed'),
    // A file that did not load has no tests.
    failed: testResults.length === 0 ? 1 : count('failed'),
    seconds: Math.round((perfStats.end - perfStats.start) / 1000),
  };
  const isOther = ({ file: one }) => one !== found.file && existsSync(join(root, one));
  record('suite', (before = []) => [...before.filter(isOther), found].sort((a, b) => (a.file < b.file ? -1 : 1)));
};
