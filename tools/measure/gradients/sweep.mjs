#!/usr/bin/env node
// npm run gradients [-- --skip BACKEND,…]
// The gradient of every class of layers and of every operation, beside differences in double precision, into docs/gradients.md and .json.
// A backend that is skipped, or has no browser, keeps the figures of the record.
import '../../lib/check-node.mjs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from '../../prepare.mjs';
import { readJson, root } from '../../lib/workspace.mjs';
import { faults } from './compare.mjs';
import { layerCases } from './layer-cases.mjs';
import { page } from './page.mjs';

const { values } = parseArgs({ options: { skip: { type: 'string', default: '' } } });
const skipped = values.skip.split(',');
prepare();
const { here, rowsOn } = await import('./rows.mjs');
const { foundOnWebgl } = await import('./on-webgl.mjs');

const wanted = Object.entries({ ...here, webgl: foundOnWebgl }).filter(([backend]) => !skipped.includes(backend));
const fresh = await rowsOn(Object.fromEntries(wanted));
const { version } = readJson(join(root, 'node_modules', '@tensorflow', 'tfjs-core', 'package.json'));
const file = join(root, 'docs', 'gradients.json');
const recorded = readJson(file);
const missing = Object.keys(recorded.rows[0].backends).filter((backend) => !(backend in fresh[0].backends));
/**
 * What a backend that was not measured gave when it was; not of cases that were refused then.
 *
 * @param {{ group: string, name: string, refused?: string }} row
 */
const keptOf = ({ group, name, refused }) => {
  const known = recorded.rows.find((row) => row.group === group && row.name === name);
  const isSame = known && known.refused === refused;
  return Object.fromEntries(
    missing.filter((one) => isSame && known.backends[one]).map((one) => [one, known.backends[one]]),
  );
};
const rows = fresh.map((row) => ({ ...row, backends: { ...row.backends, ...keptOf(row) } }));
const record = {
  date: new Date().toISOString().slice(0, 10),
  kept: Object.fromEntries(missing.map((backend) => [backend, recorded.kept?.[backend] ?? recorded.date])),
  versions: { 'TensorFlow.js': version, 'Node.js': process.versions.node },
  rows,
};
const shown = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(2)) : value);
writeFileSync(file, `${JSON.stringify(record, shown, 2)}\n`);
const classes = new Set(layerCases.map(({ group }) => group));
writeFileSync(
  file.replace('.json', '.md'),
  page(record, (group) => classes.has(group)),
);
const wrong = faults(fresh);
for (const fault of wrong) console.error(fault);
process.exitCode = wrong.length === 0 ? 0 : 1;
