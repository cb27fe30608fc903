import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { float32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { failure } from '@interp/testing/refusal';
import { input, layers, model as modelOf, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { ModelFiles } from '../src/compute/models/own-model.js';
import { modelName } from '../src/compute/models/opened-files.js';
import { initialOf } from '../src/state/parameters.js';
import { lookByOwn } from '../src/views/model/look.js';
import { lookOptions } from '../src/views/model/look-options.js';
import { describeOwn } from '../src/views/model/model.js';
import { modelCode } from '../src/views/model/model-code.js';
import { modelParameters } from '../src/views/model/model-parameters.js';
import { inputsAmong, openOptionsIn } from '../src/compute/models/model-settings.js';
import { runCode } from './as-code.js';

const folder = mkdtempSync(join(tmpdir(), 'interp-studio-'));
afterAll(() => rmSync(folder, { recursive: true }));

const values = {
  ...initialOf(modelParameters),
  picture: 'input',
  rule: 'epsilon',
  epsilon: 0,
  bounds: '0, 1',
} as const;
const request = { input: { kind: 'sample', digit: 4 }, values } as const;
const facts = writeSafetensors([['facts', float32Entry([1, 3], Float32Array.of(1, 2, 3))]]);
let [file, files]: [string, ModelFiles] = ['', { id: 0, files: [] }];

beforeAll(async () => {
  await startBackend('wasm');
  const [picture, numbers] = [input({ shape: [28, 28, 1], name: 'picture' }), input({ shape: [3], name: 'facts' })];
  const flat = layers.flatten().apply(picture) as SymbolicTensor;
  const both = layers.concatenate().apply([flat, numbers]) as SymbolicTensor;
  const net = modelOf({
    inputs: [picture, numbers],
    outputs: layers.dense({ units: 2, useBias: false }).apply(both) as SymbolicTensor,
  });
  file = await saveModel(net, join(folder, 'net'));
  net.dispose();
  const of = readdirSync(join(folder, 'net')).map((path) => ({
    path,
    file: new Blob([readFileSync(join(folder, 'net', path))]),
  }));
  files = { id: 1, files: [...of, { path: 'facts.safetensors', file: new Blob([facts as BlobPart]) }] };
});

test('a model of two inputs is opened with a file of the other one, and explained for both together', async () => {
  expect(modelName(files.files as Parameters<typeof modelName>[0])).toBe('model.json');
  expect((await describeOwn(files, values)).inputShape).toEqual([28, 28, 1]);
  const found = await lookByOwn(files, request);
  expect(found.relevance).toHaveLength(784);
  expect(Object.keys(found.totals ?? {})).toEqual(['picture', 'facts']);
  const { picture, facts: other } = found.totals ?? {};
  expect(picture + other).toBeCloseTo(found.found.score, 3);
  expect(found.relevance.reduce((sum, value) => sum + value, 0)).toBeCloseTo(picture, 3);
});

test('without it a sentence says which input is missing', async () => {
  const alone = { id: 2, files: files.files.filter(({ path }) => path !== 'facts.safetensors') };
  expect((await describeOwn(alone, values)).problem).toMatch(/facts/);
  expect(String(await failure(() => lookByOwn(alone, request)))).toMatch(/facts/);
});

test('a file of tensors alone is a model, and beside one what it takes', () => {
  expect(inputsAmong(['lenet.safetensors'])).toEqual({});
  expect(inputsAmong(['a/net.onnx', 'a/more.safetensors'])).toEqual({ inputs: 'more.safetensors' });
  expect(inputsAmong(['net.onnx', 'a.safetensors', 'b.safetensors'])).toEqual({});
});

test('the program that is shown computes the same in Node.js', async () => {
  const found = await lookByOwn(files, request);
  const picture = Uint8Array.from({ length: 784 }, (_, i) => found.picture.data[4 * i]);
  const inputs = join(folder, 'net', 'facts.safetensors');
  writeFileSync(inputs, facts);
  const settings = { ...openOptionsIn(values), inputs };
  const said = runCode(modelCode({ file, settings, picture, options: lookOptions(values) }));
  expect(said['class']).toBe(found.found.class);
  expect(said['score']).toBeCloseTo(found.found.score, 4);
});
