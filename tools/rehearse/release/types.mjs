import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { run } from './run.mjs';

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** How people's TypeScript finds modules, and which kinds of module it may be written as; only nodenext lets CommonJS require ours. */
const resolutions = {
  node16: { module: 'node16', moduleResolution: 'node16', kinds: ['.mts'] },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext', kinds: ['.mts', '.cts'] },
  bundler: { module: 'esnext', moduleResolution: 'bundler', kinds: ['.mts'] },
};

/** Type-checks the programs of the project in `cwd` as each kind of resolution does; returns the names of the kinds. */
export async function checkTypes(cwd, env) {
  for (const [name, { kinds, ...options }] of Object.entries(resolutions)) {
    const compilerOptions = {
      ...options,
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    const files = readdirSync(cwd).filter((file) => kinds.some((kind) => file.endsWith(kind)));
    writeFileSync(join(cwd, `tsconfig.${name}.json`), JSON.stringify({ compilerOptions, files }));
    await run(process.execPath, [tsc, '-p', `tsconfig.${name}.json`, '--pretty', 'false'], { cwd, env });
  }
  return Object.keys(resolutions);
}
