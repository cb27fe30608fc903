import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allExamples, docstringPrograms, pagePrograms, toJavaScript } from '../lib/examples.mjs';
import { root } from '../lib/workspace.mjs';

const folder = join(root, 'node_modules', '.cache', 'interp-examples');
const examples = allExamples().map((example, index) => ({ ...example, file: join(folder, `example-${index}`) }));
const typeErrors = new Map<string, string[]>();
const runErrors = new Map<string, string>();

/** The compiler's complaints by the file that they are about. */
function typeCheck(): void {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { composite: false, declaration: false, declarationMap: false, noEmit: true },
      files: examples.map(({ file }) => `${file}.mts`),
    }),
  );
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  for (const line of stdout.split('\n').filter((text) => text.includes('error TS'))) {
    const file = join(folder, line.split('.mts(')[0] ?? '');
    typeErrors.set(file, [...(typeErrors.get(file) ?? []), line]);
  }
}

/** Runs programs in one process, in a folder of their own that has what the documentation's examples read. */
function run(programs: typeof examples, options: string[]): void {
  const cwd = mkdtempSync(join(tmpdir(), 'interp-example-'));
  cpSync(join(root, 'docs', 'examples'), cwd, { recursive: true });
  const files = programs.map(({ file }) => `${file}.mjs`);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', join(root, 'tools', 'check', 'run-examples.mjs'), ...options, ...files],
    { cwd, encoding: 'utf8', timeout: 500_000 },
  );
  rmSync(cwd, { recursive: true, force: true });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  const results: (string | null)[] = last.startsWith('[') ? (JSON.parse(last) as (string | null)[]) : [];
  programs.forEach(({ file }, index) => {
    const result = results[index];
    if (result !== null) runErrors.set(file, result ?? `its process ended early: ${stderr.slice(-2000)}`);
  });
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of examples) {
    writeFileSync(`${file}.mts`, code);
    writeFileSync(`${file}.mjs`, toJavaScript(code));
  }
  typeCheck();
  for (const example of examples.filter(({ workspace }) => workspace === undefined)) run([example], []);
  run(
    examples.filter(({ workspace }) => workspace !== undefined),
    ['--backend'],
  );
}, 600_000);

test.each(examples)('the example of $name compiles and runs', ({ file }) => {
  expect(typeErrors.get(file) ?? []).toEqual([]);
  expect(runErrors.get(file)).toBeUndefined();
});

test('a block with imports starts a program of its page, one without goes on', () => {
  const page = ["```ts\nimport 'a';\n```", '```ts\nfirst();\n```', "```ts\nimport 'b';\n```", '```js\nno();\n```'].join(
    '\n',
  );
  expect(pagePrograms(page)).toEqual(["import 'a';\n\nfirst();\n", "import 'b';\n"]);
});

test('the example of a docstring ends at the next tag', () => {
  const source =
    'const a = 1;\n/**\n * What.\n *\n * @example\n * ```ts\n * go();\n * ```\n *\n * @returns nothing\n */\n';
  expect(docstringPrograms(source)).toEqual([{ line: 5, code: 'go();\n' }]);
});
