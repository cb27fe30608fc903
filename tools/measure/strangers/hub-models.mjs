// Models that packages of PyPI bring along, held to what ONNX Runtime gives for them; one that is refused names what is not supported.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { largestDifference } from '../bench/largest-difference.mjs';
import { inFolder } from './in-folder.mjs';

const script = fileURLToPath(new URL('hub_models.py', import.meta.url));
const tolerance = 1e-4;

/** The largest difference of an output over its largest value. */
const difference = (/** @type {string} */ folder, record) => {
  const shapes = Object.fromEntries(
    Object.entries(record.inputs).map(([name, { shape }]) => [name, shape.length > 0 ? [null, ...shape.slice(1)] : []]),
  );
  const network = onnxNetwork(readFileSync(join(folder, record.model)), { shapes });
  try {
    return tf.tidy(() => {
      const inputs = Object.entries(record.inputs).map(([name, { values, shape, dtype }]) => [
        name,
        tf.tensor(values, shape, dtype),
      ]);
      const outputs = network.run(Object.fromEntries(inputs));
      return Math.max(
        ...network.outputs.map(({ name }, i) => {
          const { values, shape } = record.outputs[i];
          if (`${outputs[name].shape}` !== `${shape}`) return Infinity;
          return largestDifference(outputs[name].dataSync(), values);
        }),
      );
    });
  } finally {
    network.dispose();
  }
};

/**
 * Fetches models and compares.
 *
 * @param {{ python?: string, backend?: string }} options - the program of a Python with onnxruntime
 * @returns {Promise<boolean>} whether all agree or are refused
 */
export const hubModels = async ({ python = 'python3', backend = 'wasm' }) => {
  await startBackend(/** @type {'wasm'} */ (backend));
  return inFolder(undefined, (folder) => {
    let areRight = true;
    execFileSync(python, [script, folder], { stdio: 'inherit' });
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      const record = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      try {
        const off = difference(folder, record);
        areRight &&= off <= tolerance;
        console.log(`${off <= tolerance ? ' ' : 'x'} ${record.model}: off by ${off.toExponential(1)} of the largest`);
      } catch (error) {
        areRight &&= error.name === 'InterpError';
        console.log(`  ${record.model}: refused: ${error.message}`);
      }
    }
    return areRight;
  });
};
