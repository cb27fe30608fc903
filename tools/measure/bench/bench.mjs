#!/usr/bin/env node
// npm run bench -- [--peers] [--python PROGRAM] [--tfjs-node FOLDER] [--threads 1,2] [--processor-time] [--only NAME,…] [--quick] [--rounds N] [--data FOLDER]
// Times what people do with the packages. With --peers beside the best Python tools for it, into docs/benchmarks.md and .json; without into
// out/. With --processor-time it reads the processor's time instead of the clock, for a machine with other work. FOLDER has @tensorflow/tfjs-node in its node_modules. With --quick it only sees that the benchmarks run and that their results are
// the same each time (and the peers' the same, with --peers), and writes nothing.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../lib/workspace.mjs';
import { allBenchmarks } from './all-benchmarks.mjs';
import { describeMachine } from './machine.mjs';
import { measure } from './measure.mjs';
import { readRecord, writeRecord } from './record.mjs';
import { ourSide, pythonSides, tfjsNodeSide } from './sides.mjs';

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    python: { type: 'string', default: process.env.INTERP_BENCH_PYTHON ?? 'python3' },
    'tfjs-node': { type: 'string', default: process.env.INTERP_TFJS_NODE ?? '' },
    threads: { type: 'string' },
    'processor-time': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    data: { type: 'string' },
  },
});
const { quick, data } = options;
const clock = options['processor-time'] ? 'processor' : 'wall';
const counts = (options.threads ?? (clock === 'wall' ? '1,2' : '1')).split(',').map(Number);
const rounds = Number(options.rounds ?? (quick ? 1 : 7));

/** The benchmarks whose names begin as asked for. */
async function chosenBenchmarks() {
  const wanted = options.only.split(',').filter(Boolean);
  const known = await allBenchmarks();
  const chosen = known.filter(({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)));
  if (chosen.length > 0) return chosen;
  throw new Error(`there is no ${wanted.join()}; expected some of ${known.map(({ name }) => name).join(', ')}`);
}

/** Starts what takes part, ours first; what is started is in `sides` even where a later one fails. */
async function startSides(sides) {
  for (const threads of counts)
    sides.push(await ourSide(threads, { native: true, data, quick, writes: sides.length === 0 }));
  sides.push(await ourSide(counts[0], { native: false, data, quick, writes: false }));
  if (options.peers) sides.push(...(await pythonSides(options.python, counts)));
  const folder = options['tfjs-node'];
  if (folder && existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-node')))
    sides.push(await tfjsNodeSide(folder));
  else if (options.peers) console.log('without @tensorflow/tfjs-node: no --tfjs-node FOLDER that has it');
}

const shown = ({ name, threads, time }) => `${name} ${time.toFixed(3)} ms (${threads})`;
const judged = ({ than, atMost, under, ratio, held }) =>
  [
    than ?? `under ${under} ms`,
    ratio?.toFixed(3),
    atMost && `at most ${atMost}`,
    { true: 'held', false: 'missed' }[held],
  ]
    .filter(Boolean)
    .join(' ');

const folder = mkdtempSync(join(tmpdir(), 'interp-bench-'));
const sides = [];
try {
  const chosen = await chosenBenchmarks();
  await startSides(sides);
  const rows = [];
  for (const benchmark of chosen) {
    const row = await measure(benchmark, { sides, folder, rounds, quick, clock, before: rows });
    rows.push(row);
    const judgements = quick ? '' : row.verdicts.map((verdict) => `; ${judged(verdict)}`).join('');
    console.log(`${row.title}: ${[...row.ours, ...row.peers].map(shown).join(', ')}${judgements}`);
  }
  if (quick) console.log(`${rows.length} benchmarks ran, their results as they should be`);
  else {
    const to = join(root, options.peers ? 'docs' : 'out');
    mkdirSync(to, { recursive: true });
    const versions = Object.assign({}, ...sides.map((side) => side.versions));
    const record = { machine: describeMachine(versions), clock, images: sides[0].source, rounds, rows };
    writeRecord(to, readRecord(to), record);
  }
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
} finally {
  for (const side of sides) side.stop();
  rmSync(folder, { recursive: true, force: true });
}
