#!/usr/bin/env node
// npm run bench -- [--peers] [--python PROGRAM] [--only NAME,…] [--quick] [--rounds N] [--data FOLDER]
// Times what people do with the packages, beside the best Python tools for it, and writes docs/benchmarks.md and docs/benchmarks.json.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { useBackend } from '@interp/backend';
import { allBenchmarks } from './all-benchmarks.mjs';
import { benchImages } from './bench-images.mjs';
import { largestDifference } from './largest-difference.mjs';
import { describeMachine } from './machine.mjs';
import { startPeer } from './peer.mjs';
import { readRecord, writeRecord } from './record.mjs';
import { summary } from './summary.mjs';

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
const rounds = Number(options.rounds ?? (options.quick ? 1 : 7));
const threads = [1, 2];

/** One benchmark: prepared on both sides, results compared, then timed in turn, ours and theirs, round by round. */
async function measure(benchmark, images, peer, folder) {
  const ours = await benchmark.prepare(images);
  const repeats = options.quick ? 1 : benchmark.repeats;
  const parts = benchmark.parts ?? 1;
  const sides = [{ name: 'ours', samples: [], sample: () => sampleOurs(ours, repeats) }];
  let difference;
  if (peer) {
    await peer.prepare(benchmark, ours.inputs, join(folder, `${benchmark.name}.safetensors`));
    difference = largestDifference(await ours.check(), await peer.check());
    if (!(difference <= benchmark.tolerance)) {
      throw new Error(`${benchmark.name}: results differ by ${difference}; expected at most ${benchmark.tolerance}`);
    }
    for (const n of threads) {
      sides.push({ name: peer.name, threads: n, samples: [], sample: () => peer.sample(repeats, n) });
    }
  }
  for (const { sample } of sides) await sample();
  for (let round = 0; round < rounds; round++)
    for (const side of sides) side.samples.push((await side.sample()) / parts);
  await ours.dispose();
  const [mine, ...theirs] = sides.map(({ name, threads: n, samples }) => ({ name, threads: n, ...summary(samples) }));
  const { name, title, atMost } = benchmark;
  const row = { name, title, ours: mine, peers: theirs };
  if (theirs.length === 0) return row;
  const ratio = mine.median / Math.min(...theirs.map(({ median }) => median));
  return { ...row, ratio, ...(atMost && { atMost }), difference };
}

/** Mean milliseconds of one run. */
async function sampleOurs({ run }, repeats) {
  const begin = performance.now();
  for (let i = 0; i < repeats; i++) await run();
  return (performance.now() - begin) / repeats;
}

const wanted = options.only.split(',').filter(Boolean);
const known = await allBenchmarks();
const chosen = known.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
if (chosen.length === 0) {
  console.error(
    `bench: no benchmark is called ${wanted.join()}; there are ${known.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'interp-bench-'));
const peer = options.peers ? await startPeer(options.python) : undefined;
try {
  await useBackend('wasm');
  const images = await benchImages({ data: options.data, quick: options.quick });
  const rows = [];
  for (const benchmark of chosen) {
    const row = await measure(benchmark, images, peer, folder);
    const theirs = row.peers.map(({ threads: n, median }) => `${median.toFixed(3)} (${n})`).join(', ');
    console.log(
      `${row.title}: ${row.ours.median.toFixed(3)} ms${theirs && `, ${peer.name} ${theirs}: ${row.ratio.toFixed(2)}`}`,
    );
    rows.push(row);
  }
  if (!options.quick)
    writeRecord(readRecord(), { machine: describeMachine(peer?.versions), images: images.source, rounds, rows });
} finally {
  peer?.stop();
  rmSync(folder, { recursive: true, force: true });
}
