import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { classifier } from '@interp/core';
import { goldenLenet, goldenSets, tensorOf } from '@interp/testing/goldens';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const cases = goldenSets.flatMap((set) => ['sigmoid', 'relu'].map((activation) => ({ set, activation })));

test.each(cases)('logits and their gradient as PyTorch has them: $set.name $activation', ({ set, activation }) => {
  const c = classifier(goldenLenet(set.read(`model-${activation}`)));
  const { tensors } = set.read('classify');
  const gradients = set.read(`gradients-${activation}`).tensors;
  const x = tensorOf(tensors.get('images')!);
  const targets = gradients.get('target')!.data as Int32Array;
  const { logits, gradient } = c.gradient(x, (scores) =>
    tf.cast(tf.oneHot(targets, scores.shape[1]) as tf.Tensor2D, 'float32'),
  );
  const difference = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
  expect(difference(logits, tensorOf(tensors.get(`${activation}.logits`)!))).toBeLessThan(2e-5);
  const expected = tensorOf(gradients.get('grad_logit')!);
  expect(difference(gradient, expected)).toBeLessThan(1e-4 * tf.max(tf.abs(expected)).dataSync()[0]);
});
