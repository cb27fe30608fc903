import { join } from 'node:path';
import { largestDifference } from './largest-difference.mjs';
import { summary } from './summary.mjs';
import { verdicts } from './verdicts.mjs';

/** How far a result may be from the first of ours: not at all, if it is ours too. */
async function compared({ name, tolerance }, sides, folder) {
  const [first, ...others] = sides;
  const expected = await first.check(join(folder, 'ours.safetensors'));
  // Of one side alone this sees that it computes the same twice.
  const again = others.length > 0 ? others : [first];
  let difference = 0;
  for (const side of again) {
    const found = await side.check(join(folder, 'theirs.safetensors'));
    if (!found) continue;
    const apart = largestDifference(expected, found);
    if (!(apart <= (side.ours ? 0 : tolerance)))
      throw new Error(`${name}: results differ by ${apart}; expected at most ${side.ours ? 0 : tolerance}`);
    difference = Math.max(difference, apart);
  }
  return difference;
}

/**
 * One benchmark: prepared on all sides, results compared, then timed in turn, side by side, round by round.
 *
 * @param {object} benchmark - as in `allBenchmarks`
 * @param {object} options - sides, ours first; what counts operations; folder for tensors; rounds; whether one run of each is enough; the rows measured before;
 *   which clock, `wall` or `processor`, of which the least sample is judged, because others only disturb it
 * @returns {Promise<object>} a row of the record
 */
export async function measure(benchmark, { sides: all, counter, folder, rounds, quick, before = [], clock = 'wall' }) {
  const { name, title, parts = 1, limits, made, alone: isProcess = false } = benchmark;
  const repeats = quick ? 1 : benchmark.repeats;
  const sides = all.filter((side) => side.takes(benchmark));
  const inputs = join(folder, `${name}.safetensors`);
  const model = made && join(folder, `${name}.onnx`);
  if (made) await all.find(({ make }) => make).make(made, model);
  for (const side of sides) await side.prepare(benchmark, inputs, model);
  const difference = await compared(benchmark, sides, folder);
  // The processor time of a process that this one starts is known on Linux only.
  const used = isProcess && process.platform !== 'linux' ? 'wall' : clock;
  const samples = sides.map(() => []);
  if (!quick) for (const side of sides) await side.sample(repeats);
  for (let round = 0; round < rounds; round++)
    for (const [i, side] of sides.entries()) samples[i].push((await side.sample(repeats))[used] / parts);
  for (const side of sides) await side.release();
  const times = sides.map((side, i) => ({
    name: side.nameFor(benchmark),
    threads: side.threads,
    ...summary(samples[i], used === 'wall' ? 'median' : 'low'),
  }));
  const ours = times.filter((_, i) => sides[i].ours);
  const peers = times.filter((_, i) => !sides[i].ours);
  // Of the native kernels on one thread: the share of what the machine can do, measured in the same run.
  const alone = sides.findIndex((side) => side.ours && side.threads === 1);
  const operations = isProcess || alone < 0 ? 0 : (await counter.operationsOf(benchmark, model)) / parts;
  const share =
    operations > 0 && !quick ? operations / (times[alone].time / 1e3) / (await sides[alone].peak()) : undefined;
  const found = verdicts(limits, ours, peers, before);
  return { name, title, clock: used, ours, peers, operations, share, verdicts: found, difference };
}
