// The side of @tensorflow/tfjs-node: node tfjs-node-process.mjs '{ "folder": a folder that has it in its node_modules }'
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { float32Entry, readSafetensors, writeSafetensors } from '@interp/files';
import { serveParent } from './serve-parent.mjs';
import { timeRuns } from './time-runs.mjs';

const { folder } = JSON.parse(process.argv[2]);
const require = createRequire(join(resolve(folder), 'package.json'));
// No dependency of this repository: whoever wants to compare has it in a folder.
const name = '@tensorflow/tfjs-node';
const tf = require(name);
await tf.setBackend('tensorflow');
let prepared;

serveParent({
  version: () => ({ [name]: require(`${name}/package.json`).version }),
  prepare: async ({ module, inputs }) => {
    const { benchmark } = await import(new URL(`../tfjs-node/${module}.mjs`, import.meta.url).href);
    prepared = await benchmark(tf, readSafetensors(readFileSync(inputs)).tensors);
  },
  check: async ({ result }) => {
    const values = Float32Array.from(await prepared.check());
    writeFileSync(result, writeSafetensors([['result', float32Entry([values.length], values)]]));
  },
  sample: ({ repeats }) => timeRuns(() => prepared.run(), repeats),
  dispose: () => prepared.dispose(),
});
