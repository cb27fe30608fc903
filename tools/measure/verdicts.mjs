#!/usr/bin/env node
// node tools/measure/verdicts.mjs FOLDER [--data MNIST] [--only 3.1,table4.1] [--numbers FILE.json] [--fresh]
// The rules by which the report compares each figure with the thesis, over other thesis-like networks: FOLDER has a folder with a model.json for
// each LeNet (`tools/make/pretrain/thesis-seeds.mjs` makes ten) and with an rbm.safetensors for each expert (`interp train rbm --recipe thesis`).
// Each stands in turn in the place of the one that ships, in the figures that ask for one of its kind. Prints a table and how many rules have one
// verdict with nine in ten networks. --numbers keeps what was measured, and measures only what it lacks, so that a changed rule is tried in a
// second (--fresh measures all of it anew). A network takes some 45 seconds of a quiet core.
import '../lib/check-node.mjs';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { figures, verdictOf } from '@interp/thesis';
import { nodeContexts } from '@interp/thesis/node';
import { tableOf } from '../lib/verdict-tables.mjs';

/** @typedef {{ networks: string[], seconds: number, numbers: Record<string, number> }} Measured what one figure measured, and of which kinds of network */
/** @typedef {Record<string, Record<string, Measured>>} AllNumbers by the name of a network, then by the number of a figure */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    numbers: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
});
const folder = resolve(positionals[0]);
const keptIn = resolve(values.numbers ?? join(folder, 'numbers.json'));

/**
 * The network in a folder: which kind it is, and the file that holds it; none where there is none.
 *
 * @returns {{ name: string, places: import('@interp/thesis/node').NetworkPlaces }[]}
 */
const networkIn = (/** @type {string} */ name) => {
  const [model, rbm] = ['model.json', 'rbm.safetensors'].map((file) => join(folder, name, file));
  if (existsSync(model)) return [{ name, places: { classifier: model } }];
  if (!existsSync(rbm)) return [];
  return [{ name, places: /100/.test(name) ? { wideExpert: rbm } : { expert: rbm } }];
};

const shipped = { name: 'shipped', places: {} };
const networks = [shipped, ...readdirSync(folder).sort().flatMap(networkIn)];
const plain = (/** @type {string} */ number) => number.replace(/[\s,]+/g, '');
const wanted = values.only?.split(',').map(plain);
const chosen = Object.values(figures).filter(
  ({ number, rule = [] }) => rule.length > 0 && (!wanted || wanted.includes(plain(number))),
);

/** @type {AllNumbers} */
const kept = existsSync(keptIn) ? JSON.parse(readFileSync(keptIn, 'utf8')) : {};

/** Measures what is not there of one network: the figures that ask for its kind. */
async function measure({ name, places }) {
  const all = (kept[name] ??= {});
  const kind = Object.keys(places)[0];
  const asks = (/** @type {string} */ number) => !kind || kept.shipped[number].networks.includes(kind);
  const missing = chosen.filter(({ number }) => asks(number) && (values.fresh || !all[number]));
  if (missing.length === 0) return;
  const contexts = await nodeContexts({ mode: 'quick', data: values.data, networks: { thesisLike: places } });
  const context = contexts.thesisLike;
  for (const { number, draw } of missing) {
    context.asked.clear();
    const begun = performance.now();
    const { numbers } = await draw(context);
    all[number] = { networks: [...context.asked], seconds: (performance.now() - begun) / 1000, numbers };
    writeFileSync(keptIn, JSON.stringify(kept));
  }
  await contexts.dispose();
}

for (const network of networks) {
  await measure(network);
  console.error(`${network.name} done`);
}

const kinds = { classifier: 'networks', expert: 'experts', wideExpert: 'wide experts' };
const tables = Object.entries(kinds).flatMap(([kind, title]) => {
  const names = networks.filter(({ places }) => kind in places).map(({ name }) => name);
  const asked = chosen.filter(({ number }) => kept.shipped[number].networks.includes(kind));
  if (names.length === 0 || asked.length === 0) return [];
  const rows = asked.map(({ number, rule }) => ({
    number,
    measured: names.map((name) => kept[name][number].numbers),
    verdicts: names.map((name) => verdictOf(rule, kept[name][number].numbers)),
    shipped: verdictOf(rule, kept.shipped[number].numbers),
    rule,
  }));
  return [{ title, names, rows }];
});
for (const one of tables) console.log(tableOf(one));
