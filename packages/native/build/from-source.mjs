#!/usr/bin/env node
// Compiles the addon for this machine with its own C compiler (GCC 12, Clang 15 or later; CC names another than cc) into built/, which is
// taken in preference to the published one:
//   node node_modules/@interp/native/build/from-source.mjs
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { architectures, compile, platforms } from './compile.mjs';
import { sourceHash } from './source-hash.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { arch, platform } = process;
if (!architectures.includes(arch))
  throw new Error(`the kernels are written for ${architectures.join(' and ')}, not for ${arch}`);

mkdirSync(here('../built'), { recursive: true });
const compiler = (process.env['CC'] ?? 'cc').split(' ');
compile({
  compiler,
  platform: platforms.includes(platform) ? platform : 'linux',
  architecture: arch,
  into: here('../built/new.node'),
});
const bytes = readFileSync(here('../built/new.node'));
renameSync(here('../built/new.node'), here('../built/addon.node'));
const sha256 = createHash('sha256').update(bytes).digest('hex');
writeFileSync(
  here('../built/record.json'),
  `${JSON.stringify({ sources: sourceHash(), bytes: bytes.length, sha256 })}\n`,
);
console.log(`built/addon.node: ${bytes.length} bytes`);
