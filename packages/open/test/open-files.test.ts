import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { startBackend } from '@interp/backend';
import { lenet, lenetToTorch } from '@interp/lenet';
import { openModel } from '@interp/open';
import { openFiles, type Files, type OpenOptions } from '@interp/open/page';
import { onnxBeside } from '@interp/testing/onnx-beside';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';

const pathOf = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const bytesOf = (name: string): Uint8Array => readFileSync(pathOf(name));
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** All files of a folder, or the one file, as they are when they are dropped on a page. */
const dropped = (name: string): Map<string, Uint8Array> => {
  if (!/\/$/.test(name)) return new Map([[name.replace(/^.*\//, ''), bytesOf(name)]]);
  return new Map(readdirSync(pathOf(name)).map((file) => [file, bytesOf(join(name, file))]));
};

const residual = 'packages/testing/fixtures/keras-residual/';
const graph = 'packages/testing/fixtures/small-graph/';
const onnx = 'docs/examples/strokes.onnx';

beforeAll(async () => {
  await startBackend('wasm');
});

const scoresOf = async (opened: Awaited<ReturnType<typeof openModel>>): Promise<number[]> => {
  const { inputShape, logits } = await opened.classifier();
  const x = tf.randomUniform([2, ...inputShape], 0, 1, 'float32', 7);
  const scores = logits(x);
  const values = Array.from(scores.dataSync());
  tf.dispose([x, scores]);
  opened.dispose();
  return values;
};

test.each([
  [onnx, 'strokes.onnx', 'onnx'],
  ['docs/examples/strokes.keras', 'strokes.keras', 'keras'],
  [residual, 'model.json', 'tfjs-layers-model'],
  [graph, 'model.json', 'tfjs-graph-model'],
])('%s answers from memory as from its folder, and leaves nothing', async (files, name, format) => {
  const before = tf.memory().numTensors;
  const opened = await openFiles(dropped(files), { bounds: [0, 1] });
  expect([opened.name, opened.format]).toEqual([name, format]);
  const scores = await scoresOf(opened);
  const path = files.endsWith('/') ? join(files, name) : files;
  expect(scores).toEqual(await scoresOf(await openModel(pathOf(path), { bounds: [0, 1] })));
  expect(tf.memory().numTensors).toBe(before);
});

test('a file of HDF5', async () => {
  const file = gunzipSync(bytesOf('packages/keras/test/fixtures/squeezes-3.h5.gz'));
  const opened = await openFiles(new Map([['net.h5', file]]));
  expect([opened.format, (await opened.classifier()).inputShape.length]).toEqual(['keras-hdf5', 3]);
  opened.dispose();
});

test('PyTorch weights of the LeNet', async () => {
  const model = lenet({ seed: 3 });
  const files = new Map([['weights.safetensors', await lenetToTorch(model)]]);
  model.dispose();
  const opened = await openFiles(files);
  expect((await opened.classifier()).classes).toBe(10);
  opened.dispose();
});

test('weights beside an ONNX file are found by their name, also in a folder', async () => {
  const { model, data } = onnxBeside(bytesOf(onnx), 'strokes.onnx.data');
  const whole = await scoresOf(await openFiles(dropped(onnx), { bounds: [0, 1] }));
  for (const folder of ['', 'net/']) {
    const files = new Map([
      [`${folder}strokes.onnx`, model],
      [`${folder}strokes.onnx.data`, data],
    ]);
    expect(await scoresOf(await openFiles(files, { bounds: [0, 1] }))).toEqual(whole);
  }
});

test('what is remembered beside a model holds, and options go first; a file of labels names the classes', async () => {
  const labels = ['level', 'upright', 'falling', 'rising'];
  const remembered: [string, Uint8Array] = ['strokes.interp.json', text('{"bounds":[0,1],"fit":"cover"}')];
  const named: [string, Uint8Array] = ['labels.txt', text(`${labels.join('\r\n')}\r\n`)];
  const settings = async (files: Files, options?: OpenOptions) => {
    const opened = await openFiles(files, options);
    opened.dispose();
    return opened.settings;
  };
  expect(await settings(new Map([...dropped(onnx), remembered, named]))).toEqual({ bounds: [0, 1], fit: 'cover', labels }); // prettier-ignore
  expect(await settings(new Map([...dropped(onnx), remembered]), { mean: [0.5], fit: 'stretch' })).toEqual({ mean: [0.5], fit: 'stretch' }); // prettier-ignore
  const file: [string, Uint8Array] = ['classes.json', text(JSON.stringify({ 1: 'b', 0: 'a' }))];
  expect((await settings(new Map([...dropped(residual), file]))).labels).toEqual(['a', 'b']);
});

const model = (): Uint8Array => bytesOf(`${residual}model.json`);

test.each<[string, string, () => Files]>([
  ['nothing', 'bad-file', () => new Map()],
  ['a text file', 'bad-file', () => new Map([['notes.txt', text('hello')]])],
  ['a text file that is called a model', 'bad-file', () => new Map([['notes.onnx', text('hello')]])],
  ['JSON of something else', 'bad-file', () => new Map([['data.json', text('[1]')]])],
  ['a model whose weights are missing', 'not-found', () => new Map([['model.json', model()]])],
  ['two models', 'bad-file', () => new Map([...dropped(onnx), ...dropped('docs/examples/strokes.keras')])],
  ['a truncated ONNX file', 'bad-file', () => new Map([['a.onnx', bytesOf(onnx).subarray(0, 900)]])],
  ['a truncated Keras file', 'bad-file', () => new Map([['a.keras', bytesOf('docs/examples/strokes.keras').subarray(0, 900)]])], // prettier-ignore
  ['a truncated shard', 'bad-file', () => new Map([...dropped(residual)].map(([name, bytes]) => [name, name.endsWith('.bin') ? bytes.subarray(4) : bytes]))], // prettier-ignore
  ['a longer shard', 'bad-file', () => new Map([...dropped(residual)].map(([name, bytes]) => [name, name.endsWith('.bin') ? new Uint8Array(bytes.length + 4) : bytes]))], // prettier-ignore
  ['weights of another shape', 'bad-file', () => new Map([...dropped(residual), ['model.json', text(new TextDecoder().decode(model()).replace('"shape": [3, 3, 1, 8]', '"shape": [8, 1, 3, 3]'))]])], // prettier-ignore
  ['a damaged interp.json', 'bad-file', () => new Map([...dropped(residual), ['interp.json', text('{')]])],
  ['data of an ONNX file missing', 'not-found', () => new Map([['a.onnx', onnxBeside(bytesOf(onnx), 'a.data').model]])],
])('%s is refused in a sentence, and leaves nothing', async (_, code, files) => {
  expect((await refused(() => openFiles(files())))?.code).toBe(code);
});
