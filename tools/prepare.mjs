#!/usr/bin/env node
// Installs what is missing and builds what is stale. Needs nothing but Node.js: it runs before anything is installed.
import './lib/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, isMain, npmCommand, readJson, root, runNode, workspaces } from './lib/workspace.mjs';

/**
 * Whether node_modules holds what the lock file asks for. npm writes its own record of what it installed as its last
 * step, so an interrupted installation counts as none.
 */
export function isInstalled(folder = root) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = readJson(join(folder, 'package-lock.json')).packages;
  const installed = readJson(record).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry.optional ||
      entry.devOptional ||
      entry.peer ||
      (installed[path]?.version === entry.version && installed[path]?.integrity === entry.integrity),
  );
}

/** Removes the build output of each package in which a file is missing or has lost its source; `tsc -b` sees neither. */
export function removeStaleOutputs(folder = root) {
  const removed = [];
  for (const workspace of workspaces(folder)) {
    const dist = join(workspace.path, 'dist');
    const sources = filesUnder(join(workspace.path, 'src'), (name) => name.endsWith('.ts'));
    const outputs = filesUnder(dist, (name) => name.endsWith('.js'));
    const types = filesUnder(dist, (name) => name.endsWith('.d.ts'));
    const wanted = sources.map((name) => name.slice(0, -'.ts'.length)).join();
    const whole =
      outputs.map((name) => name.slice(0, -'.js'.length)).join() === wanted &&
      types.map((name) => name.slice(0, -'.d.ts'.length)).join() === wanted;
    if (whole || !existsSync(dist)) continue;
    rmSync(dist, { recursive: true, force: true });
    removed.push(workspace.folder);
  }
  return removed;
}

/** Installs with `npm ci`; returns its exit code. */
function install() {
  console.error('Installing what the lock file lists (npm ci); this takes a minute the first time …');
  const { command, before } = npmCommand();
  const { status } = spawnSync(command, [...before, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
    env: { ...process.env, NODE_ENV: 'development' },
  });
  return status ?? 1;
}

/** Installs and builds as needed; ends the process with one line on failure. */
export function prepare() {
  if (!isInstalled() && install() !== 0) {
    console.error('interp: npm ci failed (its own words are above); it needs the package registry; then try again.');
    process.exit(1);
  }
  removeStaleOutputs();
  if (runNode([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']) !== 0) {
    console.error('interp: the packages do not build (the compiler’s own words are above); mend that, then try again.');
    process.exit(1);
  }
}

if (isMain(import.meta.url)) prepare();
