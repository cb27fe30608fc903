// Operators at each opset, held to what onnx' own evaluators give for them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { startBackend } from '@interp/backend';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { inFolder } from './in-folder.mjs';

const script = fileURLToPath(new URL('onnx_opsets.py', import.meta.url));

/** What is wrong with what a model gives, or undefined. */
const wrongOf = (/** @type {string} */ model, input, output) => {
  const before = tf.memory().numTensors;
  try {
    const network = onnxNetwork(Buffer.from(model, 'base64'));
    const wrong = tf.tidy(() => {
      const found = Object.values(network.run({ x: tf.tensor(input.values, input.shape) }))[0];
      if (`${found.shape}` !== `${output.shape}`) return `the shape is [${found.shape}], expected [${output.shape}]`;
      const at = Array.from(found.dataSync()).findIndex(
        (value, i) => !(Math.abs(value - output.values[i]) <= 2e-5 + 2e-5 * Math.abs(output.values[i])),
      );
      return at < 0 ? undefined : `value ${at} is ${found.dataSync()[at]}, expected ${output.values[at]}`;
    });
    network.dispose();
    return wrong ?? (tf.memory().numTensors === before ? undefined : 'tensors are left');
  } catch (error) {
    return error.name === 'InterpError' ? `refused: ${error.message}` : error.stack;
  }
};

/**
 * Writes models of operators at all opsets, and compares.
 *
 * @param {{ python?: string, only?: string, backend?: string }} options - the program of a Python with onnx and onnxruntime
 * @returns {Promise<boolean>} whether all agree
 */
export const opsets = async ({ python = 'python3', only = '', backend = 'cpu' }) => {
  await startBackend(/** @type {'cpu'} */ (backend));
  return inFolder(undefined, (folder) => {
    const file = join(folder, 'all.json.gz');
    execFileSync(python, [script, file, 'all'], { stdio: 'inherit' });
    const wrong = [];
    let count = 0;
    for (const { name, input, outputs, models } of JSON.parse(gunzipSync(readFileSync(file)).toString()))
      for (const { opset, model, output } of name.includes(only) ? models : []) {
        count++;
        const reason = wrongOf(model, input, outputs[output]);
        if (reason !== undefined) wrong.push(`x ${name} at opset ${opset}: ${reason}`);
      }
    for (const line of wrong) console.log(line);
    console.log(`${count - wrong.length} of ${count} models of operators at all opsets give what onnx gives`);
    return wrong.length === 0;
  });
};
