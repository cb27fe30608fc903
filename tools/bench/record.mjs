import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { page } from './page.mjs';

const json = new URL('../../docs/benchmarks.json', import.meta.url);
const markdown = new URL('../../docs/benchmarks.md', import.meta.url);

/** The record that there is, or nothing. */
export const readRecord = () => (existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : undefined);

/**
 * Writes docs/benchmarks.json and docs/benchmarks.md. Rows of an older record that were not measured again stay, if the machine is
 * the same.
 *
 * @param {object | undefined} before - the older record
 * @param {object} now - machine, source of the images, rounds, rows
 */
export function writeRecord(before, now) {
  const same = before && before.machine.cpu === now.machine.cpu && before.machine.cores === now.machine.cores;
  const again = new Set(now.rows.map(({ name }) => name));
  const kept = same ? before.rows.filter(({ name }) => !again.has(name)) : [];
  const date = new Date().toISOString().slice(0, 10);
  const rows = [...kept, ...now.rows.map((row) => ({ ...row, date }))].sort((a, b) =>
    a.title.localeCompare(b.title, 'en', { numeric: true }),
  );
  const record = { ...now, rows };
  writeFileSync(json, `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(markdown, page(record));
}
