import { networkOf } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { runChain, trainingChain } from '../src/training-chain.js';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const dense = (options: object = {}) => layers.dense({ units: 3, ...options });

test('a chain for training runs as the model does', () => {
  const model = sequential({ layers: [dense({ inputShape: [4], activation: 'relu' }), dense({ activation: 'tanh' })] });
  const chain = trainingChain(networkOf(model))!;
  const x = tf.ones([2, 4]);
  const [last] = runChain(chain, x).slice(-1);
  expect(tf.max(tf.abs(tf.sub(last, model.predict(x) as tf.Tensor))).dataSync()[0]).toBeLessThan(1e-6);
});

const ends: Readonly<Record<string, () => LayersModel>> = {
  'a fused softmax': () => sequential({ layers: [dense({ inputShape: [4], activation: 'softmax' })] }),
  'a softmax of its own': () => sequential({ layers: [dense({ inputShape: [4] }), layers.softmax()] }),
};

test.each(Object.entries(ends))('a chain ends at the scores, before %s', (_, make) => {
  const model = make();
  const chain = trainingChain(networkOf(model))!;
  const x = tf.ones([2, 4]);
  const softmax = tf.softmax(runChain(chain, x).at(-1) as tf.Tensor2D);
  expect(tf.max(tf.abs(tf.sub(softmax, model.predict(x) as tf.Tensor))).dataSync()[0]).toBeLessThan(1e-6);
});

const without: Readonly<Record<string, () => LayersModel>> = {
  dropout: () => sequential({ layers: [dense({ inputShape: [4] }), layers.dropout({ rate: 0.5 })] }),
  'batch normalisation': () => sequential({ layers: [dense({ inputShape: [4] }), layers.batchNormalization()] }),
  'a frozen layer': () => sequential({ layers: [dense({ inputShape: [4], trainable: false }), dense()] }),
  'a PReLU': () => sequential({ layers: [dense({ inputShape: [4] }), layers.prelu()] }),
  'a nested model': () =>
    sequential({ layers: [dense({ inputShape: [4] }), sequential({ layers: [dense({ inputShape: [3] })] })] }),
};

test.each(Object.entries(without))('there is no chain through %s', (_, make) => {
  expect(trainingChain(networkOf(make()))).toBeUndefined();
});
