// Runs before each test file, in its module registry. Whichever backend the file asks for, it gets that of INTERP_TEST_BACKEND; a file that
// asks for several compares them, and keeps its cpu.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { candidates } from '../../packages/backend/src/candidate.js';

const asked = new Set(readFileSync(expect.getState().testPath, 'utf8').match(/'(?:wasm|cpu|stranger)'/g));
const replaced = asked.size > 1 ? ['wasm'] : ['wasm', 'cpu'];

const backend = /** @type {import('@interp/backend').BackendName} */ (process.env.INTERP_TEST_BACKEND);
const { [backend]: other } = candidates;
for (const name of replaced) Object.assign(candidates, { [name]: other });
await startBackend(backend);

/**
 * An addon makes its arrays outside of Jest's sandbox, whose own Float32Array they would be no instances of: TensorFlow.js,
 * when it saves a model, would not know them.
 */
for (const type of /** @type {const} */ (['float32', 'int32'])) {
  const { constructor } = tf.tidy(() => tf.add(tf.ones([1], type), tf.ones([1], type)).dataSync());
  globalThis[constructor.name] = constructor;
}

// What is drawn is computed by the processor that plays the graphics card.
if (backend === 'webgpu') fc.configureGlobal({ numRuns: 15 });

const engine = tf.engine();
const setBackend = engine.setBackend.bind(engine);
engine.setBackend = (name) => setBackend(replaced.includes(name) ? backend : name);
