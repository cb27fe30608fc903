import { readFileSync } from 'node:fs';
import { refused } from '@interp/testing/refusal';
import {
  loadStateDict,
  readSafetensors,
  type ModuleNames,
  type SafetensorsEntry,
  type SafetensorsFile,
} from '@interp/files';
import { float32Entry, int32Entry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

/** A state dict that `tools/make/torch_layers.py` wrote, with an input of its network and what PyTorch answers. */
const torchFile = (name: string) => {
  const file = readSafetensors(readFileSync(new URL(`fixtures/torch-${name}.safetensors`, import.meta.url)));
  const tensors = new Map(file.tensors);
  const tensor = (which: 'x' | 'y') => {
    const { data, shape } = tensors.get(which)!;
    tensors.delete(which);
    return tf.tensor(data as Float32Array, [...shape]);
  };
  return { x: tensor('x'), y: tensor('y'), state: { ...file, tensors } };
};

const epsilon = 1e-5;

const pictures = (): LayersModel => {
  const x = input({ shape: [6, 5, 3] });
  const stem = [
    layers.conv2d({ name: 'stem_0', filters: 4, kernelSize: 3, padding: 'same', useBias: false }),
    layers.batchNormalization({ name: 'stem_1', epsilon }),
    layers.prelu({ name: 'stem_2', sharedAxes: [1, 2] }),
  ].reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
  const others = [
    layers.depthwiseConv2d({ name: 'depth', kernelSize: 3, depthMultiplier: 2 }),
    layers.conv2dTranspose({ name: 'up', filters: 2, kernelSize: 2, strides: 2 }),
    layers.prelu({ name: 'slope', sharedAxes: [1, 2] }),
  ].reduce((y, layer) => layer.apply(y) as SymbolicTensor, stem);
  const flat = [stem, others].map((y) => layers.flatten().apply(y) as SymbolicTensor);
  const vector = layers.concatenate().apply(flat);
  const normed = layers
    .batchNormalization({ name: 'norm', epsilon })
    .apply(layers.dropout({ rate: 0.5 }).apply(vector));
  return model({ inputs: x, outputs: layers.dense({ name: 'head', units: 3 }).apply(normed) as SymbolicTensor });
};

const sequenceOf = (x: SymbolicTensor, ...all: readonly LayersModel['layers'][number][]): SymbolicTensor =>
  all.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);

const words = (recurrentActivation: 'sigmoid' | 'hardSigmoid' = 'sigmoid'): LayersModel => {
  const gates = { returnSequences: true, recurrentActivation, recurrentInitializer: 'glorotNormal' } as const;
  const x = input({ shape: [6] });
  const a = sequenceOf(
    x,
    layers.embedding({ name: 'words', inputDim: 7, outputDim: 4 }),
    layers.bidirectional({
      name: 'both',
      layer: layers.lstm({ units: 3, ...gates }),
      mergeMode: 'concat',
    }),
    layers.lstm({ name: 'first', units: 5, ...gates }),
    layers.lstm({ name: 'second', units: 5, ...gates }),
    layers.layerNormalization({ name: 'norm', epsilon }),
  );
  const b = sequenceOf(a, layers.conv1d({ name: 'conv', filters: 2, kernelSize: 3 }), layers.flatten());
  const last = sequenceOf(a, layers.simpleRNN({ name: 'plain', units: 3, recurrentInitializer: 'glorotNormal' }));
  const vector = layers.concatenate().apply([b, last]);
  return model({ inputs: x, outputs: layers.dense({ name: 'head', units: 2 }).apply(vector) as SymbolicTensor });
};

const decoder = (): LayersModel =>
  sequential({
    layers: [
      layers.dense({ name: 'first', units: 24, inputShape: [3] }),
      layers.batchNormalization({ name: 'norm', epsilon }),
      layers.reLU(),
      layers.reshape({ targetShape: [2, 3, 4] }),
      layers.conv2dTranspose({ name: 'up', filters: 2, kernelSize: 2, strides: 2 }),
    ],
  });

/** Pictures with their channels where PyTorch has them, or where TensorFlow.js has them. */
const last = (x: tf.Tensor) => (x.rank === 4 ? tf.transpose(x, [0, 2, 3, 1]) : x);

