import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { backward, classifier, trace } from '@interp/core';
import { loadModel } from '../src/node/index.js';
import { useLastMaximum } from '@interp/testing/last-maximum-backend';

/** A residual network of Keras 2.15 as TensorFlow.js' converter 4.22 wrote it (tools/make/keras_model.py), and Keras' answers. */
const folder = join(import.meta.dirname, '../../testing/fixtures/keras-residual');

interface Answers {
  /** Three pictures, `[3, 12, 12, 1]`. */
  readonly pictures: number[];
  /** `[3, 3]`. */
  readonly logProbabilities: number[];
  /** Of picture i's log-probability of class i, `[3, 12, 12, 1]`. */
  readonly gradient: number[];
}

const answers = async (): Promise<Answers> =>
  JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as Answers;

const apart = (found: tf.Tensor, expected: readonly number[]): number => {
  const values = found.dataSync();
  expect(values).toHaveLength(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - values[i]))) / scale;
};

const setBackend = (name: string) => async (): Promise<void> => {
  await tf.setBackend(name);
  Object.assign(tf.backend(), { firstUse: false });
};

test.each([
  ['wasm', setBackend('wasm')],
  ['cpu', setBackend('cpu')],
  ['a backend of unknown memory', useLastMaximum],
])('a network of Keras with batch normalisation and a skip connection answers as in Keras on %s', async (_, use) => {
  await use();
  const { pictures, logProbabilities, gradient } = await answers();
  const model = await loadModel(join(folder, 'model.json'));
  const net = classifier(model, { bounds: [0, 1] });
  const x = tf.tensor(pictures, [3, 12, 12, 1]);
  const own = tf.oneHot([0, 1, 2], 3);
  const count = tf.memory().numTensors;
  const found = net.gradient(x, (logits) => tf.sub(own, tf.softmax(logits)));
  expect(tf.memory().numTensors).toBe(count + 2);
  expect(apart(tf.logSoftmax(found.logits), logProbabilities)).toBeLessThan(1e-5);
  expect(apart(found.gradient, gradient)).toBeLessThan(1e-5);

  const run = trace(model, x);
  const start = tf.tidy(() => tf.sub<tf.Tensor2D>(own, tf.softmax(run.output)));
  const gradientByRules = backward(run, start, () => (layer, __, arriving) => layer.vjp(arriving));
  expect(apart(gradientByRules, gradient)).toBeLessThan(1e-5);
  run.dispose();
});
