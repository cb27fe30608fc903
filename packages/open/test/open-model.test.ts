import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { predictedClasses } from '@interp/core';
import { float32Entry, readSafetensors, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { readImages } from '@interp/images/node';
import { gradient, lrp, lrp0 } from '@interp/lrp';
import { openClassifier, openDecoder, openModel, openRbm, type OpenOptions } from '@interp/open';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model as modelOf, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';

const example = (name: string): string => fileURLToPath(new URL(`../../../docs/examples/${name}`, import.meta.url));
const graph = fileURLToPath(new URL('../../testing/fixtures/small-graph/model.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'interp-open-'));
const at = (name: string): string => join(folder, name);
let [several, signs] = ['', ''];
beforeAll(async () => {
  await startBackend('wasm');
  const [picture, facts] = [input({ shape: [4, 4, 1], name: 'picture' }), input({ shape: [3], name: 'facts' })];
  const flat = layers.flatten().apply(picture) as SymbolicTensor;
  const both = layers.concatenate().apply([flat, facts]) as SymbolicTensor;
  const own = modelOf({
    inputs: [picture, facts],
    outputs: layers.dense({ units: 2 }).apply(both) as SymbolicTensor,
  });
  several = await saveModel(own, at('several'));
  own.dispose();
  const dense = layers.dense({ units: 2, useBias: false, weights: [tf.tensor2d([[1, -1]])] });
  const ofSigns = sequential({
    layers: [layers.globalAveragePooling2d({ inputShape: [4, 4, 1], dataFormat: 'channelsLast' }), dense],
  });
  signs = await saveModel(ofSigns, at('signs'));
  ofSigns.dispose();
  writeFileSync(at('facts.safetensors'), writeSafetensors([['facts', float32Entry([1, 3], Float32Array.of(1, 2, 3))]]));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['strokes.onnx', 'onnx'],
  ['strokes.keras', 'keras'],
])('%s answers as the network that wrote it did, and leaves nothing', async (file, format) => {
  const before = tf.memory().numTensors;
  const opened = await openModel(example(file), { bounds: [0, 1], labels: ['level', 'upright', 'falling', 'rising'] });
  const net = await opened.classifier();
  expect([opened.format, net.bounds, net.labels?.[net.classes - 1]]).toEqual([format, [0, 1], 'rising']);
  const images = await readImages([`${example('strokes-check.safetensors')}#images`], net.imageOptions);
  const x = images.tensor();
  const scores = net.logits(x);
  expect(predictedClasses(scores)).toEqual(Int32Array.from({ length: 6 }, (__, i) => images.label(i)!));
  const expected = readSafetensors(readFileSync(example('strokes-check.safetensors'))).tensors.get('logits')!;
  if (format === 'onnx')
    Array.from(scores.dataSync()).forEach((score, i) => expect(score).toBeCloseTo(Number(expected.data[i]), 3));
  tf.dispose([x, scores]);
  opened.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a network that ships has its own settings, and no doubts about its pixels', async () => {
  const net = await openClassifier('lenet');
  expect([net.settings, net.rangeDoubt, net.classes]).toEqual([{}, undefined, 10]);
  net.dispose();
});

test('a graph of TensorFlow.js is opened', async () => {
  const opened = await openModel(graph);
  expect([opened.format, (await opened.classifier()).inputShape.length]).toEqual(['tfjs-graph-model', 3]);
  opened.dispose();
});

test('the range of pixels is doubted where nobody said it and the answer depends on it', async () => {
  const black = writeSafetensors([['images', float32Entry([1, 4, 4, 1], new Float32Array(16).fill(-1))]]);
  writeFileSync(at('black.safetensors'), black);
  const net = await openClassifier(signs);
  const images = await readImages([at('black.safetensors')], net.imageOptions);
  expect(net.rangeDoubt!(images)).toMatch(
    / is read as 1 with pixels in \[-1, 1\], as 0 with \{ bounds: \[0, 1\] \}, as 0 /,
  );
  net.dispose();
  const said = await openClassifier(signs, { bounds: [-1, 1] });
  expect(said.rangeDoubt!(images)).toBeUndefined();
  said.dispose();
});

test('interp.json beside a model is read, and options go first', async () => {
  cpSync(example('strokes.keras'), at('own.keras'));
  writeFileSync(at('own.interp.json'), JSON.stringify({ mean: [0.5], std: [0.5], labels: ['a', 'b', 'c', 'd'] }));
  writeFileSync(at('names.txt'), 'level\nupright\nfalling\nrising\n');
  const net = await openClassifier(at('own.keras'));
  expect([net.bounds, net.labels]).toEqual([
    [-1, 1],
    ['a', 'b', 'c', 'd'],
  ]);
  net.dispose();
  const other = await openClassifier(at('own.keras'), { bounds: [0, 1], labels: at('names.txt') });
  expect([other.bounds, other.labels]).toEqual([
    [0, 1],
    ['level', 'upright', 'falling', 'rising'],
  ]);
  other.dispose();
});

test('a channel, a unit, or a value is looked at in the place of a class', async () => {
  const options: readonly [OpenOptions, number][] = [
    [{ layer: 'conv1', channel: 2 }, 8],
    [{ layer: 'conv1', unit: 2 }, 16 * 20 * 8],
    [{ at: [1, 3] }, 2],
    [{ at: [1, 3], sum: true }, 1],
    [{ at: [1], threshold: 0.5 }, 2],
  ];
  for (const [looking, classes] of options) {
    const net = await openClassifier(example('strokes.keras'), { bounds: [0, 1], ...looking });
    expect([net.classes, net.isHidden, net.imageOptions.classes]).toEqual([classes, true, undefined]);
    net.dispose();
  }
});

test('all inputs of a model are explained together, and their maps sum to the score', async () => {
  const net = await openClassifier(several, { inputs: at('facts.safetensors'), input: 'picture' });
  const x = tf.ones([1, 4, 4, 1]);
  const { found, maps, totals } = net.others!.explained(x, 0, (c, all) => lrp(c, all, { rules: lrp0() }), net);
  expect(Object.keys(maps)).toEqual(['relevance.picture', 'relevance.facts', 'relevance']);
  expect(totals['picture'] + totals['facts']).toBeCloseTo(found.scores[0], 3);
  const alone = gradient(net, x);
  expect(alone.relevance.shape).toEqual([1, 4, 4, 1]);
  tf.dispose([x, alone.relevance, ...Object.values(maps)]);
  net.dispose();
});

test('generators and RBMs are opened by name or file', async () => {
  const [generator, rbm] = [await openDecoder('generator'), await openRbm('rbm-8')];
  expect([generator.outputShape, rbm.hidden]).toEqual([[28, 28, 1], 8]);
  generator.dispose();
  rbm.dispose();
  expect((await refused(() => openDecoder('none'))).message).toMatch(
    /^the decoder "none" is not known; expected generator, /,
  );
  expect((await refused(() => openRbm('none'))).code).toBe('not-found');
});

test.each<[string, () => Promise<unknown>, string, RegExp]>([
  ['a name that means nothing', () => openModel('alexnet'), 'bad-option', /"alexnet"; expected lenet, /],
  ['a file that is not there', () => openModel('no/net.onnx'), 'not-found', /no\/net\.onnx/],
  ['a setting of what ships', () => openModel('lenet', { bounds: [0, 1] }), 'bad-option', /lenet has its own/],
  [
    'two ranges',
    () => openModel(example('strokes.onnx'), { bounds: [0, 1], mean: [0.5] }),
    'bad-option',
    /one of them/,
  ],
  ['an unknown option', () => openModel('lenet', { label: 'x' } as OpenOptions), 'bad-option', /did you mean "labels"/],
  ['a channel of no layer', () => openClassifier('lenet', { channel: 1 }), 'bad-option', /expected \{ layer: NAME \}/],
  [
    'an output that is not there',
    () => openClassifier(example('strokes.onnx'), { output: 'x', at: [0] }),
    'bad-option',
    /output/,
  ],
  ['no other inputs', () => openClassifier(several), 'bad-option', /nothing is given for "?facts/],
  [
    'names of another number',
    () => openClassifier(example('strokes.onnx'), { labels: ['a'] }),
    'bad-option',
    /1 names/,
  ],
])('%s is refused and leaves nothing', async (_, open, code, message) => {
  expect(await refused(open)).toMatchObject({ code, message: expect.stringMatching(message) as string });
});
