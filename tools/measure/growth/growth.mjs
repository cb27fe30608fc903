#!/usr/bin/env node
// npm run growth -- [--only AXIS,…] [--methods NAME,…] [--smallest N] [--largest N]: how time and memory of each method grow with batch, image and model.
// Each point is measured in a process of its own, in processor time. Writes docs/growth.md, docs/growth.json and charts in docs/images/;
// points of an older record that are not measured again stay. --charts only draws and writes what the record has.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from '../bench/machine.mjs';
import { readJson, root } from '../../lib/workspace.mjs';
import { axes } from './axes.mjs';
import { chartsOf } from './charts.mjs';
import { methods } from './methods.mjs';
import { page } from './page.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(axes).join() },
    methods: { type: 'string', default: Object.keys(methods).join() },
    smallest: { type: 'string', default: '1' },
    largest: { type: 'string', default: 'Infinity' },
    charts: { type: 'boolean', default: false },
  },
});

const script = fileURLToPath(new URL('case.mjs', import.meta.url));
const file = join(root, 'docs', 'growth.json');
const before = existsSync(file) ? readJson(file).rows : [];
const keyOf = ({ axis, method, place }) => `${axis} ${method} ${place}`;
const rows = new Map(before.map((row) => [keyOf(row), row]));

function measured(method, { model, n }) {
  const child = spawnSync(process.execPath, [script, JSON.stringify({ method, model, n })], { encoding: 'utf8' });
  if (child.status === 0) return JSON.parse(child.stdout);
  throw new Error(`${method} of ${n} by ${JSON.stringify(model)} ended with ${child.status}: ${child.stderr}`);
}

const listOf = (text) => text.split(',').filter(Boolean);

function measureAll() {
  for (const axis of listOf(options.only)) {
    const { points, methods: some = Object.keys(methods) } = axes[axis];
    for (const method of some.filter((name) => listOf(options.methods).includes(name)))
      for (const [place, point] of points.entries()) {
        if (point.n < Number(options.smallest) || point.n > Number(options.largest)) continue;
        const found = measured(method, point);
        const row = { axis, method, place, at: point.at ?? found.multiplications / 1e6, n: point.n, ...found };
        rows.set(keyOf(row), row);
        console.log(
          `${axis}, ${row.at}: ${method} ${row.seconds.toFixed(4)} s, ${(row.peak / 2 ** 20).toFixed(1)} MiB`,
        );
        write();
      }
  }
}

const places = Object.keys(axes);
const order = (a, b) =>
  places.indexOf(a.axis) - places.indexOf(b.axis) || a.method.localeCompare(b.method) || a.place - b.place;

function write() {
  const sorted = [...rows.values()].sort(order);
  writeFileSync(file, `${JSON.stringify({ machine: describeMachine(), rows: sorted }, null, 2)}\n`);
}

try {
  if (!options.charts) measureAll();
  const record = JSON.parse(readFileSync(file, 'utf8'));
  for (const axis of places) {
    const charts = await chartsOf(
      axis,
      record.rows.filter((row) => row.axis === axis),
    );
    for (const [name, png] of Object.entries(charts)) writeFileSync(join(root, 'docs', 'images', name), png);
  }
  writeFileSync(join(root, 'docs', 'growth.md'), page(record));
} catch (error) {
  console.error(`growth: ${error.message}`);
  process.exitCode = 1;
}
