import { join } from 'node:path';
import { largestDifference } from './largest-difference.mjs';
import { summary } from './summary.mjs';

const threads = [1, 2];

/** Mean milliseconds of one run of ours. */
async function sampleOurs({ run }, repeats) {
  const begin = performance.now();
  for (let i = 0; i < repeats; i++) await run();
  return (performance.now() - begin) / repeats;
}

/** Compares the two results; returns how far they are apart. */
async function compare(benchmark, ours, peer) {
  const difference = largestDifference(await ours.check(), await peer.check());
  if (difference <= benchmark.tolerance) return difference;
  throw new Error(`${benchmark.name}: results differ by ${difference}; expected at most ${benchmark.tolerance}`);
}

/**
 * One benchmark: prepared on both sides, results compared, then timed in turn, ours and theirs, round by round.
 *
 * @param {object} benchmark - as in `allBenchmarks`
 * @param {object} options - images; peer or nothing; folder for its tensors; rounds; whether one run of each is enough
 * @returns {Promise<object>} a row of the record
 */
export async function measure(benchmark, { images, peer, folder, rounds, quick }) {
  const { name, title, atMost, parts = 1 } = benchmark;
  const repeats = quick ? 1 : benchmark.repeats;
  const ours = await benchmark.prepare(images);
  const sides = [{ name: 'ours', samples: [], sample: () => sampleOurs(ours, repeats) }];
  let difference;
  if (peer) {
    await peer.prepare(benchmark, ours.inputs, join(folder, `${name}.safetensors`));
    difference = await compare(benchmark, ours, peer);
    for (const n of threads) {
      sides.push({ name: benchmark.peer ?? 'PyTorch', threads: n, samples: [], sample: () => peer.sample(repeats, n) });
    }
  }
  for (const { sample } of sides) await sample();
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) side.samples.push((await side.sample()) / parts);
  }
  await ours.dispose();
  const [mine, ...theirs] = sides.map(({ name: who, threads: n, samples }) => ({
    name: who,
    threads: n,
    ...summary(samples),
  }));
  const row = { name, title, ours: mine, peers: theirs };
  if (theirs.length === 0) return row;
  const ratio = mine.median / Math.min(...theirs.map(({ median }) => median));
  return { ...row, ratio, ...(atMost && { atMost }), difference };
}
