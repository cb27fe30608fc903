// A small residual network with batch normalisation, trained for a moment and written as TensorFlow.js' converter leaves one of Keras.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import { bars, side } from './bars.mjs';
import { kerasTopology } from './keras-form.mjs';

const drawn = (seed) => ({ kernelInitializer: { className: 'GlorotUniform', config: { seed } } });
const convolution = (name, seed) =>
  layers.conv2d({ name, filters: 8, kernelSize: 3, padding: 'same', useBias: false, ...drawn(seed) });
const normalised = (name) => layers.batchNormalization({ name, momentum: 0.8 });
const relu = (name) => layers.activation({ name, activation: 'relu' });
const through = (x, ...some) => some.reduce((y, layer) => layer.apply(y), x);

const build = () => {
  const x = input({ shape: [side, side, 1], name: 'pictures' });
  const stem = through(x, convolution('stem', 1), normalised('stem_bn'), relu('stem_relu'));
  const first = through(stem, convolution('conv1', 2), normalised('bn1'), relu('relu1'));
  const second = through(first, convolution('conv2', 3), normalised('bn2'));
  const joined = layers.add({ name: 'skip' }).apply([stem, second]);
  const output = through(
    joined,
    relu('relu2'),
    layers.maxPooling2d({ name: 'shrink', poolSize: 2 }),
    layers.globalAveragePooling2d({ name: 'pool' }),
    layers.dense({ name: 'predictions', units: 3, activation: 'softmax', ...drawn(4) }),
  );
  return model({ inputs: x, outputs: output, name: 'bars' });
};

const train = async (net) => {
  const { images, labels } = bars(96, 1);
  const wanted = tf.oneHot(labels, 3);
  const optimizer = tf.train.adam(0.02);
  net.compile({ optimizer, loss: 'categoricalCrossentropy' });
  await net.fit(images, wanted, { epochs: 10, batchSize: 24, shuffle: false, verbose: 0 });
  tf.dispose([images, wanted]);
};

/** Writes `model.json` and its weights to `folder`; the share of other pictures that the network gets right. */
export async function writeConvertedModel(folder) {
  const net = build();
  await train(net);
  const { images, labels } = bars(60, 2);
  const said = tf.argMax(net.predict(images), 1).dataSync();
  const read = net.weights.map((weight) => ({ name: weight.originalName, values: weight.read() }));
  const weights = read.map(({ name, values }) => ({ name, shape: values.shape, dtype: 'float32' }));
  const bytes = read.map(({ values }) => Buffer.from(Float32Array.from(values.dataSync()).buffer));
  const file = {
    format: 'layers-model',
    generatedBy: 'keras v2.15.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    modelTopology: kerasTopology(net),
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights }],
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'group1-shard1of1.bin'), Buffer.concat(bytes));
  writeFileSync(join(folder, 'model.json'), JSON.stringify(file));
  net.dispose();
  return labels.filter((label, i) => label === said[i]).length / labels.length;
}
