// The side of onnxruntime-node: node onnxruntime-process.mjs '{ "folder": a folder that has it in its node_modules, "threads": 1 }'
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { float32Entry, readSafetensors, writeSafetensors } from '@interp/files';
import { serveParent } from './serve-parent.mjs';
import { timeRuns } from './time-runs.mjs';

const { folder, threads } = JSON.parse(process.argv[2]);
const require = createRequire(join(resolve(folder), 'package.json'));
// No dependency of this repository: whoever wants to compare has it in a folder.
const name = 'onnxruntime-node';
const { InferenceSession, Tensor } = require(name);
let session, run;

serveParent({
  version: () => ({
    [name]: InferenceSession ? require(join(resolve(folder), 'node_modules', name, 'package.json')).version : '',
  }),
  prepare: async ({ model, inputs }) => {
    session = await InferenceSession.create(model, { intraOpNumThreads: threads, interOpNumThreads: 1 });
    const { data, shape } = readSafetensors(readFileSync(inputs)).tensors.get('images');
    const x = new Tensor('float32', Float32Array.from(/** @type {Float32Array} */ (data)), [...shape]);
    run = async () => (await session.run({ x }))['logits'].data;
  },
  check: async ({ result }) => {
    const values = Float32Array.from(await run());
    writeFileSync(result, writeSafetensors([['result', float32Entry([values.length], values)]]));
  },
  sample: ({ repeats }) => timeRuns(run, repeats),
  dispose: () => session.release(),
});
