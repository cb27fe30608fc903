import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { importsOf } from '../check/circles.mjs';
import { folderProblems, layerProblems, packageDiagram, withDiagram } from '../check/layers.mjs';

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'interp-layers-'));
});
afterEach(() => rmSync(repository, { recursive: true }));

/** Writes a package with the dependencies and sources given. */
function write(folder: string, dependencies: string[], sources: Record<string, string>): void {
  const name = `@interp/${folder.split('/')[1] ?? ''}`;
  const manifest = { name, dependencies: Object.fromEntries(dependencies.map((other) => [other, '^0.1.0'])) };
  for (const [path, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...sources })) {
    mkdirSync(dirname(join(repository, folder, path)), { recursive: true });
    writeFileSync(join(repository, folder, path), text);
  }
}

test('this repository keeps to its layers', () => {
  expect(layerProblems()).toEqual([]);
});

test('what is allowed passes: downwards, relative, Node.js below src/node.ts, anything in an application', () => {
  write('packages/core', [], { 'src/index.ts': '', 'src/node.ts': "import 'node:fs';" });
  write('packages/am', ['@interp/core'], {
    'src/index.ts': "import { drive } from '@interp/core';\nexport * from './a.js';",
    'src/a.ts': '',
  });
  write('apps/cli', ['@interp/am', '@interp/core'], {
    'src/main.ts': "import 'node:fs';\nimport '@interp/am';\nawait import('@interp/am/node');",
  });
  expect(layerProblems(repository)).toEqual([]);
});

test.each([
  {
    what: 'a dependency upwards',
    folder: 'packages/core',
    dependencies: ['@interp/lrp'],
    source: '',
    problem: 'packages/core/package.json: @interp/core must not depend on @interp/lrp',
  },
  {
    what: 'a method that imports a model',
    folder: 'packages/am',
    dependencies: ['@interp/core'],
    source: "import type { Lenet } from '@interp/lenet';",
    problem: 'packages/am/src/index.ts: @interp/am must not import @interp/lenet',
  },
  {
    what: 'a dynamic import of a model',
    folder: 'packages/am',
    dependencies: ['@interp/core'],
    source: "export const lenet = () => import('@interp/lenet');",
    problem: 'packages/am/src/index.ts: @interp/am must not import @interp/lenet',
  },
  {
    what: 'an import that package.json does not list',
    folder: 'packages/am',
    dependencies: [],
    source: "export { drive } from '@interp/core';",
    problem: 'packages/am/src/index.ts: @interp/core is not among the dependencies of @interp/am',
  },
  {
    what: 'what needs Node.js of another package, reached from the index',
    folder: 'packages/mnist',
    dependencies: ['@interp/files'],
    source: "export const read = () => import('@interp/files/internal');",
    problem:
      'packages/mnist/src/index.ts: @interp/files/internal is reached from src/index.ts or src/page.ts, which must run in a browser',
  },
  {
    what: 'a path inside another package',
    folder: 'packages/am',
    dependencies: ['@interp/core'],
    source: "import '@interp/core/dist/steps.js';",
    problem:
      'packages/am/src/index.ts: @interp/core/dist/steps.js reaches into @interp/core; import what its entry points export',
  },
  {
    what: 'its own name',
    folder: 'packages/am',
    dependencies: ['@interp/core'],
    source: "import '@interp/am';",
    problem: 'packages/am/src/index.ts: imports its own package by name; use a relative path',
  },
  {
    what: 'Node.js from the browser entry point',
    folder: 'packages/viz',
    dependencies: [],
    source: "import { readFile } from 'node:fs/promises';",
    problem:
      'packages/viz/src/index.ts: node:fs/promises is reached from src/index.ts or src/page.ts, which must run in a browser',
  },
  {
    what: 'a package without a place',
    folder: 'packages/misc',
    dependencies: [],
    source: '',
    problem: 'packages/misc: @interp/misc has no place in the layers of tools/check/layers.mjs; give it one',
  },
])('$what is reported', ({ folder, dependencies, source, problem }) => {
  write(folder, dependencies, { 'src/index.ts': source });
  expect(layerProblems(repository)).toEqual([problem]);
});

test('Node.js is found behind relative imports of the browser entry point too', () => {
  write('packages/viz', [], { 'src/index.ts': "export * from './png/a.js';", 'src/png/a.ts': "import 'node:zlib';" });
  expect(layerProblems(repository)).toEqual([
    'packages/viz/src/png/a.ts: node:zlib is reached from src/index.ts or src/page.ts, which must run in a browser',
  ]);
});

test('circles of imports are reported, those of types too', () => {
  write('packages/viz', [], {
    'src/index.ts': "export * from './a.js';",
    'src/a.ts': "import type { B } from './b.js';",
    'src/b.ts': "import { c } from './c/c.js';",
    'src/c/c.ts': "import { a } from '../a.js';\nexport * from './d.js';",
    'src/c/d.ts': '',
  });
  expect(layerProblems(repository)).toEqual([
    'packages/viz/src: a circle of imports, a.ts, b.ts, c/c.ts; move what they share into a file of its own',
  ]);
});

test("imports past a folder's index are reported, those from inside the folder are not", () => {
  write('packages/viz', [], {
    'src/index.ts': "export * from './charts/index.js';\nexport * from './charts/line.js';",
    'src/charts/index.ts': "export * from './line.js';",
    'src/charts/line.ts': "import './axes/x.js';",
    'src/charts/axes/x.ts': '',
  });
  expect(layerProblems(repository)).toEqual([
    "packages/viz/src/index.ts: reaches past charts/index.ts to charts/line.ts; import what the folder's index exports",
  ]);
});

test('imports are found in code alone, not in comments', () => {
  const source =
    "/** import { no } from 'comment'; */\nimport type { A } from 'a';\nexport * from 'b';\nawait import('c');\n";
  expect(importsOf(source)).toEqual(['a', 'b', 'c']);
});

test('the diagram has an arrow for each dependency, and stands between its markers', () => {
  write('packages/core', [], {});
  write('packages/am', ['@interp/core', 'vega'], {});
  const diagram = packageDiagram(repository);
  expect(diagram).toBe('```mermaid\nflowchart TD\n  am --> core\n```');
  const page = 'before\n<!-- packages: drawn by tools/check/layers.mjs --write -->\nold\n<!-- /packages -->\nafter\n';
  expect(withDiagram(page, diagram)).toContain(`--write -->\n\n${diagram}\n\n<!-- /packages -->\nafter`);
  expect(() => withDiagram('no markers', diagram)).toThrow('lost its markers');
});

test('every folder of sources has a row, and every row a folder', () => {
  write('packages/viz', [], { 'src/index.ts': '', 'src/charts/line.ts': '', 'src/charts/axes/x.ts': '' });
  const page = '| `viz/charts` | charts |\n| `viz/grids` | grids |\n';
  expect(folderProblems(page, repository)).toEqual([
    'docs/architecture.md: says nothing of the folder viz/charts/axes; give it a row in "Which folder holds what"',
    'docs/architecture.md: there is no folder viz/grids',
  ]);
});
