#!/usr/bin/env node
// npm run faults -- [--tries N] [--only TEXT,…] [--seed N] [--trial]
// Kills trainings, downloads, reports and saves at random moments, fills their disks, ends their threads; into docs/faults.md and
// .json or, with --trial, nowhere. --only takes rows whose fault and name hold one of the texts. Ends with 1 where anything is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breaking } from './break.mjs';
import { brokenPlaces } from './broken-places.mjs';
import { killing } from './kill.mjs';
import { killScenarios } from './kill-scenarios.mjs';
import { writeRecord } from './record.mjs';
import { accident, accidents } from './together.mjs';

const { values: options } = parseArgs({
  options: {
    tries: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    trial: { type: 'boolean', default: false },
  },
});
const tries = Number(options.tries);
const fewer = Math.ceil(tries / 10);

const killed = (signal, among, many) =>
  killScenarios
    .filter(({ name }) => among.test(name))
    .map((scenario) => ({
      title: `${signal} ${scenario.name}`,
      run: (place, seed) => killing(scenario, { tries: many, seed, place, signal }),
    }));

const broken = brokenPlaces.flatMap((where) =>
  killScenarios.map((scenario) => ({
    title: `${where.name} ${scenario.name}`,
    run: (place, seed) =>
      breaking(scenario, where, { tries: where.name === 'read-only folder' ? 1 : fewer, seed, place }),
  })),
);

/** @type {[string, typeof accidents.twoAtOnce][]} */
const accidentsBeside = [
  ['download', accidents.twoAtOnce],
  ['reproduce', accidents.deadThread],
  ['reproduce', accidents.refusedThread],
];
const beside = accidentsBeside.map(([name, what]) => ({
  title: `${what.name} ${name}`,
  run: (place, seed) =>
    accident(
      killScenarios.find((one) => one.name === name),
      what,
      { tries: fewer, seed, place },
    ),
}));

const wanted = options.only.split(',').filter(Boolean);
const all = [
  ...killed('SIGKILL', /(?:)/, tries),
  ...killed('SIGTERM', /train|reproduce/, fewer),
  ...broken,
  ...beside,
].filter(({ title }) => wanted.length === 0 || wanted.some((part) => title.includes(part)));

const rows = [];
for (const [i, { title, run }] of all.entries()) {
  const place = mkdtempSync(join(tmpdir(), 'interp-faults-'));
  try {
    const row = await run(place, Number(options.seed) + i);
    if (!row) console.log(`${title}: cannot be tried by this user`);
    else {
      rows.push(row);
      console.log(`${title}: ${row.tries} tries, ${row.survived} survived, ${row.lost} lost`);
      for (const fault of row.faults) console.log(`  ${fault.trim()}`);
      if (!options.trial) await writeRecord({ rows });
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
if (rows.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
