import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { classifier } from '@interp/core';
import { lrp } from '@interp/lrp';
import { findMnist, loadMnist } from '@interp/mnist/node';
import { fixtures, goldenLenet, tensorOf } from '@interp/testing/goldens';

/** Every tenth test digit where MNIST is at hand, the drawn ones where it is not. */
const digits = async (): Promise<tf.Tensor> => {
  try {
    const { test: images } = await loadMnist(await findMnist());
    return images.images(Array.from({ length: images.size / 10 }, (_, i) => 10 * i));
  } catch {
    return tensorOf(fixtures.read('classify').tensors.get('images')!);
  }
};

test.each(['sigmoid', 'relu'])('every digit balances at every layer: %s', async (activation) => {
  await tf.setBackend('wasm');
  const x = await digits();
  const c = classifier(goldenLenet(fixtures.read(`model-${activation}`)));
  const before = tf.memory();
  const { relevance, conservationError, totals, scores } = lrp(c, x, { strict: true });
  expect(conservationError.length).toBe(x.shape[0]);
  expect(Math.max(...conservationError)).toBeLessThan(1e-5);
  expect(Math.max(...totals.map((total, i) => Math.abs(total - scores[i]) / Math.abs(scores[i])))).toBeLessThan(1e-5);
  relevance.dispose();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
});
