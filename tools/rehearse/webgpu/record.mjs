// What is recorded of WebGPU on SwiftShader: docs/webgpu.json, and docs/webgpu.md of it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { describeMachine, versionOf } from '../../measure/bench/machine.mjs';
import { page } from './page.mjs';

const file = join(root, 'docs', 'webgpu.json');

/** Replaces a part of the record, given what it was, and the page. */
export const record = (part, change) => {
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const { cpu, cores, system, versions } = describeMachine({
    '@tensorflow/tfjs-backend-webgpu': versionOf('@tensorflow/tfjs-backend-webgpu'),
    webgpu: versionOf('webgpu'),
  });
  const made = { ...all, machine: { cpu, cores, system, versions }, [part]: change(all[part]) };
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
  writeFileSync(file.replace('.json', '.md'), page(made));
};

/**
 * Adds what Jest said of some files to the record of the suite.
 *
 * @param {{ testResults: readonly { name: string, startTime: number, endTime: number, assertionResults: readonly { status: string }[] }[] }} results - of `--json`
 */
export const recordSuite = ({ testResults }) => {
  const found = testResults.map(({ name, startTime, endTime, assertionResults }) => {
    const count = (status) => assertionResults.filter((one) => one.status === status).length;
    return {
      file: relative(root, name),
      date: new Date(endTime).toISOString().slice(0, 10),
      passed: count('passed'),
      // A file that did not load has no tests.
      failed: assertionResults.length === 0 ? 1 : count('failed'),
      leftOut: count('pending'),
      seconds: Math.round((endTime - startTime) / 1000),
    };
  });
  const isNew = new Set(found.map((one) => one.file));
  const stillThere = (one) => existsSync(join(root, one.file)) && !isNew.has(one.file);
  record('suite', (before = []) => [...before.filter(stillThere), ...found].sort((a, b) => (a.file < b.file ? -1 : 1)));
};
