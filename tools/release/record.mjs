import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readJson, root } from '../workspace.mjs';
import { page } from './page.mjs';

const docs = join(root, 'docs');
const file = join(docs, 'where-it-works.json');

/**
 * What was tried where, as docs/where-it-works.json has it.
 *
 * @returns {{ rehearsal?: { packages: { name: string }[] }, browser?: object, native?: object }}
 */
export const readRecord = () => (existsSync(file) ? readJson(file) : {});

/**
 * Puts what a run measured in the record, in the place of what an older run did, and writes the page anew.
 *
 * @param {'rehearsal' | 'browser' | 'native'} part
 * @param {object} measured
 */
export async function record(part, measured) {
  const { rehearsal, browser, native } = readRecord();
  const date = new Date().toISOString().slice(0, 10);
  const now = { rehearsal, browser, native, [part]: { date, ...measured } };
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(now), { ...options, parser: 'json' }));
  writeFileSync(file.replace(/json$/, 'md'), await format(page(now), { ...options, parser: 'markdown' }));
}
