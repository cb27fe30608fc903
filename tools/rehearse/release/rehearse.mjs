#!/usr/bin/env node
// npm run release:rehearse [-- --quick] [-- NAME …]: versions and publishes all packages to a registry on this machine, and installs
// each from there in an empty project, as a stranger would, with several versions of Node.js, Deno and Bun. Nothing of the repository
// changes.
// --archives FOLDER publishes those that archives.mjs has packed there.
// --quick tries the running Node.js alone; --record writes docs/where-it-works.json and its page. Linux and macOS.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, tmpdir, type } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from '../../prepare.mjs';
import { tryApplications } from './applications.mjs';
import { overBudget, readBudgets } from './budgets.mjs';
import { tryPackage } from './consumer.mjs';
import { tryPnpm } from './pnpm.mjs';
import { publishAll } from './publish.mjs';
import { record } from './record.mjs';
import { tryLyingServers } from './lying-servers.mjs';
import { startRegistry } from './registry.mjs';
import { plainEnvironment, run } from './run.mjs';
import { installBun, installDeno, installNode, nodeVersions, runningNode } from './runtimes.mjs';
import { tryYarn } from './yarn.mjs';

const { values: options, positionals: only } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    archives: { type: 'string' },
  },
});
if (options.record && (options.quick || only.length > 0)) throw new Error('--record takes the whole rehearsal');

const began = performance.now();
const say = (message) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${message}`);
const underPnpm = '@interp/lrp';

/** What npm, pnpm and changesets run with: the local registry, caches of their own, no install scripts, engines respected. */
function environment(registry, folder) {
  const userconfig = join(folder, 'npmrc');
  writeFileSync(userconfig, `//${new URL(registry).host}/:_authToken=rehearsal\n`);
  const settings = {
    registry,
    userconfig,
    cache: join(folder, 'npm-cache'),
    ignore_scripts: 'true',
    engine_strict: 'true',
  };
  const quiet = { fund: 'false', audit: 'false', update_notifier: 'false', loglevel: 'error', prefer_offline: 'true' };
  const all = Object.entries({ ...settings, ...quiet }).map(([name, value]) => [`npm_config_${name}`, value]);
  return { ...plainEnvironment(), ...Object.fromEntries(all) };
}

/** The running Node.js, and unless it shall be quick those that packages promise to run on, Deno and Bun. */
async function allRuntimes(folder, env) {
  const running = runningNode();
  if (options.quick) return [running];
  const installed = [];
  for (const wanted of nodeVersions) installed.push(await installNode(wanted, folder, env));
  const others = installed.filter(({ label }) => label !== running.label);
  const nodes = [running, ...others].sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
  return [...nodes, await installDeno(folder, env), await installBun(folder, env)];
}

/** Tries all packages, two side by side; returns their rows and what went wrong. */
async function tryAll(packages, where) {
  const queue = packages.filter(({ name }) => only.length === 0 || only.includes(name));
  const dependencies = ({ manifest }) => Object.keys(manifest.dependencies ?? {}).length;
  queue.sort((a, b) => dependencies(b) - dependencies(a));
  const total = queue.length;
  const budgets = readBudgets();
  const rows = [];
  const problems = [];
  const report = (name, found) => {
    for (const problem of found) problems.push(`${name}: ${problem}`);
  };
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { name } = next;
      try {
        const tried = await tryPackage(next, packages, { ...where, say: (what) => say(`${name}: ${what}`) });
        rows.push(tried.row);
        report(name, [...tried.problems, ...overBudget(tried.row, budgets)]);
      } catch (error) {
        report(name, [error.message]);
      }
      say(`${name}: done, ${total - queue.length} of ${total} begun`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  return { rows: packages.flatMap(({ name }) => rows.filter((row) => row.name === name)), problems };
}

const describe = ({ name, packed, installed, entryPoints, programs, commands, types, runtimes }) =>
  `${name}: ${Math.ceil(packed / 1024)} KiB packed, ${(installed / 2 ** 20).toFixed(1)} MiB installed; ${entryPoints} entry points, ${programs} programs, ${commands} commands; ${runtimes.join(', ') || 'no runtime'}; types ${types.join(', ') || 'none'}`;

prepare();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'interp-rehearsal-')));
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  });
const problems = [];
const registry = await startRegistry(join(folder, 'registry'));
try {
  const env = environment(registry.url, folder);
  say(`a registry at ${registry.url}`);
  const packages = await publishAll(join(folder, 'copy'), env, options.archives && resolve(options.archives));
  say(`${packages.length} packages published, version ${packages[0].version}`);
  const runtimes = await allRuntimes(folder, env);
  const labels = runtimes.map(({ label }) => label);
  say(labels.join(', '));
  for (const runtime of runtimes.filter(({ isNode }) => isNode)) {
    await tryLyingServers(runtime, env);
    say(`${runtime.label}: the suite of lying servers passed`);
  }
  const tried = await tryAll(packages, { folder, env, runtimes });
  problems.push(...tried.problems);
  const pnpm = await tryPnpm(
    packages.find(({ name }) => name === underPnpm),
    { folder, env },
  );
  say(`${underPnpm}: installed by pnpm ${pnpm} and ran`);
  const yarn = options.quick ? undefined : await tryYarn('@interp/cli', { folder, env });
  if (yarn !== undefined) say(`@interp/cli: installed by Yarn ${yarn} with Plug'n'Play and ran`);
  const applications = await tryApplications({ folder, env, quick: options.quick, say });
  for (const row of tried.rows) console.log(describe(row));
  if (options.record && problems.length === 0) {
    const npm = (await run('npm', ['--version'], { cwd: folder, env })).trim();
    const system = `${type()} ${arch()}`;
    const byPnpm = { version: pnpm, package: underPnpm };
    await record('rehearsal', {
      system,
      npm,
      pnpm: byPnpm,
      yarn,
      runtimes: labels,
      applications,
      packages: tried.rows,
    });
  }
} finally {
  await registry.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
for (const problem of problems) console.error(problem);
say(problems.length === 0 ? 'all passed' : `${problems.length} failed`);
process.exitCode = problems.length === 0 ? 0 : 1;
