import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { loadKernelTable, unloadKernelTable } from '../src/compiled/kernel-table.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { convolutions } from './convolution-cases.js';
import { forRandom, valuesOf } from './random-cases.js';

const [beta1, beta2, scale, epsilon] = [0.9, 0.999, 0.0123, 3e-8];

const inSteps = (gradient: tf.Tensor, mean: tf.Tensor, square: tf.Tensor): tf.Tensor[] => {
  const m = tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add(tf.mul(square, beta2), tf.mul(tf.mul(gradient, gradient), 1 - beta2));
  return [tf.div(tf.mul(m, scale), tf.add(tf.sqrt(v), epsilon)), m, v];
};

const inOne = (gradient: tf.Tensor, mean: tf.Tensor, square: tf.Tensor): tf.Tensor[] =>
  tf.engine().runKernel('AdamUpdate', { gradient, mean, square }, { beta1, beta2, scale, epsilon });

describe('the update of Adam', () => {
  it.each([true, false])('has the bits of the separate operations, compiled: %s', async (compiled) => {
    await startBackend('wasm');
    const backend = tf.backend() as unknown as WasmBackend;
    if (!compiled) unloadKernelTable(backend);
    for (const shape of [[1], [3, 7], [64, 33]]) {
      const [expected, actual] = tf.tidy(() => {
        const slots = [valuesOf(shape, 1), valuesOf(shape, 2), tf.abs(valuesOf(shape, 3))] as const;
        return [inSteps(...slots), inOne(...slots)].map((results) => results.map((one) => [...one.dataSync()]));
      });
      expect(actual).toEqual(expected);
    }
    await loadKernelTable(backend);
  });
});

describe('the gradient of the sigmoid', () => {
  it.each([true, false])('has the bits of the separate operations, compiled: %s', async (compiled) => {
    await startBackend('wasm');
    const backend = tf.backend() as unknown as WasmBackend;
    if (!compiled) unloadKernelTable(backend);
    const [expected, actual] = tf.tidy(() => {
      const [y, dy] = [tf.sigmoid(valuesOf([3, 7], 1)), valuesOf([3, 7], 2)];
      const inOnePass = tf.engine().runKernel<tf.Tensor>('SigmoidGrad', { y, dy });
      return [tf.mul(dy, tf.mul(y, tf.sub(1, y))), inOnePass].map((result) => [...result.dataSync()]);
    });
    expect(actual).toEqual(expected);
    await loadKernelTable(backend);
  });
});

describe('windows added up', () => {
  it('are the transpose of a convolution that cuts windows out, compiled and plain', async () => {
    await startBackend('wasm');
    const backend = tf.backend() as unknown as WasmBackend;
    await forRandom(convolutions(false, true), async ({ x, filter, strides, dilations, pad, output, seed }) => {
      const [rows, columns, channels] = filter;
      const size = rows * columns * channels;
      const compare = (): void => {
        const [added, expected] = tf.tidy(() => {
          const windows = valuesOf([output[0] * output[1] * output[2], size], seed);
          const attrs = { strides, dilations, pad, dataFormat: 'NHWC', inputShape: x } as unknown as tf.NamedAttrMap;
          const identity = tf.reshape(tf.eye(size), [rows, columns, channels, size]);
          const dy = tf.reshape(windows, [...output.slice(0, 3), size]);
          const filterSize = [rows, columns];
          return [
            tf.engine().runKernel<tf.Tensor>('OverlapAdd', { windows }, { ...attrs, filterSize }),
            tf.engine().runKernel<tf.Tensor>('Conv2DBackpropInput', { dy, filter: identity }, attrs),
          ].map((result) => result.dataSync());
        });
        added.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
      };
      compare();
      unloadKernelTable(backend);
      compare();
      await loadKernelTable(backend);
    });
  });
});
