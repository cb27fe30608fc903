import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { startBackend } from '@interp/backend';
import { forRandom, sameOnBoth, valuesOf } from './random-cases.js';

const size = fc.integer({ min: 1, max: 7 });
const resizings = fc
  .record({
    shape: fc.tuple(size, size, size, size),
    to: fc.tuple(size, size),
    bilinear: fc.boolean(),
    alignCorners: fc.boolean(),
    halfPixelCenters: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1e6 }),
  })
  .filter(({ alignCorners, halfPixelCenters }) => !(alignCorners && halfPixelCenters));

const resize =
  (bilinear: boolean, to: [number, number], alignCorners: boolean, halfPixelCenters: boolean) =>
  (x: tf.Tensor): tf.Tensor =>
    (bilinear ? tf.image.resizeBilinear : tf.image.resizeNearestNeighbor)(
      x as tf.Tensor4D,
      to,
      alignCorners,
      halfPixelCenters,
    );

describe('the gradient of resizing', () => {
  it('is the same on wasm and cpu', () =>
    forRandom(resizings, ({ shape, to, bilinear, alignCorners, halfPixelCenters, seed }) =>
      sameOnBoth(() => {
        const forward = resize(bilinear, to, alignCorners, halfPixelCenters);
        return tf.grad(forward)(valuesOf(shape, seed), valuesOf([shape[0], ...to, shape[3]], seed + 1));
      }),
    ));

  it.each(['wasm', 'cpu'] as const)('is the transpose of resizing on %s', async (backend) => {
    await startBackend(backend);
    await forRandom(resizings, ({ shape, to, bilinear, alignCorners, halfPixelCenters, seed }) => {
      const [forwards, back] = tf.tidy(() => {
        const forward = resize(bilinear, to, alignCorners, halfPixelCenters);
        const [x, dy] = [valuesOf(shape, seed), valuesOf([shape[0], ...to, shape[3]], seed + 1)];
        return [tf.mul(forward(x), dy), tf.mul(x, tf.grad(forward)(x, dy))].map(
          (product) => tf.sum(product).dataSync()[0],
        );
      });
      expect(back).toBeCloseTo(forwards, 3);
      return Promise.resolve();
    });
  });
});
