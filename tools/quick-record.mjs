#!/usr/bin/env node
// The numbers of `interp reproduce --quick` with drawn digits: node tools/quick-record.mjs writes those of this build to
// tools/quick-numbers.json, which a test compares with; look at what changes before it is committed.
import './lib/check-node.mjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMain, readJson, root } from './lib/workspace.mjs';

/** Where the record is. */
export const recordFile = join(root, 'tools', 'quick-numbers.json');

/**
 * How far numbers may be off: 2 % of themselves, and 0.02 near 0. What trains, samples or counts over few images is coarser on other
 * machines, whose kernels add in another order or round a product before they add it.
 *
 * @type {readonly (readonly [RegExp, number])[]}
 */
const tolerances = [
  [/^claim 1\.2\.2$/, 0.15],
  [/^claim 4\.3$/, 0.3],
  [/^(claim 3\.2b|claim 3\.3|claim 3\.4a|3\.[25689]|3\.10|2\.2|4\.4|text, 2\.3\.1)$/, 0.15],
  [/^text, 3\.2$/, 0.05],
];

/**
 * The tolerance of a figure's numbers, as a part of each number, or of 1 where it is smaller.
 *
 * @param {string} number
 * @returns {number}
 */
export const toleranceOf = (number) => tolerances.find(([match]) => match.test(number))?.[1] ?? 0.02;

/** Runs the quick reproduction in a folder of its own; returns its report. */
export function quickReport() {
  const folder = mkdtempSync(join(tmpdir(), 'interp-quick-'));
  const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
  const args = ['reproduce', '--quick', '--digits', 'drawn', '--quiet', '--out', folder];
  try {
    const { status, stderr } = spawnSync(process.execPath, [interp, ...args], { encoding: 'utf8' });
    return {
      status,
      stderr,
      report: readJson(join(folder, 'report.json')),
      html: readFileSync(join(folder, 'index.html'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const prefixed = (prefix, numbers) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [prefix + name, value]));

/** The numbers of all figures and claims of a report, both columns, by the figures' own numbers; times are left out. */
export const numbersOf = ({ figures, claims }) =>
  Object.fromEntries(
    [...figures, ...claims]
      .filter(({ timed }) => !timed)
      .map(({ number, thesisLike, today, same }) => [
        number,
        { ...thesisLike.numbers, ...(!same && prefixed('today ', today.numbers)) },
      ]),
  );

if (isMain(import.meta.url)) {
  const { status, stderr, report } = quickReport();
  if (status !== 0) console.error(stderr);
  writeFileSync(recordFile, `${JSON.stringify(numbersOf(report), null, 2)}\n`);
  process.exit(status ?? 1);
}
