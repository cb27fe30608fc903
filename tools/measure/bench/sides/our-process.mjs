// Our side of the benchmarks, a process for each number of threads: node our-process.mjs '{ "threads": 1 }'
import { writeFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { float32Entry, writeSafetensors } from '@interp/files';
import { allBenchmarks } from '../all-benchmarks.mjs';
import { benchImages } from '../bench-images.mjs';
import { peakRate } from './peak.mjs';
import { serveParent } from './serve-parent.mjs';
import { timeRuns } from './time-runs.mjs';

const { threads, native, data, quick } = JSON.parse(process.argv[2]);
const { kernels } = await startBackend('wasm', { threads, native });
const benchmarks = new Map((await allBenchmarks()).map((benchmark) => [benchmark.name, benchmark]));
const images = await benchImages({ data, quick });
let prepared;

serveParent({
  images: () => ({ source: images.source, kernels }),
  peak: () => ({ rate: peakRate() }),
  prepare: async ({ name, inputs, model }) => {
    prepared = await benchmarks.get(name).prepare(images, model);
    if (inputs) writeFileSync(inputs, writeSafetensors(prepared.inputs));
  },
  check: async ({ result }) => {
    const values = Float32Array.from(await prepared.check());
    writeFileSync(result, writeSafetensors([['result', float32Entry([values.length], values)]]));
  },
  sample: ({ repeats }) => timeRuns(() => prepared.run(), repeats),
  dispose: () => prepared.dispose(),
});
