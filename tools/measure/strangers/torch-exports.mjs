// Networks that PyTorch exports by both of its exporters, held to what the module itself gives: logits, and the gradient of the input.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { largestDifference } from '../bench/largest-difference.mjs';
import { inFolder } from './in-folder.mjs';

const script = fileURLToPath(new URL('torch_export.py', import.meta.url));
const tolerance = 1e-4;

/** The gradient of the input in the order of its axes in PyTorch; a classifier takes pictures with their channels last. */
const inputGradient = (network, x, start) => {
  const [{ shape }] = network.inputs;
  const model = classifier(network);
  const isPicture = `${model.inputShape}` !== `${shape.slice(1)}`;
  const last = [0, ...shape.slice(2).map((_, i) => i + 2), 1];
  const first = [0, shape.length - 1, ...shape.slice(2).map((_, i) => i + 1)];
  return tf.tidy(() => {
    const { gradient } = model.gradient(isPicture ? tf.transpose(x, last) : x, () => start);
    return (isPicture ? tf.transpose(gradient, first) : gradient).dataSync();
  });
};

const compare = (/** @type {string} */ file) => {
  const folder = dirname(file);
  const record = JSON.parse(readFileSync(file.replace(/-(?:dynamo|trace)\.onnx$/, '.json'), 'utf8'));
  const before = tf.memory().numTensors;
  const network = onnxNetwork(readFileSync(file), { externalData: (path) => readFileSync(join(folder, path)) });
  const result = tf.tidy(() => {
    const inputs = record.inputs.map(({ values, shape, dtype }) => tf.tensor(values, shape, dtype));
    const { [network.outputs[0].name]: logits } = network.run(
      Object.fromEntries(record.names.map((name, i) => [name, inputs[i]])),
    );
    if (`${logits.shape}` !== `${record.logits.shape}`) throw new Error(`logits of shape [${logits.shape}]`);
    const ofLogits = largestDifference(logits.dataSync(), record.logits.values);
    if (!record.gradient) return { ofLogits };
    const start = tf.tensor(record.start, record.logits.shape);
    const ofGradient = largestDifference(inputGradient(network, inputs[0], start), record.gradient);
    return { ofLogits, ofGradient };
  });
  network.dispose();
  return { ...result, deviation: record.deviation, left: tf.memory().numTensors - before };
};

/**
 * Exports networks and compares.
 *
 * @param {{ python?: string, only?: string, backend?: string, folder?: string }} options - the program of a Python with torch, onnx and onnxscript; a folder
 *   of networks that were exported before
 * @returns {Promise<boolean>} whether all agree
 */
export const torchExports = async ({ python = 'python3', only = '', backend = 'wasm', folder }) => {
  await startBackend(/** @type {'wasm'} */ (backend));
  const isThere = folder !== undefined && existsSync(folder);
  return inFolder(folder, (into) => {
    if (!isThere) execFileSync(python, [script, into], { stdio: 'inherit' });
    let areRight = true;
    for (const name of readdirSync(into).sort()) {
      if (!name.endsWith('.onnx') || !name.includes(only)) continue;
      try {
        const { ofLogits, ofGradient, deviation, left } = compare(join(into, name));
        const isRight = ofLogits <= tolerance && (ofGradient ?? 0) <= tolerance && deviation >= 1 && left === 0;
        areRight &&= isRight;
        const shown = ofGradient === undefined ? '' : `, gradient ${ofGradient.toExponential(1)}`;
        console.log(
          `${isRight ? ' ' : 'x'} ${name}: logits (deviation ${deviation.toFixed(1)}) ${ofLogits.toExponential(1)}${shown}${left === 0 ? '' : `, ${left} tensors left`}`,
        );
      } catch (error) {
        areRight = false;
        console.log(`x ${name}: ${error.name === 'InterpError' ? error.message : error.stack}`);
      }
    }
    return areRight;
  });
};