test.each<[string, () => LayersModel, ModuleNames, number]>([
  ['pictures', pictures, {}, 5e-6],
  ['words', words, { first: 'module.stack[0]', second: 'module.stack[1]' }, 5e-6],
  ['decoder', decoder, (layer) => `module.${layer}`, 5e-6],
])('a state dict of %s gives what PyTorch gives', (name, build, map, most) => {
  const { x, y, state } = torchFile(name);
  const net = build();
  const before = tf.memory().numTensors;
  const { loaded, unused } = loadStateDict(net, state, map);
  expect(tf.memory().numTensors).toBe(before);
  expect(unused).toEqual([]);
  expect(loaded.get(name === 'words' ? 'second' : 'up')).toMatch(/^module\./);
  tf.tidy(() => {
    const found = net.predict(last(x)) as tf.Tensor;
    const apart = tf.max(tf.abs(tf.sub(found, last(y)))).dataSync<'float32'>()[0];
    expect(apart).toBeLessThan(most * tf.max(tf.abs(y)).dataSync<'float32'>()[0]);
  });
});

/** A dense layer with a convolution before it, and a state dict for it with changes. */
const small = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ name: 'conv1', filters: 2, kernelSize: 3, inputShape: [4, 5, 1] }),
      layers.flatten(),
      layers.dense({ name: 'fc', units: 3 }),
    ],
  });

const zeros = (...shape: readonly number[]): SafetensorsEntry =>
  float32Entry(shape, new Float32Array(shape.reduce((all, size) => all * size, 1)));

const smallState = (changes: Readonly<Record<string, SafetensorsEntry | undefined>> = {}): SafetensorsFile => {
  const all = { 'conv1.weight': zeros(2, 1, 3, 3), 'conv1.bias': zeros(2), 'fc.weight': zeros(3, 12), 'fc.bias': zeros(3), ...changes }; // prettier-ignore
  return { tensors: new Map(Object.entries(all).filter(([, entry]) => entry)), metadata: new Map() };
};

test.each<[string, SafetensorsFile | Uint8Array, ModuleNames, string, RegExp]>([
  [
    'another shape',
    smallState({ 'fc.weight': zeros(3, 8) }),
    {},
    'bad-shape',
    /fc\.weight" has the shape \[3, 8\], and the layer "fc", whose weight is \[12, 3\] here, takes \[3, 12\]/,
  ],
  [
    'a transposed matrix',
    smallState({ 'fc.weight': zeros(12, 3) }),
    {},
    'bad-shape',
    /has the shape \[12, 3\].* takes \[3, 12\]/,
  ],
  [
    'a missing tensor',
    smallState({ 'conv1.bias': undefined }),
    {},
    'bad-value',
    /no "conv1\.bias" for the layer "conv1"; expected \[2\], or a layer with useBias: false/,
  ],
  [
    'a missing module',
    smallState({ 'fc.weight': undefined, 'fc.bias': undefined }),
    {},
    'bad-value',
    /no module "fc" for the layer "fc"; expected one of conv1/,
  ],
  [
    'weight normalisation',
    smallState({ 'fc.weight': undefined, 'fc.weight_g': zeros(3, 1), 'fc.weight_v': zeros(3, 12) }),
    {},
    'bad-value',
    /has "fc\.weight_g", and the layer "fc".*; take its weight normalisation off before it is saved/,
  ],
  [
    'a tensor without a place',
    smallState({ 'fc.scale': zeros(3) }),
    {},
    'bad-value',
    /has "fc\.scale", and the layer "fc" of type Dense no place for it/,
  ],
  [
    'whole numbers',
    smallState({ 'fc.bias': int32Entry([3], Int32Array.of(1, 2, 3)) }),
    {},
    'bad-value',
    /elements of the type I32/,
  ],
  ['no number', smallState({ 'fc.bias': float32Entry([3], [1, NaN, 2]) }), {}, 'bad-value', /no finite numbers/],
  [
    'no number in the network itself',
    smallState({ weight: float32Entry([3, 12], new Float32Array(36).fill(NaN)), bias: zeros(3) }),
    { fc: '', conv1: null },
    'bad-value',
    /^"weight" has values/,
  ],
  ['a layer that is not there', smallState(), { conv2: 'conv1' }, 'bad-option', /map names the layer "conv2"/],
  ['a name that is none', smallState(), { fc: 3 as never }, 'bad-option', /expected the name of a module, or null/],
  ['a file of torch.save', Uint8Array.of(0x50, 0x4b, 3, 4), {}, 'bad-file', /save_file\(model\.state_dict\(\)/],
  ['no file', 'weights.pt' as never, {}, 'bad-option', /expected the bytes/],
])('%s is refused, and no weight is changed', async (_, file, map, code, message) => {
  const net = small();
  const before = net.getWeights().map((weight) => weight.dataSync());
  const tensors = tf.memory().numTensors;
  const error = await refused(() => loadStateDict(net, file, map));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.message.length).toBeLessThanOrEqual(300);
  expect(net.getWeights().map((weight) => weight.dataSync())).toEqual(before);
  expect(tf.memory().numTensors).toBe(tensors);
});

