import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFolder, sourceHash } from './source-hash.mjs';

/**
 * Flags of every file: results are those of the plain operations, never fused or reordered, so that they have the bits of the WebAssembly.
 */
const flags = [
  '-std=gnu11',
  '-O3',
  '-g0',
  '-ffp-contract=off',
  '-fno-math-errno',
  '-fno-trapping-math',
  '-fno-strict-aliasing',
  '-fvisibility=hidden',
  '-fno-asynchronous-unwind-tables',
  '-fno-unwind-tables',
  '-fno-stack-protector',
  '-Wall',
  '-Wextra',
  '-Wno-psabi',
  '-Wno-unused-function',
];

const fma = ['-mavx2', '-mfma'];
const wide = ['-mavx512f', '-mavx512dq', '-mavx512bw', '-mavx512vl', '-mprefer-vector-width=512'];

/** Loops are written out in vectors; what compilers would make of the others is larger and no faster. */
const asWritten = ['-fno-unroll-loops', '-fno-tree-vectorize'];

/** What each level is compiled with, by the architecture's name in Node.js. */
export const levels = {
  x64: {
    avx512: ['-DLEVEL_AVX512=1', ...fma, ...wide, ...asWritten],
    avx2: ['-DLEVEL_AVX2=1', ...fma, ...asWritten],
    sse2: ['-DLEVEL_SSE2=1', '-Oz'],
  },
  arm64: { neon: ['-DLEVEL_NEON=1', ...asWritten] },
};

/**
 * How a shared library is linked that finds Node-API, and the three functions of memory that compilers call, in the program that loads it:
 * without a C library of its own, so that one file serves all C libraries of Linux.
 */
const linking = {
  linux: ['-shared', '-s', '-nostdlib', '-Wl,--build-id=none'],
  darwin: ['-shared', '-Wl,-undefined,dynamic_lookup', '-Wl,-x'],
  win32: ['-shared', '-s', '-nostdlib'],
};

/**
 * Compiles the addon.
 *
 * @param {object} job
 * @param {string[]} job.compiler - a C compiler and what it is always given
 * @param {keyof typeof linking} job.platform - the operating system, by its name in Node.js
 * @param {keyof typeof levels} job.architecture - by its name in Node.js
 * @param {string} job.into - the file to write
 * @param {string[]} [job.libraries] - what else to link
 * @param {string[]} [job.extra] - further flags
 */
export const compile = ({ compiler, platform, architecture, into, libraries = [], extra = [] }) => {
  const folder = fileURLToPath(sourceFolder);
  const objects = `${into}.objects`;
  mkdirSync(objects, { recursive: true });
  // Everything is named from the folder of the sources: some linkers write names into what they link.
  const [command, ...given] = compiler;
  const run = (...more) =>
    execFileSync(command, [...given, ...more], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const from = (file) => relative(folder, file);
  const position = platform === 'win32' ? [] : ['-fPIC'];
  const made = [];
  const object = (source, name, ...more) => {
    const file = from(join(objects, `${name}.o`));
    run(...flags, ...extra, ...position, ...more, '-c', source, '-o', file);
    made.push(file);
  };
  for (const [name, more] of Object.entries(levels[architecture])) object('level.c', name, ...more);
  object('levels.c', 'levels');
  object('addon.c', 'addon', `-DSOURCES="${sourceHash()}"`);
  if (platform === 'win32') object('without_crt.c', 'without_crt', '-fno-builtin');
  run(...extra, ...linking[platform], '-o', from(into), ...made, ...libraries.map(from));
  rmSync(objects, { recursive: true });
};

/** The architectures that the sources are written for. */
export const architectures = Object.keys(levels);

/** The operating systems that the addon can be linked for. */
export const platforms = Object.keys(linking);
