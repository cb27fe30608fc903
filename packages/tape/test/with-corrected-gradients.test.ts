import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { failure } from '@interp/testing/refusal';
import { withCorrectedGradients } from '../src/index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const filter = (): tf.Tensor4D => tf.tensor4d([0.5, -1, 2, 0.25], [2, 2, 1, 1]);

/** A number made of an image by a dilated convolution, whose gradient TensorFlow.js refuses. */
const energy = (x: tf.Tensor): tf.Scalar =>
  tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, filter(), 1, 'valid', 'NHWC', 2)));

const image = (): tf.Tensor4D =>
  tf.tensor4d(
    [...Array(16).keys()].map((i) => Math.sin(i)),
    [1, 4, 4, 1],
  );

test('the gradient of a dilated convolution is the difference quotient of its values', () => {
  const x = image().dataSync();
  const gradient = withCorrectedGradients(() => tf.grad(energy)(image())).dataSync();
  const step = 1e-2;
  for (const i of x.keys()) {
    const [up, down] = [step, -step].map((by) =>
      energy(
        tf.tensor4d(
          x.map((value, k) => (k === i ? value + by : value)),
          [1, 4, 4, 1],
        ),
      ).dataSync(),
    );
    expect(gradient[i]).toBeCloseTo((up[0] - down[0]) / (2 * step), 2);
  }
});

test('of equal values the first takes the gradient of a maximum', () => {
  const both = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.maximum(a, b);
  const [a, b] = withCorrectedGradients(() => tf.grads(both)([tf.scalar(1), tf.scalar(1)]));
  expect([a.dataSync()[0], b.dataSync()[0]]).toEqual([1, 0]);
});

test('only what is called within is put right, also where one call is within another', () => {
  const usual = tf.getGradient('Conv2D');
  const gradient = withCorrectedGradients(() => {
    expect(tf.getGradient('Conv2D')).not.toBe(usual);
    withCorrectedGradients(() => tf.grad(energy)(image()));
    return tf.grad(energy)(image());
  });
  expect(gradient.shape).toEqual([1, 4, 4, 1]);
  expect(tf.getGradient('Conv2D')).toBe(usual);
});

test('work that throws leaves nothing in memory, and what it threw comes out', async () => {
  const [x, usual] = [image(), tf.getGradient('Conv2D')];
  const error = new Error('no more');
  const failing = (y: tf.Tensor): tf.Tensor => {
    tf.square(y);
    throw error;
  };
  expect(await failure(() => withCorrectedGradients(() => tf.grad(failing)(x)))).toBe(error);
  expect(tf.getGradient('Conv2D')).toBe(usual);
});
