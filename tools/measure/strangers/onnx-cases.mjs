// The cases that ship with the wheel of PyPI's `onnx`: small models of PyTorch's operators with recorded inputs and outputs, and the `light_*`
// models, whose weights are constants. Fetched and run, never kept in the repository.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { startBackend } from '@interp/backend';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { ModelProtoSchema } from 'onnx-buf';
import { readMessage } from '../../../packages/onnx/dist/file/fields.js';
import { tensorFields } from '../../../packages/onnx/dist/file/messages.js';
import { storedTensor } from '../../../packages/onnx/dist/file/stored-tensor.js';

const version = '1.23.0';
const kinds = ['pytorch-operator', 'pytorch-converted', 'simple'];

/** The folder of the cases; the wheel is downloaded where it is not there. */
const casesFolder = (/** @type {string | undefined} */ wheel) => {
  const folder = join(tmpdir(), `interp-strangers-onnx-${version}`);
  const cases = join(folder, 'onnx', 'backend', 'test', 'data');
  if (existsSync(cases)) return cases;
  mkdirSync(folder, { recursive: true });
  const download = ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '--python-version', '3.11'];
  if (!wheel) execFileSync('python3', [...download, '-d', folder, `onnx==${version}`], { stdio: 'inherit' });
  const file = wheel ?? join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')) ?? '');
  execFileSync('python3', ['-m', 'zipfile', '-e', file, folder]);
  return cases;
};

const noExternal = () => {
  throw new Error('a recorded tensor is not kept elsewhere');
};

/** A recorded tensor. */
const recorded = (/** @type {string} */ file) => {
  const { shape, type, values } = storedTensor(readMessage(tensorFields, readFileSync(file)), noExternal, file);
  return tf.tensor(Array.from(values()), [...shape], type.dtype);
};

const asRecorded = (/** @type {tf.Tensor} */ ours, /** @type {tf.Tensor} */ theirs, relative, absolute) => {
  if (`${ours.shape}` !== `${theirs.shape}`) return `has the shape [${ours.shape}], recorded is [${theirs.shape}]`;
  const [a, b] = [ours.dataSync(), theirs.dataSync()];
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [Number(a[i]), Number(b[i])];
    if (Object.is(x, y) || x === y) continue;
    const off = Math.abs(x - y);
    if (!(off <= absolute + relative * Math.abs(y))) return `is ${x} at ${i}, recorded is ${y}`;
    largest = Math.max(largest, off);
  }
  return largest;
};

/**
 * Runs a model on recorded inputs.
 *
 * @returns {{ wrong?: string, largest?: number, seconds: number }}
 */
const runCase = (
  /** @type {string} */ model,
  /** @type {(name: string, shape: readonly (number | null)[]) => tf.Tensor} */ inputOf,
  /** @type {readonly string[]} */ outputs,
  relative,
  absolute,
) => {
  const began = performance.now();
  const before = tf.memory().numTensors;
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const network = onnxNetwork(readFileSync(model));
    const results = tf.tidy(() => {
      const inputs = Object.fromEntries(network.inputs.map(({ name, shape }) => [name, inputOf(name, shape)]));
      const ours = network.run(inputs);
      return network.outputs.map(({ name }, i) => asRecorded(ours[name], recorded(outputs[i]), relative, absolute));
    });
    network.dispose();
    const wrong = results.find((result) => typeof result === 'string');
    if (wrong !== undefined) return { wrong: `an output ${wrong}`, seconds: seconds() };
    const left = tf.memory().numTensors - before;
    if (left !== 0) return { wrong: `leaves ${left} tensors behind`, seconds: seconds() };
    return { largest: Math.max(0, .../** @type {number[]} */ (results)), seconds: seconds() };
  } catch (error) {
    return { wrong: error.name === 'InterpError' ? `refused: ${error.message}` : `${error.stack}`, seconds: seconds() };
  }
};

const smallCase = (/** @type {string} */ folder) => {
  const model = join(folder, 'model.onnx');
  const data = join(folder, 'test_data_set_0');
  const { graph } = fromBinary(ModelProtoSchema, readFileSync(model));
  const files = Object.fromEntries(graph.input.map(({ name }, i) => [name, join(data, `input_${i}.pb`)]));
  const outputs = graph.output.map((_, i) => join(data, `output_${i}.pb`));
  return runCase(model, (name) => recorded(files[name]), outputs, 1e-3, 1e-6);
};

/** The inputs that the wheel's own tests give these models: counting up from 0 to below 1. */
const lightCase = (/** @type {string} */ model) => {
  const counting = (/** @type {string} */ _, shape) => {
    const sizes = shape.map((size) => size ?? 1);
    const size = tf.util.sizeFromShape(sizes);
    return tf.tensor(
      Float32Array.from({ length: size }, (_, i) => i / size),
      sizes,
    );
  };
  return runCase(model, counting, [model.replace('.onnx', '_output_0.pb')], 1e-3, 1e-7);
};

/**
 * Runs all cases and prints those that do not give what is recorded, and why.
 *
 * @param {{ wheel?: string, only?: string, backend?: string }} options
 * @returns {Promise<boolean>} whether enough of them do
 */
export const onnxCases = async ({ wheel, only = '', backend = 'wasm' }) => {
  await startBackend(/** @type {'wasm'} */ (backend));
  const folder = casesFolder(wheel);
  const rows = [];
  for (const kind of kinds)
    for (const name of readdirSync(join(folder, kind)).sort())
      if (name.includes(only)) rows.push({ kind, name, ...smallCase(join(folder, kind, name)) });
  const light = [];
  for (const file of readdirSync(join(folder, 'light')).sort())
    if (file.endsWith('.onnx') && file.includes(only)) {
      const row = { kind: 'light', name: file, ...lightCase(join(folder, 'light', file)) };
      light.push(row);
      console.log(
        `${row.name}: ${row.wrong ?? `off by at most ${row.largest.toExponential(1)}`}, ${row.seconds.toFixed(1)} s`,
      );
    }
  const wrong = rows.filter((row) => row.wrong !== undefined);
  for (const row of wrong) console.log(`${row.kind}/${row.name}: ${row.wrong}`);
  const largest = Math.max(0, ...rows.map((row) => row.largest ?? 0));
  console.log(
    `${rows.length - wrong.length} of ${rows.length} small cases give what is recorded, off by at most ${largest.toExponential(1)}`,
  );
  console.log(`${light.filter((row) => row.wrong === undefined).length} of ${light.length} light models do`);
  return wrong.length <= 8 && light.every((row) => row.wrong === undefined);
};
