import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { lenet, lenetToTorch } from '@interp/lenet';
import { sampleDigits } from '@interp/mnist';
import { onnxBeside } from '@interp/testing/onnx-beside';
import { failure } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { decodePicture } from '../src/compute/decode-picture.js';
import type { ModelFiles } from '../src/compute/models/own-model.js';
import { modelName, sortFiles } from '../src/compute/models/opened-files.js';
import type { Rgba } from '../src/compute/pictures.js';
import { initialOf } from '../src/state/parameters.js';
import type { ViewValues } from '../src/state/studio-state.js';
import { explain } from '../src/views/explain/explain.js';
import { explainParameters } from '../src/views/explain/explain-parameters.js';
import { lookByOwn, rangesByOwn, type Looked } from '../src/views/model/look.js';
import { lookOptions } from '../src/views/model/look-options.js';
import { describeOwn, supportedByOwn } from '../src/views/model/model.js';
import { modelCode, modelCommand } from '../src/views/model/model-code.js';
import { modelParameters } from '../src/views/model/model-parameters.js';
import { openOptionsIn } from '../src/compute/models/model-settings.js';
import { runCode } from './as-code.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const initial: ViewValues<'model'> = initialOf(modelParameters);
const pathOf = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const residual = pathOf('packages/testing/fixtures/keras-residual/');
const strokes = pathOf('docs/examples/strokes.onnx');

let count = 0;
const opened = (files: Readonly<Record<string, Uint8Array | string>>): ModelFiles => ({
  id: ++count,
  files: Object.entries(files).map(([path, bytes]) => ({ path, file: new Blob([bytes as BlobPart]) })),
});
const folder = (path: string): Record<string, Uint8Array> =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(path + name)]));

const look = (files: ModelFiles, values: Partial<ViewValues<'model'>> = {}, picture?: Rgba): Promise<Looked> =>
  lookByOwn(files, { input: { kind: 'sample', digit: 7 }, values: { ...initial, ...values } }, picture);

