import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { loadModel } from '@interp/files/node';
import { lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';

/** A residual network of Keras with batch normalisation, as TensorFlow.js' converter wrote it, and Keras' answers. */
const folder = join(import.meta.dirname, '../../testing/fixtures/keras-residual');

interface Answers {
  /** Three pictures, `[3, 12, 12, 1]`. */
  readonly pictures: number[];
  /** Of picture i's log-probability of class i, `[3, 12, 12, 1]`. */
  readonly gradient: number[];
}

test('a network of Keras is explained by compiled kernels', async () => {
  await startBackend('wasm');
  const { pictures, gradient } = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as Answers;
  const net = classifier(await loadModel(join(folder, 'model.json')), { bounds: [0, 1] });
  const x = tf.tensor(pictures, [3, 12, 12, 1]);
  const found = net.gradient(x, (logits) => tf.sub(tf.oneHot([0, 1, 2], 3), tf.softmax(logits)));
  const off = tf.max(tf.abs(tf.sub(found.gradient, tf.tensor(gradient, x.shape)))).dataSync()[0];
  expect(off / Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-5);

  const { targets, conservationError } = lrp(net, x);
  expect([...targets]).toEqual([0, 1, 2]);
  expect(Math.max(...conservationError)).toBeLessThan(1e-5);
});
