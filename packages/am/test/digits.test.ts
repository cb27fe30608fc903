import { startBackend } from '@interp/backend';
import { classifier, predictedClasses } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { fixtures, goldenLenet, goldenSets } from '@interp/testing/goldens';
import { backgroundAddition, expertPrototypes, prototypes } from '../src/index.js';
import { goldenExpert } from './golden-expert.js';
import { leaving } from './tiny.js';

beforeAll(() => startBackend('wasm'));

test.each(['sigmoid', 'relu'])('ten digits that a LeNet of %s units is sure of, from several seeds', async (units) => {
  const model = goldenLenet(fixtures.read(`model-${units}`));
  const lenet = classifier(model);
  for (const seed of [1, 2]) {
    const { images, items } = await leaving(1, () => prototypes(lenet, { seed }));
    const logits = lenet.logits(images);
    const again = tf.tidy(() => tf.softmax(logits).arraySync());
    items.forEach(({ probability, objective }, c) => {
      expect(probability).toBeGreaterThan(0.99);
      expect(again[c][c]).toBeGreaterThan(0.99);
      expect(objective).toBeGreaterThan(0.95);
    });
    tf.dispose([images, logits]);
  }
  model.dispose();
});

test('what a step tells of a prototype stays while the memory of WebAssembly grows', async () => {
  const model = goldenLenet(fixtures.read('model-sigmoid'));
  const grown: tf.Tensor[] = [];
  const told: Float32Array[] = [];
  const { images, items } = await prototypes(classifier(model), {
    ...{ classes: [3, 5], steps: 4, restarts: 1 },
    onStep: ({ value }) => {
      grown.push(tf.ones([4096, 1024]), tf.zeros([4096, 1024]));
      told.push(value[1].point.slice());
    },
  });
  const best = items[1].history.findIndex(({ objective }) => objective === items[1].objective);
  expect([...told[best]]).toEqual([...images.dataSync().slice(784)]);
  tf.dispose([images, ...grown]);
  model.dispose();
});

test('background added to a blank image makes a LeNet surer of every digit, the cut patches included', async () => {
  const model = goldenLenet(fixtures.read('model-sigmoid'));
  const { images, items } = await leaving(1, () => backgroundAddition(classifier(model)));
  const values = images.dataSync();
  expect(new Set(values)).toEqual(new Set([0, -1]));
  for (const { history, probability } of items) {
    history.slice(1).forEach((record, i) => expect(record.probability).toBeGreaterThan(history[i].probability));
    expect(probability).toBeGreaterThan(0.5);
  }
  const patches = items.flatMap(({ history }) => history.flatMap(({ patch }) => patch ?? []));
  expect(patches.some(({ left, width }) => left === 25 && width === 3)).toBe(true);
  expect(patches.some(({ top, height }) => top === 25 && height === 3)).toBe(true);
  images.dispose();
  model.dispose();
});

const expertSets = goldenSets.filter(
  (set) => set.name !== 'drawn' && set.has('rbm-gaussian') && set.has('model-sigmoid'),
);

test.each(expertSets)(
  'with the RBM of $name as expert, images converge higher and most stay of their class',
  async (set) => {
    const model = goldenLenet(set.read('model-sigmoid'));
    const lenet = classifier(model);
    const { expert, images: given, dispose } = goldenExpert(set.read('rbm-gaussian'));
    const classes = tf.tidy(() => Array.from(predictedClasses(lenet.logits(given))));
    const { images, items } = await leaving(1, () => expertPrototypes(lenet, expert, { classes, start: given }));
    for (const { history, objective } of items) {
      expect(objective).toBeGreaterThan(history[0].objective);
      const late = history.slice(-20).map((record) => record.objective);
      expect(Math.max(...late) - Math.min(...late)).toBeLessThan(0.1);
    }
    const sure = items.map(({ probability }) => probability);
    expect(sure.filter((probability) => probability > 0.5).length).toBeGreaterThan(sure.length / 2);
    expect(Math.max(...sure)).toBeGreaterThan(0.95);
    images.dispose();
    dispose();
    model.dispose();
  },
);
