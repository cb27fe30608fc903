#!/usr/bin/env node
// npm run parity [-- --skip BACKEND,… | --only BACKEND,…]
// Every method on every backend that is to be had here, each held to its tolerance, into docs/parity.md and .json. With `--only` the record keeps
// what it has of the others.
import '../../lib/check-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../bench/machine.mjs';
import { prepare } from '../../prepare.mjs';
import { root } from '../../lib/workspace.mjs';
import { backends, inProcess } from './backends.mjs';
import { faults, rowsOf } from './compare.mjs';
import { listed } from './methods.mjs';
import { page } from './page.mjs';

const { values } = parseArgs({ options: { skip: { type: 'string', default: '' }, only: { type: 'string' } } });
const [skipped, only] = [values.skip.split(','), values.only?.split(',')];
const file = join(root, 'docs', 'parity.json');
const before = only ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
prepare();

/** @type {Record<string, string>} */
const versions = {};
/** @type {any} */
const found = {};
const wanted = ({ name }) => name === 'cpu' || (only?.includes(name) ?? !skipped.includes(name));
const fewer = backends.filter(({ few }) => few).map(({ name }) => name);
for (const { name, numbers } of backends.filter(wanted)) {
  const began = performance.now();
  try {
    const result = await numbers();
    found[name] = new Map(result.numbers);
    Object.assign(versions, result.versions);
    console.log(`${name}: ${found[name].size} methods in ${Math.round((performance.now() - began) / 1000)} s`);
  } catch (error) {
    console.log(`${name}: not measured, ${error.message}`);
  }
}
const { cpu, ...others } = found;
const part = (few) => Object.fromEntries(Object.entries(others).filter(([name]) => fewer.includes(name) === few));
const some = backends.some((backend) => backend.few && wanted(backend))
  ? rowsOf(listed, new Map(await inProcess('cpu', { arguments: ['few'] })), part(true))
  : [];
const rows = rowsOf(listed, cpu, part(false)).map((row) => {
  const known = (list) => list?.find(({ name }) => name === row.name)?.differences;
  return { ...row, differences: { ...known(before?.rows), ...row.differences, ...known(some) } };
});
const date = new Date().toISOString().slice(0, 10);
const { cpu: processor, system, versions: all } = describeMachine({ ...before?.machine.versions, ...versions });
const record = { date, machine: { processor, system, versions: all }, rows };
writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
writeFileSync(file.replace('.json', '.md'), page(record));
const wrong = faults(rows);
for (const fault of wrong) console.error(fault);
process.exitCode = wrong.length === 0 ? 0 : 1;
