#!/usr/bin/env node
// npm run parity [-- --skip BACKEND,…]
// Every method on every backend that is to be had here, each held to its tolerance, into docs/parity.md and .json.
import '../../lib/check-node.mjs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../bench/machine.mjs';
import { prepare } from '../../prepare.mjs';
import { root } from '../../lib/workspace.mjs';
import { backends } from './backends.mjs';
import { faults, rowsOf } from './compare.mjs';
import { listed } from './methods.mjs';
import { page } from './page.mjs';

const { values } = parseArgs({ options: { skip: { type: 'string', default: '' } } });
const skipped = values.skip.split(',');
prepare();

/** @type {Record<string, string>} */
const versions = {};
/** @type {any} */
const found = {};
for (const { name, numbers } of backends) {
  if (skipped.includes(name)) continue;
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
const rows = rowsOf(listed, cpu, others);
const file = join(root, 'docs', 'parity.json');
const date = new Date().toISOString().slice(0, 10);
const { cpu: processor, system, versions: all } = describeMachine(versions);
const record = { date, machine: { processor, system, versions: all }, rows };
writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
writeFileSync(file.replace('.json', '.md'), page(record));
const wrong = faults(rows);
for (const fault of wrong) console.error(fault);
process.exitCode = wrong.length === 0 ? 0 : 1;
