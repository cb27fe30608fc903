import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './page.mjs';

/**
 * The record that a folder has.
 *
 * @param {string} folder
 * @returns {object | undefined}
 */
export function readRecord(folder) {
  const file = join(folder, 'benchmarks.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Writes benchmarks.json and benchmarks.md. Rows of an older record that were not measured again stay, if the machine is the same and they have the form of
 * today; each says by which clock it was measured.
 *
 * @param {string} folder
 * @param {object | undefined} before - the older record
 * @param {object} now - machine, clock, source of the images, rounds, rows
 */
export function writeRecord(folder, before, now) {
  const same = before && before.machine.cpu === now.machine.cpu && before.machine.cores === now.machine.cores;
  const again = new Set(now.rows.map(({ name }) => name));
  const isOfToday = ({ name, verdicts }) => verdicts && !again.has(name);
  const kept = same ? before.rows.filter(isOfToday).map((row) => ({ clock: before.clock, ...row })) : [];
  const date = new Date().toISOString().slice(0, 10);
  const rows = [...kept, ...now.rows.map((row) => ({ ...row, date }))];
  rows.sort((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  const versions = { ...(kept.length > 0 ? before.machine.versions : {}), ...now.machine.versions };
  const record = { ...now, machine: { ...now.machine, versions }, rows };
  const put = (name, text) => {
    writeFileSync(join(folder, `${name}.new`), text);
    renameSync(join(folder, `${name}.new`), join(folder, name));
  };
  put('benchmarks.json', `${JSON.stringify(record, null, 2)}\n`);
  put('benchmarks.md', page(record));
}
