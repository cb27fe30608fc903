import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { input, layers, model, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classifier, networkOf, random, type Classifier } from '@interp/core';
import { gradientInParts, imagesAtOnce } from '@interp/core/internal';
import { expectSameNumbers } from '@interp/testing/backend-under-test';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const uniforms = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.tensor(random(seed).uniforms(tf.util.sizeFromShape([...shape]), -1, 1), [...shape]);

const seeded = (made: LayersModel): LayersModel => {
  tf.tidy(() => {
    made.setWeights(made.weights.map(({ shape }, i) => uniforms(shape as number[], i)));
  });
  return made;
};

/** More than a million values for an image, so that no more than seven go through it in one pass. */
const wideModel = (): LayersModel =>
  seeded(
    sequential({
      layers: [
        layers.conv2d({ inputShape: [60, 60, 1], filters: 150, kernelSize: 3, padding: 'same', activation: 'tanh' }),
        layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
        layers.globalAveragePooling2d({}),
        layers.dense({ units: 3 }),
      ],
    }),
  );

const dense = (units: number, inputShape?: number[]) => layers.dense({ units, ...(inputShape && { inputShape }) });

test('as many images go in one pass as hold so many values, and one where a model is larger than that', () => {
  const small = sequential({ layers: [dense(10, [4])] });
  expect(imagesAtOnce({ network: networkOf(small), inputShape: [4] }, 100)).toBe(10);
  expect(imagesAtOnce({ network: networkOf(small), inputShape: [4] }, 5)).toBe(1);
  expect(imagesAtOnce({ inputShape: [4] }, 100)).toBe(Infinity);
});

test('an open side counts as the longest of the input', () => {
  const open = layers.conv2d({ inputShape: [null, null, 1], filters: 2, kernelSize: 1 });
  const made = sequential({ layers: [open, layers.globalMaxPooling2d({}), dense(2)] });
  expect(imagesAtOnce({ network: networkOf(made), inputShape: [10, 5, 1] }, 2040)).toBe(10);
});

test('a layer that is used twice counts twice, and those of a nested model count', () => {
  const x = input({ shape: [5] });
  const twice = dense(5);
  const y = twice.apply(twice.apply(x)) as SymbolicTensor;
  const inner = sequential({ layers: [dense(20, [5])] });
  const made = model({ inputs: x, outputs: inner.apply(y) as SymbolicTensor });
  const most = imagesAtOnce({ network: networkOf(made), inputShape: [5] }, 700);
  expect(most).toBeGreaterThanOrEqual(10);
  expect(most).toBeLessThanOrEqual(20);
});

test('scores and gradients of many images are those of each by itself', () => {
  const made = wideModel();
  const c = classifier(made);
  const most = imagesAtOnce(c);
  expect(most).toBeLessThanOrEqual(7);
  const n = 2 * most + 1;
  const x = uniforms([n, 60, 60, 1], 7);
  const start = (logits: tf.Tensor2D): tf.Tensor2D =>
    tf.cast(tf.oneHot(tf.argMax<tf.Tensor1D>(logits, 1), 3) as tf.Tensor2D, 'float32');
  const before = tf.memory().numTensors;
  const all = c.gradient(x, start);
  const scores = c.logits(x);
  expect(scores.dataSync()).toEqual(all.logits.dataSync());
  for (const image of [0, most, n - 1]) {
    tf.tidy(() => {
      const alone = c.gradient(tf.slice(x, image, 1), start);
      expectSameNumbers(tf.slice(scores, image, 1).dataSync(), alone.logits.dataSync(), 1e-5);
      expectSameNumbers(tf.slice(all.gradient, image, 1).dataSync(), alone.gradient.dataSync(), 1e-5);
    });
  }
  tf.dispose([all.logits, all.gradient, scores]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose(x);
  made.dispose();
});

test('where a gradient starts is asked once, with the scores of all images', () => {
  const made = seeded(
    sequential({ layers: [layers.dense({ units: 2, inputShape: [3], activation: 'tanh' }), dense(2)] }),
  );
  const c = classifier(made);
  const parted: Classifier['gradient'] = gradientInParts(2, c.logits, c.gradient);
  const x = uniforms([5, 3], 1);
  const asked: number[] = [];
  const start = (logits: tf.Tensor2D): tf.Tensor2D => {
    asked.push(logits.shape[0]);
    return tf.mul(logits, tf.sum(logits));
  };
  const [whole, inParts] = [c.gradient(x, start), parted(x, start)];
  expect(asked).toEqual([5, 5]);
  expect(inParts.gradient.dataSync()).toEqual(whole.gradient.dataSync());
  expect(inParts.logits.dataSync()).toEqual(whole.logits.dataSync());
  tf.dispose([x, whole.logits, whole.gradient, inParts.logits, inParts.gradient]);
  made.dispose();
});
