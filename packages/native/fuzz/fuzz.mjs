#!/usr/bin/env node
// Runs every kernel at every level on random shapes under the address and undefined-behaviour sanitizers, each buffer an allocation of exactly
// the bytes that the package's bounds say: npm run native:fuzz [-- CASES [SEED]]   (CC names another compiler than cc; Linux)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../../../tools/lib/typescript.mjs';
import { levels } from '../build/compile.mjs';

const { kernelBounds } = await import('../src/kernel-bounds.ts');
const { kernelCase, kernelNames, reached } = await import('../test/kernel-cases.ts');

const [cases = 300, begin = 1] = process.argv.slice(2).map(Number);
const sanitizers = [
  '-fsanitize=address,undefined',
  '-fno-sanitize-recover=all',
  '-g',
  '-O1',
  '-fno-omit-frame-pointer',
];
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'interp-fuzz-'));

const run = (command, ...given) => {
  const { status, stdout, stderr, error } = spawnSync(command, given, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(error?.message ?? `${command} ${given.join(' ')}\n${stdout}${stderr}`);
};

/** A case as fuzz.c reads it. */
const lineOf = (kernel, seed) => {
  const { values, buffers } = kernelCase(kernel, seed);
  const found = reached(kernel, values);
  const { tensors } = kernelBounds[kernel];
  const described = buffers.map(({ offset, content }) => {
    const argument = values.findIndex((value, i) => i < tensors && value === offset);
    return `${argument} ${found.get(offset)} ${content}`;
  });
  return [kernel, values.length, ...values, buffers.length, ...described].join(' ');
};

try {
  const compiler = process.env['CC'] ?? 'cc';
  const objects = Object.entries(levels[process.arch]).map(([name, flags]) => {
    const object = join(folder, `${name}.o`);
    run(
      compiler,
      '-std=gnu11',
      ...sanitizers,
      '-ffp-contract=off',
      '-fno-math-errno',
      '-Wno-psabi',
      ...flags,
      '-c',
      here('../c/level.c'),
      '-o',
      object,
    );
    return object;
  });
  const program = join(folder, 'fuzz');
  run(compiler, '-std=gnu11', ...sanitizers, here('fuzz.c'), here('../c/levels.c'), ...objects, '-lm', '-o', program);
  for (const level of Object.keys(levels[process.arch])) {
    const input = kernelNames
      .flatMap((kernel) => Array.from({ length: cases }, (_, i) => lineOf(kernel, begin + i)))
      .join('\n');
    const { status, stdout, stderr } = spawnSync(program, [level], { input, encoding: 'utf8' });
    if (status === 2) console.log(`${level}: ${stderr.trim()}`);
    else if (status !== 0) throw new Error(`${level}:\n${stderr}`);
    else process.stdout.write(stdout);
  }
} finally {
  rmSync(folder, { recursive: true });
}
