#!/usr/bin/env node
// What a stranger meets: packs each package, installs it in an empty project outside the repository, imports and requires
// each entry point, resolves its types as `node16` and `bundler` do, and runs its README's programs.
// node tools/pack-smoke.mjs [NAME …] takes some packages only.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { pagePrograms, toJavaScript } from './examples.mjs';
import { closure, packAll } from './pack.mjs';
import { filesUnder, npmCommand, readJson, root } from './workspace.mjs';

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const ranges = { ...readJson(join(root, 'package.json')).devDependencies };
const resolutions = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/** Runs a command; a failure is thrown with all that it printed. */
async function run(command, args, cwd) {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 64 * 2 ** 20, timeout: 300_000 });
    return stdout;
  } catch (error) {
    throw new Error(
      `${[command, ...args].join(' ').slice(0, 200)}: ${error.stdout ?? ''}${error.stderr ?? error.message}`,
    );
  }
}

/** Installs packed packages and others by name into the project at `cwd`. */
function install(packed, names, others, cwd) {
  const tarballs = packed.filter(({ manifest }) => names.has(manifest.name)).map(({ tarball }) => tarball);
  const { command, before } = npmCommand();
  const options = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--no-package-lock',
    '--loglevel=error',
  ];
  return run(command, [...before, 'install', ...options, ...tarballs, ...others], cwd);
}

/** MiB of all files under a folder. */
const mebibytes = (folder) =>
  filesUnder(folder).reduce((sum, file) => sum + readFileSync(join(folder, file)).length, 0) / 2 ** 20;

/** Imports, requires and type-checks the entry points. */
async function tryEntryPoints(entries, cwd) {
  const body = entries.map(
    (entry, index) => `if (Object.keys(entry${index}).length === 0) throw new Error('${entry} exports nothing');`,
  );
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  const requires = entries.map((entry, index) => `const entry${index} = require('${entry}');`);
  writeFileSync(join(cwd, 'entries.mjs'), [...imports, ...body].join('\n'));
  writeFileSync(join(cwd, 'entries.cjs'), [...requires, ...body].join('\n'));
  writeFileSync(join(cwd, 'entries.mts'), [...imports, ...body].join('\n'));
  await run(process.execPath, ['entries.mjs'], cwd);
  await run(process.execPath, ['--no-warnings', 'entries.cjs'], cwd);
}

/** Type-checks every .mts of the project as each kind of resolution does. */
async function resolveTypes(cwd) {
  for (const [name, options] of Object.entries(resolutions)) {
    const config = {
      compilerOptions: {
        ...options,
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.iterable'],
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules', '@types')],
      },
      files: readdirSync(cwd).filter((file) => file.endsWith('.mts')),
    };
    writeFileSync(join(cwd, `tsconfig.${name}.json`), JSON.stringify(config));
    await run(process.execPath, [tsc, '-p', `tsconfig.${name}.json`, '--pretty', 'false'], cwd);
  }
}

/** Installs what a README's programs import besides the package itself; returns how many programs there are. */
async function writePrograms(packed, { path, manifest }, installed, cwd) {
  const readme = join(path, 'README.md');
  const programs = existsSync(readme) ? pagePrograms(readFileSync(readme, 'utf8')) : [];
  const names = new Set(
    programs
      .flatMap((code) => ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName))
      .filter((specifier) => !specifier.startsWith('node:') && !specifier.startsWith('.'))
      .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')),
  );
  const ours = new Set(installed);
  for (const name of names) if (packed.some((each) => each.manifest.name === name)) closure(packed, name, ours);
  const others = [...names].filter((name) => !ours.has(name) && !existsSync(join(cwd, 'node_modules', name)));
  if (ours.size > installed.size || others.length > 0)
    await install(
      packed,
      ours,
      others.map((name) => `${name}@${ranges[name] ?? 'latest'}`),
      cwd,
    );
  if (!ours.has(manifest.name)) throw new Error(`${manifest.name} is not what its README shows`);
  programs.forEach((code, index) => {
    writeFileSync(join(cwd, `readme-${index + 1}.mts`), code);
    writeFileSync(join(cwd, `readme-${index + 1}.mjs`), toJavaScript(code));
  });
  return programs.length;
}

/** Tries one package in a project of its own; returns a line about it. */
async function tryPackage(packed, workspace, folder) {
  const { manifest } = workspace;
  const cwd = join(folder, manifest.name.replace('@interp/', 'project-'));
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  const needed = closure(packed, manifest.name);
  await install(packed, needed, [], cwd);

  const present = readdirSync(join(cwd, 'node_modules', '@interp')).map((name) => `@interp/${name}`);
  const extra = present.filter((name) => !needed.has(name));
  if (extra.length > 0) throw new Error(`${manifest.name} brings ${extra.join(', ')} with it`);
  const weight = mebibytes(join(cwd, 'node_modules'));

  const bins = Object.keys(manifest.bin ?? {});
  for (const bin of bins) await run(join(cwd, 'node_modules', '.bin', bin), ['classify', 'sample:0', '--json'], cwd);

  const entries = Object.entries(manifest.exports ?? {})
    .filter(([, targets]) => typeof targets === 'object')
    .map(([entry]) => manifest.name + entry.slice(1));
  if (entries.length > 0) await tryEntryPoints(entries, cwd);
  const programs = await writePrograms(packed, workspace, needed, cwd);
  if (entries.length + programs > 0) await resolveTypes(cwd);
  for (let index = 1; index <= programs; index++)
    await run(process.execPath, ['--no-warnings', `readme-${index}.mjs`], cwd);

  const others = present.filter((name) => name !== manifest.name).join(', ') || 'none';
  const parts = [
    `${entries.length} entry points`,
    `${programs} programs of its README`,
    `${weight.toFixed(1)} MiB installed`,
  ];
  return `${manifest.name}: ${parts.join(', ')}, of ours with it: ${others}`;
}

const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'interp-smoke-'));
let failed = 0;
try {
  const packed = packAll(folder);
  const queue = packed.filter(({ manifest }) => only.length === 0 || only.includes(manifest.name));
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      try {
        console.log(await tryPackage(packed, next, folder));
      } catch (error) {
        failed += 1;
        console.error(`${next.manifest.name}: ${error.message}`);
      }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
