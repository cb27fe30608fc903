#!/usr/bin/env node
// npm run bench -- [--peers] [--python PROGRAM] [--tfjs-node FOLDER] [--onnxruntime FOLDER] [--threads 1,2] [--processor-time] [--only NAME,…] [--quick] [--rounds N] [--data FOLDER]
// Times what people do with the packages. With --peers beside the best tools for it elsewhere, into docs/benchmarks.md and .json; without into
// out/. Each row is written when it is measured. By the clock it waits for the machine to have no other work; with --processor-time it reads one thread's processor time instead. The FOLDERs
// have @tensorflow/tfjs-node and onnxruntime-node in their node_modules. Ends with 1 where a limit is missed or a row could not be measured, and names them. With --quick it only sees that the
// benchmarks run and that their results are the same each time (and the peers' the same, with --peers), and writes nothing.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../lib/workspace.mjs';
import { allBenchmarks } from './all-benchmarks.mjs';
import { describeMachine } from './machine.mjs';
import { measure } from './measure.mjs';
import { otherWork } from './quiet.mjs';
import { readRecord, writeRecord } from './record.mjs';
import { countingSide, onnxruntimeSides, ourSide, pythonSides, tfjsNodeSide } from './sides/sides.mjs';

const { values: options } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    python: { type: 'string', default: process.env.INTERP_BENCH_PYTHON ?? 'python3' },
    'tfjs-node': { type: 'string', default: process.env.INTERP_TFJS_NODE ?? '' },
    onnxruntime: { type: 'string', default: process.env.INTERP_ONNXRUNTIME_NODE ?? '' },
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
if (clock === 'processor' && counts.join() !== '1')
  throw new Error('processor time says nothing about several threads; expected --threads 1 with --processor-time');
const rounds = Number(options.rounds ?? (quick ? 1 : 7));

/** The benchmarks whose names begin as asked for. */
async function chosenBenchmarks() {
  const wanted = options.only.split(',').filter(Boolean);
  // The file of a network is made by Python.
  const known = (await allBenchmarks()).filter(({ made }) => options.peers || !made);
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
  const has = (option, ...names) => {
    const isThere = options[option] !== '' && existsSync(join(options[option], 'node_modules', ...names));
    if (!isThere && options.peers) console.log(`without ${names.join('/')}: no --${option} FOLDER that has it`);
    return isThere;
  };
  if (has('tfjs-node', '@tensorflow', 'tfjs-node')) sides.push(await tfjsNodeSide(options['tfjs-node']));
  if (options.peers && has('onnxruntime', 'onnxruntime-node'))
    sides.push(...(await onnxruntimeSides(options.onnxruntime, counts)));
}

const shown = ({ name, threads, time }) => `${name} ${time.toFixed(3)} ms (${threads})`;
const judged = ({ than, atMost, under, alike, ratio, held }) =>
  [
    than ?? `under ${under} ms`,
    alike && `(${alike} each)`,
    ratio?.toFixed(3),
    atMost && `at most ${atMost}`,
    { true: 'held', false: 'missed' }[held],
  ]
    .filter(Boolean)
    .join(' ');

/** Writes a row that was measured, and keeps those that were before. */
function keep(row) {
  const to = join(root, options.peers ? 'docs' : 'out');
  mkdirSync(to, { recursive: true });
  const versions = Object.assign({}, ...sides.map((side) => side.versions));
  const record = { machine: describeMachine(versions), clock, images: sides[0].source, rounds, rows: [row] };
  writeRecord(to, readRecord(to), record);
}

const folder = mkdtempSync(join(tmpdir(), 'interp-bench-'));
const sides = [];
const [rows, problems] = [[], []];
let counter;
try {
  const chosen = await chosenBenchmarks();
  await startSides(sides);
  counter = await countingSide({ data, quick });
  for (const benchmark of chosen) {
    const busy = quick || clock === 'processor' ? 0 : await otherWork();
    if (busy > 0) {
      problems.push(`${benchmark.title}: not measured, other work keeps ${busy.toFixed(1)} cores busy`);
      continue;
    }
    const row = await measure(benchmark, { sides, counter, folder, rounds, quick, clock, before: rows });
    rows.push(row);
    if (!quick) keep(row);
    for (const verdict of quick ? [] : row.verdicts)
      if (verdict.held === false) problems.push(`${row.title}: ${judged(verdict)}`);
    const judgements = quick ? '' : row.verdicts.map((verdict) => `; ${judged(verdict)}`).join('');
    console.log(`${row.title}: ${[...row.ours, ...row.peers].map(shown).join(', ')}${judgements}`);
  }
  if (quick) console.log(`${rows.length} benchmarks ran, their results as they should be`);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
} finally {
  for (const side of [...sides, ...(counter ? [counter] : [])]) side.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(`bench: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
