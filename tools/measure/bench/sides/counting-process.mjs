// Counts what our side of a benchmark multiplies and adds: node counting-process.mjs '{}'
import { startBackend } from '@interp/backend';
import { allBenchmarks } from '../all-benchmarks.mjs';
import { benchImages } from '../bench-images.mjs';
import { countOperations } from '../operations.mjs';
import { serveParent } from './serve-parent.mjs';

const { data, quick } = JSON.parse(process.argv[2]);
const counted = countOperations();
await startBackend('wasm', { threads: 1, native: false });
const benchmarks = new Map((await allBenchmarks()).map((benchmark) => [benchmark.name, benchmark]));
const images = await benchImages({ data, quick });
/** Runs that are enough where a sample has more of them. */
const most = 10;

serveParent({
  count: async ({ name, model }) => {
    const { prepare, repeats } = benchmarks.get(name);
    const prepared = await prepare(images, model);
    const runs = Math.min(most, repeats);
    // The first run makes what is kept of weights.
    await prepared.run();
    counted();
    for (let i = 0; i < runs; i++) await prepared.run();
    const operations = counted() / runs;
    await prepared.dispose();
    return { operations };
  },
});