test('a residual network is described: layers, shapes, where its scores end, which methods apply', async () => {
  const files = opened(folder(residual));
  const described = await describeOwn(files, initial);
  expect(described).toMatchObject({
    name: 'model.json',
    format: 'tfjs-layers-model',
    inputShape: [12, 12, 1],
    problem: undefined,
  });
  expect(described.outputs[0].scores).toBe('softmax');
  expect(described.layers.map(({ type }) => type)).toContain('BatchNormalization');
  expect(described.layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(described.parameters);
  expect(await supportedByOwn(files, initial)).toEqual({ gradient: true, lrp: true, 'grad-cam': true });
});

test('a picture is explained at its own size, and what is said of the model holds', async () => {
  const files = opened({ 'strokes.onnx': readFileSync(strokes) });
  const plain = await look(files, { picture: 'scene' });
  expect([plain.heat.width, plain.heat.height]).toEqual([224, 224]);
  expect([plain.seen.width, plain.seen.height]).toEqual([20, 16]);
  expect(plain.top.reduce((sum, { probability }) => sum + (probability ?? 0), 0)).toBeCloseTo(1, 5);
  expect(plain.found.total).toBeCloseTo(plain.found.score, 3);
  const other = { bounds: '0, 1', fit: 'stretch', labels: 'level, upright, falling, rising', class: '2' } as const;
  const said = await look(files, { picture: 'scene', ...other });
  expect(said.found.class).toBe(2);
  expect(said.found.score).not.toBe(plain.found.score);
  expect(said.top.map(({ name }) => name).sort()).toEqual(['falling', 'level', 'rising', 'upright']);
  const ranges = await rangesByOwn(files, {
    input: { kind: 'sample', digit: 7 },
    values: { ...initial, ...other, picture: 'scene' },
  });
  expect(ranges.map(({ range }) => range)).toEqual(['-1, 1', '0, 1', '0, 255', 'mean 0.485,0.456,0.406']);
  expect(ranges[1].answer).toBe(said.top[0].name);
});

test('a small picture is shown as the network sees it, and a map of zeros draws no colour', async () => {
  const files = opened(folder(residual));
  const data = new Uint8ClampedArray(4 * 6 * 6).fill(0);
  const found = await look(
    files,
    { picture: 'files', method: 'gradient-x-input', bounds: '0,1' },
    { data, width: 6, height: 6 },
  );
  expect(found.seen.width).toBe(12);
  for (let i = 0; i < found.heat.data.length; i += 4) expect(found.heat.data[i]).toBe(found.heat.data[i + 1]);
});

test('weights beside an ONNX file, and names of classes that are dropped after it', async () => {
  const { model, data } = onnxBeside(readFileSync(strokes), 'strokes.onnx.data');
  const whole = await look(opened({ 'strokes.onnx': readFileSync(strokes) }));
  const apart = await look(opened({ 'a/strokes.onnx': model, 'a/strokes.onnx.data': data }));
  expect(apart.relevance).toEqual(whole.relevance);
  const file = (path: string, type = '') => ({ path, file: new File([''], path.replace(/.*\//, ''), { type }) });
  const open = [file('net/model.json'), file('net/group1-shard1of1.bin')];
  expect(modelName(open)).toBe('model.json');
  expect(modelName([file('expected.json'), ...open])).toBe('model.json');
  expect(modelName([file('labels.json'), file('net.onnx')])).toBe('net.onnx');
  const sorted = sortFiles([file('names.txt'), file('cat.png', 'image/png')], open);
  expect(sorted.model.map(({ path }) => path)).toEqual([
    'net/model.json',
    'net/group1-shard1of1.bin',
    'labels of names.txt',
  ]);
  expect(sorted.pictures).toHaveLength(1);
  const named = { ...folder(residual), 'labels of names.txt': 'yes\nno\n' };
  const { classNames } = await describeOwn(opened(named), initial);
  expect(classNames).toEqual(['yes', 'no']);
});

/** The sentence with which some work is refused, which leaves nothing behind. */
const sentence = async (work: () => unknown): Promise<string> => {
  const error = await failure(work);
  return error instanceof Error ? error.message : 'nothing was refused';
};

const shards = folder(residual);

test.each<[string, RegExp, () => ModelFiles | undefined]>([
  ['nothing', /no model is open/, () => undefined],
  ['a text file', /notes\.txt.* none is a model/, () => opened({ 'notes.txt': 'hello' })],
  ['a missing shard', /group1.* not among the files/, () => opened({ 'model.json': shards['model.json'] })],
  ['a truncated model.json', /no JSON/, () => opened({ ...shards, 'model.json': '{"modelTopology": {' })],
  ['a truncated ONNX file', /a\.onnx/, () => opened({ 'a.onnx': readFileSync(strokes).subarray(0, 700) })],
  ['a huge file', /2048 MB/, () => ({ id: ++count, files: [{ path: 'a.onnx', file: { size: 2 ** 31 } as Blob }] })],
])('%s is refused in a sentence, and the next model works', async (_, said, files) => {
  expect(await sentence(() => describeOwn(files(), initial))).toMatch(said);
  const before = tf.memory().numTensors;
  expect((await look(opened({ 'strokes.onnx': readFileSync(strokes) }))).top).toHaveLength(4);
  expect(await sentence(() => describeOwn(opened({ 'notes.txt': 'hello' }), initial))).toMatch(/none is a model/);
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
});

test('what is no number, or does not go with the model, is said in a sentence', async () => {
  const files = opened({ 'strokes.onnx': readFileSync(strokes) });
  expect(await sentence(() => describeOwn(files, { ...initial, bounds: 'high' }))).toMatch(/the range/);
  expect(await sentence(() => describeOwn(files, { ...initial, bounds: '1' }))).toMatch(/1 numbers/);
  expect((await describeOwn(files, { ...initial, mean: '0.5, 0.5' })).problem).toMatch(/mean has 2 numbers/);
  expect((await describeOwn(files, { ...initial, labels: 'a, b' })).problem).toMatch(/2 names/);
  expect(await sentence(() => look(files, { labels: 'a, b' }))).toMatch(/2 names/);
  await describeOwn(files, initial);
  expect(await sentence(() => look(files, { picture: 'files' }))).toMatch(/no picture is open/);
  expect(await sentence(() => look(files, { class: '9' }))).toMatch(/class 9 does not exist/);
});

test('a picture file that is too large is refused before it is decoded', async () => {
  expect(await sentence(() => decodePicture({ size: 5e8 } as Blob))).toMatch(/477 MB/);
});

test('the program that is shown computes the same in Node.js', async () => {
  const values = { ...initial, picture: 'input', rule: 'epsilon-plus', epsilon: 0.1, bounds: '0,1' } as const;
  const found = await look(opened(folder(residual)), values);
  const picture = Uint8Array.from({ length: 784 }, (_, i) => found.picture.data[4 * i]);
  const of = { file: `${residual}model.json`, settings: openOptionsIn(values), picture, options: lookOptions(values) };
  const said = runCode(modelCode(of));
  expect(said).toMatchObject({ class: found.found.class, name: found.top[0].name });
  expect(said['score']).toBeCloseTo(found.found.score, 5);
  expect(said['total']).toBeCloseTo(found.found.total, 4);
});

test('names of files are text in what is shown, whatever is in them', () => {
  const hostile = `x'; process.exit(3); "\n$(touch a).onnx`;
  const of = { settings: { bounds: [0, 1], size: [8, 6] }, options: { method: 'gradient', target: 1 } } as const;
  const code = modelCode({ file: hostile, picture: hostile, ...of });
  expect(code).toContain(`openClassifier(${JSON.stringify(hostile)}, {"bounds":[0,1],"size":[8,6]})`);
  expect(modelCommand({ file: hostile, picture: 'a b.png', ...of })).toBe(
    `npx interp explain 'a b.png' --model 'x'\\''; process.exit(3); "?$(touch a).onnx' --bounds=0,1 --size=8x6 --method gradient --class 1`,
  );
});

test('Explain asks a model of digits that was opened, and refuses one of other inputs in a sentence', async () => {
  const model = lenet({ seed: 4 });
  const files = opened({ 'net.safetensors': await lenetToTorch(model) });
  const values: ViewValues<'explain'> = initialOf(explainParameters);
  const request = { input: { kind: 'sample', digit: 3 }, network: 'own', values } as const;
  const found = await explain(request, { files, texts: { ...initial, labels: 'a,b,c,d,e,f,g,h,i,j' } });
  const x = sampleDigits().images([3]);
  const scores = classifier(model).logits(x);
  const expected = Array.from(scores.dataSync());
  tf.dispose([x, scores]);
  model.dispose();
  found?.logits.forEach((logit, i) => expect(logit).toBeCloseTo(expected[i], 4));
  expect(found?.classNames[3]).toBe('d');
  const other = { files: opened(shards), texts: initial };
  await describeOwn(other.files, initial);
  expect(await sentence(() => explain(request, other))).toMatch(/12 × 12 × 1; expected 28/);
  expect(await sentence(() => explain(request))).toMatch(/no model is open/);
});
