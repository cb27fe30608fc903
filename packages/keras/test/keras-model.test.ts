import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { backward, canWalk, classifier, networkOf, trace } from '@interp/core';
import { refusal } from '@interp/testing/refusal';
import { openHdf5 } from '../src/hdf5/hdf5-file.js';
import { kerasModel, type KerasNetwork } from '../src/index.js';
import { answersOf, apart, changedKeras, fileNamed } from './files.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const versionOf = (name: string): string => name.split(/[-.]/)[1];

test.each(['branches-2.keras', 'branches-3.keras', 'branches-3.h5', 'branches-3-pieces.h5'])(
  '%s is a tf.LayersModel that answers as Keras does and holds its weights alone',
  async (name) => {
    const { pictures, outputs } = answersOf(versionOf(name), 'branches');
    const before = tf.memory().numTensors;
    const model = (await kerasModel(fileNamed(name))) as LayersModel;
    expect(apart(model.predict(pictures) as tf.Tensor, outputs)).toBeLessThan(1e-6);
    expect(tf.memory().numTensors).toBe(before + 1 + model.weights.length);
  },
);

test.each(['squeezes-2.keras', 'squeezes-2.h5', 'squeezes-3.keras', 'squeezes-3.h5', 'branches-2.h5'])(
  '%s, which has what TensorFlow.js lacks, is a network that answers as Keras does',
  async (name) => {
    const { pictures, outputs } = answersOf(versionOf(name), name.split('-')[0] as 'squeezes');
    const network = (await kerasModel(fileNamed(name))) as KerasNetwork;
    const { [network.outputs[0].name]: found } = network.run(pictures);
    expect(apart(found, outputs)).toBeLessThan(1e-5);
    expect(network.layers.map((layer) => layer.name)).toContain(name.startsWith('branches') ? 'inner/norm' : 'gate');
    expect([...network.parameters.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
    expect(canWalk(network)).toBe(true);
    network.dispose();
  },
);

test('layers of Keras 3 that attend, recur and normalise, and functions that move values, answer as Keras does, and have a gradient', async () => {
  const { pictures, outputs } = answersOf('3', 'medley');
  const before = tf.memory().numTensors;
  const network = (await kerasModel(fileNamed('medley-3.keras'))) as KerasNetwork;
  expect(canWalk(network)).toBe(true);
  tf.tidy(() => {
    expect(apart(network.run(pictures)[network.outputs[0].name], outputs)).toBeLessThan(1e-5);
    // Between the places where values are chosen, which numbers of three digits may lie on.
    const at = tf.add(pictures, 0.0005);
    const run = trace(network, at);
    const [start, way] = [run.output, pictures].map(({ shape }, i) => tf.randomNormal(shape, 0, 1, 'float32', i));
    const score = (step: number): number => tf.sum(tf.mul(trace(network, tf.add(at, tf.mul(way, step))).output, start)).arraySync() as number; // prettier-ignore
    expect(tf.sum(tf.mul(backward(run, start), way)).arraySync()).toBeCloseTo((score(1e-4) - score(-1e-4)) / 2e-4, 0);
  });
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('convolutional LSTMs answer as Keras does, and have a gradient', async () => {
  const { pictures, outputs } = answersOf('3', 'sequences');
  const network = (await kerasModel(fileNamed('sequences-3.keras'))) as KerasNetwork;
  tf.tidy(() => {
    expect(apart(network.run(pictures)[network.outputs[0].name], outputs)).toBeLessThan(1e-5);
    const run = trace(network, pictures);
    const [start, way] = [run.output, pictures].map(({ shape }, i) => tf.randomNormal(shape, 0, 1, 'float32', i));
    const score = (step: number): number => tf.sum(tf.mul(trace(network, tf.add(pictures, tf.mul(way, step))).output, start)).arraySync() as number; // prettier-ignore
    expect(tf.sum(tf.mul(backward(run, start), way)).arraySync()).toBeCloseTo((score(2e-3) - score(-2e-3)) / 4e-3, 2);
  });
  network.dispose();
});

test.each(['kernels-3.keras', 'kernels-3.h5'])('%s: kernels of a spectral norm, and several shifts at once, answer as Keras does', async (name) => {
  const { pictures, outputs } = answersOf('3', 'kernels');
  const network = (await kerasModel(fileNamed(name))) as KerasNetwork;
  tf.tidy(() => {
    expect(apart(network.run(pictures)[network.outputs[0].name], outputs)).toBeLessThan(1e-5);
  });
  network.dispose();
}); // prettier-ignore

test('the gradient of such a network is that of finite differences', async () => {
  const { pictures } = answersOf('3', 'squeezes');
  const net = classifier(await kerasModel(fileNamed('squeezes-3.keras')), { bounds: [0, 255] });
  const start = tf.cast<tf.Tensor2D>(tf.oneHot([1, 1], 3) as tf.Tensor2D, 'float32');
  const { gradient } = net.gradient(pictures, () => start);
  const way = tf.randomNormal(pictures.shape, 0, 1, 'float32', 5);
  const score = (step: number): number =>
    tf.sum(tf.mul(net.logits(tf.add(pictures, tf.mul(way, step))), start)).arraySync() as number;
  const expected = (score(0.25) - score(-0.25)) / 0.5;
  expect(tf.sum(tf.mul(gradient, way)).arraySync()).toBeCloseTo(expected, 4);
});

test('a network holds its weights until it is disposed of', async () => {
  const before = tf.memory().numTensors;
  const network = (await kerasModel(fileNamed('squeezes-3.keras'))) as KerasNetwork;
  expect(tf.memory().numTensors).toBeGreaterThan(before + 10);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a form that is asked for is given', async () => {
  const [layersModel, network] = [fileNamed('branches-3.keras'), fileNamed('squeezes-3.keras')];
  expect(await kerasModel(layersModel, { form: 'network' })).toHaveProperty('parameters');
  expect(await refusal(() => kerasModel(network, { form: 'layers' }))).toBe('unsupported-layer');
});

test('names, shapes and whether layers learn are those of the file', async () => {
  const model = (await kerasModel(fileNamed('branches-3.keras'))) as LayersModel;
  expect(model.name).toBe('branches');
  expect(canWalk(networkOf(model))).toBe(true);
  expect(networkOf(model).inputs).toMatchObject([{ name: 'pictures', shape: [null, 8, 8, 2] }]);
  expect(model.layers.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['pictures', 'shared', 'inner', 'end', 'classes']),
  );
  const frozen = changedKeras('branches-3.keras', ({ config }) => {
    const { layers } = (config as { config: { layers: { name: string; config: { trainable: boolean } }[] } }).config;
    layers.find(({ name }) => name === 'shared')!.config.trainable = false;
  });
  const other = (await kerasModel(frozen)) as LayersModel;
  expect([model, other].map((one) => one.getLayer('shared').trainable)).toEqual([true, false]);
});

/** A `model.json` as TensorFlow.js' converter writes it of a file of HDF5, and its weights. */
const converted = (name: string): { readonly json: Uint8Array; readonly weights: Uint8Array } => {
  const root = openHdf5(fileNamed(name));
  const group = root.group('model_weights')!;
  const all = group.texts('layer_names')!.flatMap((layer) => {
    const own = group.group(layer)!;
    return own.texts('weight_names')!.map((weight) => ({ weight, stored: own.dataset(weight) }));
  });
  const listed = all.map(({ weight, stored }) => ({ name: weight, shape: stored.shape, dtype: 'float32' }));
  const topology = { keras_version: '3.15.1', model_config: JSON.parse(root.text('model_config')!) as unknown };
  const file = { modelTopology: topology, weightsManifest: [{ paths: ['group1.bin'], weights: listed }] };
  return {
    json: new TextEncoder().encode(JSON.stringify(file)),
    weights: new Uint8Array(
      Buffer.concat(all.map(({ stored }) => Buffer.from(Float32Array.from(stored.read()).buffer))),
    ),
  };
};

test('a model.json of Keras 3, which TensorFlow.js does not read, answers as Keras does', async () => {
  const { json, weights } = converted('branches-3.h5');
  const asked: string[] = [];
  const read = (path: string): Uint8Array => (asked.push(path), weights);
  const model = (await kerasModel(json, { weights: read })) as LayersModel;
  const { pictures, outputs } = answersOf('3', 'branches');
  expect(apart(model.predict(pictures) as tf.Tensor, outputs)).toBeLessThan(1e-6);
  expect(asked).toEqual(['group1.bin']);
  expect(await refusal(() => kerasModel(json))).toBe('bad-option');
  expect(await refusal(() => kerasModel(json, { weights: () => weights.slice(4) }))).toBe('bad-file');
});

test('TensorFlow.js saves and loads what was read', async () => {
  const model = (await kerasModel(fileNamed('branches-3.keras'))) as LayersModel;
  const { pictures, outputs } = answersOf('3', 'branches');
  let kept: tf.io.ModelArtifacts | undefined;
  await model.save({ save: (artifacts) => ((kept = artifacts), Promise.resolve({ modelArtifactsInfo: {} as never })) });
  const again = await loadLayersModel({ load: () => Promise.resolve(kept!) });
  expect(apart(again.predict(pictures) as tf.Tensor, outputs)).toBeLessThan(1e-6);
});

test('a file of HDF5 in the newest form of the format is read too', async () => {
  const model = (await kerasModel(fileNamed('latest.h5'))) as LayersModel;
  expect(Array.from((model.predict(tf.tensor([[1, 1], [2, 4]])) as tf.Tensor).dataSync())).toEqual([0.375, 0.125]); // prettier-ignore
});
