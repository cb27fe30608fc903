import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readJson, root } from '../../lib/workspace.mjs';
import { page } from './page.mjs';

const docs = join(root, 'docs');
const file = join(docs, 'where-it-works.json');

/**
 * What was tried where, as docs/where-it-works.json has it.
 *
 * @returns {{ rehearsal?: { packages: { name: string }[] }, browsers?: { name: string }[], native?: object }}
 */
export const readRecord = () => (existsSync(file) ? readJson(file) : {});

/** Today, for what is measured now. */
const dated = (measured) => ({ date: new Date().toISOString().slice(0, 10), ...measured });

/**
 * Puts what a run measured in the record, in the place of what an older run did, and writes the page anew.
 *
 * @param {'rehearsal' | 'native'} part
 * @param {object} measured
 */
export const record = (part, measured) => write({ ...readRecord(), [part]: dated(measured) });

/**
 * As {@link record}, for what passed in one browser.
 *
 * @param {{ name: string }} measured - the name is the browser's
 */
export async function recordBrowser(measured) {
  const { browsers = [], ...others } = readRecord();
  const all = [...browsers.filter(({ name }) => name !== measured.name), dated(measured)];
  await write({ ...others, browsers: all.sort((one, other) => (one.name < other.name ? -1 : 1)) });
}

/** Writes the page anew from the record. */
export const writePage = () => write(readRecord());

/** @param {ReturnType<typeof readRecord>} record */
async function write({ rehearsal, browsers, native }) {
  const now = { rehearsal, browsers, native };
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(now), { ...options, parser: 'json' }));
  writeFileSync(file.replace(/json$/, 'md'), await format(page(now), { ...options, parser: 'markdown' }));
}
