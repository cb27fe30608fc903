#!/usr/bin/env node
// npm run soak -- [--minutes N] [--trial]
// Mixed work in one process for ten minutes, as much as people do in an hour; tensors, memory and open handles must stay what they
// are. The figures go into docs/faults.md unless it is a trial. Ends with 1 where something grows.
import { wasmHeap } from '../../lib/wasm-heap.mjs';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { writeRecord } from '../faults/record.mjs';
import { slopeOf } from './slope.mjs';
import { openWorks, works } from './works.mjs';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, trial: { type: 'boolean', default: false } },
});
const minutes = Number(options.minutes);

/** The part at the start that is left out: caches fill, code is compiled, the wasm memory grows to what the work needs. */
const warmUp = 0.3;

/** What is watched: how it is read, and how much of a slope per hour passes for none. */
const watched = [
  { what: 'tensors', unit: '', bound: 0, read: () => tf.memory().numTensors },
  { what: 'bytes of tensors', unit: 'kB', bound: 0, read: () => tf.memory().numBytes / 1000 },
  { what: 'wasm memory', unit: 'MB', bound: 1, read: () => wasmHeap().length / 2 ** 20 },
  { what: 'JavaScript heap', unit: 'MB', bound: 60, read: () => process.memoryUsage().heapUsed / 2 ** 20 },
  { what: 'resident memory', unit: 'MB', bound: 120, read: () => process.memoryUsage().rss / 2 ** 20 },
  { what: 'open handles', unit: '', bound: 0, read: () => process.getActiveResourcesInfo().length },
];

await startBackend('wasm');
const open = await openWorks();
const samples = watched.map(() => []);
const begun = performance.now();
const minutesSoFar = () => (performance.now() - begun) / 60_000;
let round = 0;
for (; minutesSoFar() < minutes; round++) {
  for (const [name, work] of Object.entries(works)) {
    const before = tf.memory().numTensors;
    await work(open, round);
    const left = tf.memory().numTensors - before;
    if (left !== 0) throw new Error(`${name} left ${left} tensors in round ${round}`);
  }
  globalThis.gc?.();
  await new Promise((resolve) => setImmediate(resolve));
  if (minutesSoFar() >= minutes * warmUp)
    for (const [i, { read }] of watched.entries()) samples[i].push({ x: minutesSoFar() / 60, y: read() });
}

const measures = watched.map(({ what, unit, bound }, i) => {
  const slope = Number(slopeOf(samples[i]).toFixed(2));
  const [first, last] = [samples[i][0].y, samples[i].at(-1).y].map((value) => Number(value.toFixed(1)));
  const flat = slope <= bound;
  console.log(`${what}: ${first} to ${last} ${unit}, ${slope} an hour, at most ${bound}: ${flat ? 'flat' : 'GROWS'}`);
  if (!flat) process.exitCode = 1;
  return { what, unit, first, last, slope, bound };
});
const soak = { minutes, rounds: round, works: round * Object.keys(works).length, measures };
console.log(`${soak.rounds} rounds, ${soak.works} pieces of work in ${minutes} minutes`);
if (!options.trial) await writeRecord({ soak });
