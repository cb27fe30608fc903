import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isGraphModel, loadGraphModel } from '@interp/files/node';
import { smallGraphModel, writeGraphModel } from '@interp/testing/graph-model-files';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'interp-graph-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('nodes and weights are those of the files', async () => {
  const path = writeGraphModel(join(folder, 'whole'));
  const before = tf.memory().numTensors;
  const model = await loadGraphModel(path);
  const { topology, weights } = smallGraphModel();
  expect(await isGraphModel(path)).toBe(true);
  expect(model.modelTopology).toEqual(topology);
  for (const { name, shape, dtype, values } of weights) {
    expect(model.weights[name]).toMatchObject({ shape, dtype });
    expect(model.weights[name].dataSync()).toEqual(values);
  }
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

type File = Record<string, unknown> & {
  readonly weightsManifest: readonly { readonly paths: readonly string[]; readonly weights: readonly object[] }[];
};
const changed = (name: string, change: (file: File) => object): string =>
  writeGraphModel(join(folder, name), change as never);
const withPaths = (...paths: readonly string[]) => (file: File) => ({ ...file, weightsManifest: [{ ...file.weightsManifest[0], paths }] }); // prettier-ignore

test.each<[string, () => string, string]>([
  ['a file that is not there', () => join(folder, 'none', 'model.json'), 'not-found'],
  ['a layers model', () => changed('layers', (file) => ({ ...file, format: 'layers-model' })), 'bad-file'],
  ['no nodes', () => changed('empty', (file) => ({ ...file, modelTopology: {} })), 'bad-file'],
  ['weights out of the folder', () => changed('out', withPaths('../secret.bin')), 'bad-file'],
  ['weights that are named twice', () => changed('twice', withPaths('weights.bin', 'weights.bin')), 'bad-file'],
  ['weights that are not there', () => changed('lost', withPaths('lost.bin')), 'not-found'],
  ['weights that are too large', () => changed('large', (file) => ({ ...file, weightsManifest: [{ paths: ['weights.bin'], weights: [{ name: 'w', shape: [1e9], dtype: 'float32' }] }] })), 'bad-file'],
  ['no JSON', () => { const path = writeGraphModel(join(folder, 'text')); writeFileSync(path, '{'); return path; }, 'bad-file'],
  ['bytes that are cut off', () => { const path = writeGraphModel(join(folder, 'cut')); const file = join(folder, 'cut', 'weights.bin'); writeFileSync(file, readFileSync(file).subarray(8)); return path; }, 'bad-file'],
  ['a weight that is no number', () => { const path = writeGraphModel(join(folder, 'nan')); const file = join(folder, 'nan', 'weights.bin'); const bytes = readFileSync(file); bytes.writeFloatLE(NaN, 0); writeFileSync(file, bytes); return path; }, 'bad-value'],
])('%s is refused', async (_, make, code) => {
  const path = make();
  expect((await refused(() => loadGraphModel(path))).code).toBe(code);
}); // prettier-ignore
