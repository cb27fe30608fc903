#!/usr/bin/env node
// Compiles the addon for every platform into prebuilt/ with zig, a whole C compiler that PyPI has as a wheel:
//   pip install ziglang==0.17.1 && npm run native:build              (PYTHON names another interpreter than python3)
//   npm run native:build -- --check                                  compiles all again and compares: the bytes must be the same
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.mjs';
import { sourceHash } from './source-hash.mjs';

const version = '0.17.1';
const zig = [process.env['PYTHON'] ?? 'python3', '-m', 'ziglang'];
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
// Some linkers write the name of what they make into it, so it is always made under the same one.
const made = here('../.build/addon.node');

/** The platforms by their names in Node.js, and what zig calls them. A file for Linux serves glibc from 2.17 on and musl. */
const targets = {
  'linux-x64': 'x86_64-linux-gnu.2.17',
  'linux-arm64': 'aarch64-linux-gnu.2.17',
  'darwin-x64': 'x86_64-macos.11.0',
  'darwin-arm64': 'aarch64-macos.11.0',
  'win32-x64': 'x86_64-windows-gnu',
};

/** An import library of what the addon takes from node.exe. */
const importLibrary = () => {
  const file = here('../.build/node.lib');
  const [command, ...given] = zig;
  execFileSync(command, [
    ...given,
    'dlltool',
    '-m',
    'i386:x86-64',
    '-D',
    'node.exe',
    '-d',
    here('node.def'),
    '-l',
    file,
  ]);
  return file;
};

/** Compiles for one platform; returns the bytes. */
const built = (name) => {
  const [platform, architecture] = name.split('-');
  compile({
    compiler: [...zig, 'cc', '-target', targets[name]],
    platform,
    architecture,
    into: made,
    libraries: platform === 'win32' ? [importLibrary()] : [],
  });
  const bytes = readFileSync(made);
  // The linker for Windows writes the time into the header, 8 bytes after its beginning, which is written at 60.
  if (platform === 'win32') bytes.writeUInt32LE(0, bytes.readUInt32LE(60) + 8);
  return bytes;
};

/** The text of src/prebuilt.ts. */
const record = (
  files,
) => `/** Written by build/prebuild.mjs: the hash of the C sources that the addons in prebuilt/ were made of. */
export const sources = '${sourceHash()}';

/** How many bytes each addon has, and their SHA-256, by the name of its platform. */
export const prebuilt: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>> = {
${Object.entries(files)
  .map(([name, bytes]) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return `  '${name}': { bytes: ${bytes.length}, sha256: '${sha256}' },`;
  })
  .join('\n')}
};
`;

const [command, ...given] = zig;
const found = execFileSync(command, [...given, 'version'], { encoding: 'utf8' }).trim();
if (found !== version)
  throw new Error(`zig ${found} makes other bytes than zig ${version}: pip install ziglang==${version}`);

mkdirSync(here('../.build'), { recursive: true });
const files = Object.fromEntries(Object.keys(targets).map((name) => [name, built(name)]));
const checks = process.argv.includes('--check');
const problems = [];
const put = (file, content) => {
  const path = here(file);
  if (!checks) {
    mkdirSync(here('../prebuilt'), { recursive: true });
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  } else if (!readFileSync(path).equals(Buffer.from(content))) problems.push(`${file} is not what its sources give`);
};
for (const [name, bytes] of Object.entries(files)) {
  console.log(`${name}: ${bytes.length} bytes`);
  put(`../prebuilt/${name}.node`, bytes);
}
put('../src/prebuilt.ts', record(files));
rmSync(here('../.build'), { recursive: true });
for (const problem of problems) console.error(`${problem}; run npm run native:build`);
process.exitCode = problems.length === 0 ? 0 : 1;
