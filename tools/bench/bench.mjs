#!/usr/bin/env node
// npm run bench -- [--peers] [--python PROGRAM] [--only NAME,…] [--quick] [--rounds N] [--data FOLDER]
// Times what people do with the packages. With --peers beside the best Python tools for it, into docs/benchmarks.md and .json;
// without into out/. With --quick it only sees that the benchmarks run, and writes nothing.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '@interp/backend';
import { root } from '../workspace.mjs';
import { allBenchmarks } from './all-benchmarks.mjs';
import { benchImages } from './bench-images.mjs';
import { describeMachine } from './machine.mjs';
import { measure } from './measure.mjs';
import { startPeer } from './peer.mjs';
import { readRecord, writeRecord } from './record.mjs';

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    python: { type: 'string', default: process.env.INTERP_BENCH_PYTHON ?? 'python3' },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    data: { type: 'string' },
  },
});
const { quick } = options;
const rounds = Number(options.rounds ?? (quick ? 1 : 7));

/** The benchmarks whose names begin as asked for. */
async function chosenBenchmarks() {
  const wanted = options.only.split(',').filter(Boolean);
  const known = await allBenchmarks();
  const chosen = known.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
  if (chosen.length > 0) return chosen;
  throw new Error(`there is no ${wanted.join()}; expected some of ${known.map(({ name }) => name).join(', ')}`);
}

const line = ({ title, ours, peers, ratio }) => {
  const theirs = peers.map(({ threads, median }) => `${median.toFixed(3)} (${threads})`).join(', ');
  return `${title}: ${ours.median.toFixed(3)} ms${theirs && `, ${peers[0].name} ${theirs}: ${ratio.toFixed(2)}`}`;
};

const folder = mkdtempSync(join(tmpdir(), 'interp-bench-'));
let peer;
try {
  const chosen = await chosenBenchmarks();
  await useBackend('wasm');
  if (options.peers) peer = await startPeer(options.python);
  const images = await benchImages({ data: options.data, quick });
  const rows = [];
  for (const benchmark of chosen) {
    const row = await measure(benchmark, { images, peer, folder, rounds, quick });
    console.log(line(row));
    rows.push(row);
  }
  if (!quick) {
    const to = join(root, peer ? 'docs' : 'out');
    mkdirSync(to, { recursive: true });
    const record = { machine: describeMachine(peer?.versions), images: images.source, rounds, rows };
    writeRecord(to, readRecord(to), record);
  }
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
} finally {
  peer?.stop();
  rmSync(folder, { recursive: true, force: true });
}
