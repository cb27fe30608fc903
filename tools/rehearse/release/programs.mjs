// The programs that an empty project runs: one that takes every entry point of a package, and those of its README.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { pagePrograms, toJavaScript } from '../../lib/examples.mjs';
import { readJson, root } from '../../lib/workspace.mjs';

const ranges = readJson(join(root, 'package.json')).devDependencies;

/** A program as CommonJS, each import a `require`; `await` at the top level needs a function around it there. */
export function toCommonJs(code) {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  return `(async () => {\n${outputText}\n})().catch((error) => {\n  console.error(error);\n  process.exit(1);\n});\n`;
}

/** The packages that a program imports, by name. */
const importsOf = (code) =>
  ts
    .preProcessFile(code, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => !specifier.startsWith('node:') && !specifier.startsWith('.'))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));

/**
 * What programs import that is not present yet, in the range that this repository has of it where it has one.
 *
 * @param {string[]} programs
 * @param {(name: string) => boolean} [isPresent]
 * @returns {string[]}
 */
export const missingImports = (programs, isPresent = () => false) =>
  [...new Set(programs.flatMap(importsOf))]
    .filter((name) => !isPresent(name))
    .map((name) => (name in ranges ? `${name}@${ranges[name]}` : name));

/** The entry points of a package that have code behind them, as others import them. */
export const entryPoints = ({ name, exports = {} }) =>
  Object.entries(exports)
    .filter(([, targets]) => typeof targets === 'object')
    .map(([entry]) => name + entry.slice(1));

/** Writes a program that imports each of the entry points, and one that requires it; returns the names of the scripts. */
export function writeEntryPoints(entries, cwd) {
  if (entries.length === 0) return [];
  const body = entries.map(
    (entry, index) => `if (Object.keys(entry${index}).length === 0) throw new Error('${entry} exports nothing');`,
  );
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  const requires = entries.map((entry, index) => `const entry${index} = require('${entry}');`);
  const typed = entries.map((entry, index) => `import entry${index} = require('${entry}');`);
  writeFileSync(join(cwd, 'entries.mjs'), [...imports, ...body].join('\n'));
  writeFileSync(join(cwd, 'entries.mts'), [...imports, ...body].join('\n'));
  writeFileSync(join(cwd, 'entries.cjs'), [...requires, ...body].join('\n'));
  writeFileSync(join(cwd, 'entries.cts'), [...typed, ...body].join('\n'));
  return ['entries.mjs', 'entries.cjs'];
}

/** The programs of the README of the package in `folder`. */
export function readmePrograms(folder) {
  const readme = join(folder, 'README.md');
  return existsSync(readme) ? pagePrograms(readFileSync(readme, 'utf8')) : [];
}

/** Writes a README's programs as TypeScript, as an ES module and as CommonJS, beside the files that they read; returns the names of the scripts. */
export function writePrograms(programs, cwd) {
  cpSync(join(root, 'docs', 'examples'), cwd, { recursive: true });
  return programs.flatMap((code, index) => {
    const name = `readme-${index + 1}`;
    writeFileSync(join(cwd, `${name}.mts`), code);
    writeFileSync(join(cwd, `${name}.mjs`), toJavaScript(code));
    writeFileSync(join(cwd, `${name}.cjs`), toCommonJs(code));
    return [`${name}.mjs`, `${name}.cjs`];
  });
}
