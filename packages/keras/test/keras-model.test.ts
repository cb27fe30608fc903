import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { canWalk, networkOf } from '@interp/core';
import { kerasModel } from '../src/index.js';
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