test.each<[string, LayersModel['layers'][number], RegExp]>([
  ['a GRU', layers.gru({ name: 'rnn', units: 2, inputShape: [3, 2], recurrentInitializer: 'zeros' }), /reset gate/],
  [
    'hard gates',
    layers.lstm({ name: 'rnn', units: 2, inputShape: [3, 2], recurrentInitializer: 'zeros' }),
    /recurrentActivation: "sigmoid"/,
  ],
  [
    'a separable convolution',
    layers.separableConv2d({ name: 'rnn', filters: 2, kernelSize: 2, inputShape: [3, 3, 2] }),
    /two modules/,
  ],
])('%s, which computes something else than PyTorch’s, is refused by name', async (_, layer, message) => {
  const file = smallState({ 'rnn.weight': zeros(1) });
  const { message: said } = await refused(() => loadStateDict(sequential({ layers: [layer] }), file));
  expect(said).toMatch(/layer "rnn"/);
  expect(said).toMatch(message);
});

test('null leaves a layer as it is, and what is not used is listed', () => {
  const net = small();
  const [kernel] = net.getLayer('fc').getWeights();
  const before = kernel.dataSync();
  const state = smallState({ 'fc.weight': zeros(7, 7), 'aux.weight': zeros(1), 'fc.num_batches_tracked': zeros(1) });
  const { loaded, unused } = loadStateDict(net, state, { fc: null });
  expect([...loaded]).toEqual([['conv1', 'conv1']]);
  expect(unused).toEqual(['fc.weight', 'fc.bias', 'aux.weight']);
  expect(net.getLayer('fc').getWeights()[0].dataSync()).toEqual(before);
});

test('channels that are brought to the front before they are flattened keep their order', () => {
  const net = sequential({
    layers: [
      layers.permute({ dims: [3, 1, 2], inputShape: [2, 2, 3] }),
      layers.flatten(),
      layers.dense({ name: 'fc', units: 1 }),
    ],
  });
  const values = Array.from({ length: 12 }, (_, i) => i);
  loadStateDict(net, { tensors: new Map([['fc.weight', float32Entry([1, 12], values)], ['fc.bias', zeros(1)]]), metadata: new Map() }); // prettier-ignore
  expect([...net.getLayer('fc').getWeights()[0].dataSync()]).toEqual(values);
});

test('layers of a model within a model are called by their path', () => {
  const inner = sequential({ name: 'encoder', layers: [layers.dense({ name: 'fc', units: 2, inputShape: [2] })] });
  const x = input({ shape: [2] });
  const encoded = inner.apply(x);
  const head = layers.dense({ name: 'head', units: 1 }).apply(encoded) as SymbolicTensor;
  const net = model({ inputs: x, outputs: head });
  const tensors = new Map([
    ['encoder.fc.weight', float32Entry([2, 2], [1, 2, 3, 4])],
    ['encoder.fc.bias', float32Entry([2], [5, 6])],
    ['head.weight', float32Entry([1, 2], [1, 1])],
    ['head.bias', float32Entry([1], [0])],
  ]);
  expect([...loadStateDict(net, { tensors, metadata: new Map() }).loaded]).toEqual([
    ['encoder/fc', 'encoder.fc'],
    ['head', 'head'],
  ]);
  expect((net.predict(tf.tensor2d([[1, 1]])) as tf.Tensor).dataSync()[0]).toBe(1 + 2 + 5 + 3 + 4 + 6);
});
