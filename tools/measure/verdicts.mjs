#!/usr/bin/env node
// node tools/measure/verdicts.mjs FOLDER [--data MNIST] [--only 3.1,table4.1]: each figure's verdict with each network of a folder in the place
// of the thesis-like one: FOLDER has a folder with a model.json for each. Prints a table, and how many networks agree with the usual verdict.
import '../lib/check-node.mjs';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { report, shippedNetworks } from '@interp/thesis/node';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, only: { type: 'string' } },
});
const folder = resolve(positionals[0]);
const networks = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, 'model.json')))
  .sort();

/** The verdicts of one network, by figure. */
async function verdictsOf(name) {
  const classifier = join(folder, name, 'model.json');
  const out = mkdtempSync(join(tmpdir(), 'interp-verdicts-'));
  try {
    const { records } = await report({
      folder: out,
      mode: 'quick',
      data: values.data,
      only: values.only?.split(','),
      // The same in both columns, so that each figure is drawn once.
      networks: { thesisLike: { classifier }, today: { ...shippedNetworks.thesisLike, classifier } },
    });
    return new Map(records.map(({ number, thesisLike }) => [number, thesisLike.verdict ?? 'failed']));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const found = [];
for (const name of networks) {
  found.push(await verdictsOf(name));
  console.error(`${name} done`);
}
const letter = { agrees: 'a', partly: 'p', differs: 'D', drawn: '·', failed: 'F' };
let stable = 0;
for (const number of found[0].keys()) {
  const verdicts = found.map((all) => all.get(number));
  const times = (one) => verdicts.filter((other) => other === one).length;
  const usual = verdicts.reduce((best, one) => (times(one) > times(best) ? one : best));
  if (times(usual) >= 0.9 * verdicts.length) stable++;
  console.log(
    `${number.padEnd(16)}${verdicts.map((one) => letter[one]).join(' ')}  ${usual} ${times(usual)}/${verdicts.length}`,
  );
}
console.log(`${stable} of ${found[0].size} have one verdict with nine in ten of ${networks.length} networks or more`);
