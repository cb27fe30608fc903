// What other tools computed on the same networks and images, for tests: the committed fixtures, and the full sets where they lie
// beside the repository.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const sets = [
  ['fixtures', folder('../fixtures/goldens/')],
  ['drawn', folder('../../../../shared/goldens/drawn/')],
  ['mnist', folder('../../../../shared/goldens/mnist/')],
];

const setOf = ([name, path]) => {
  const fileOf = (file) => join(path, `${file}.safetensors`);
  return {
    name,
    has: (file) => existsSync(fileOf(file)),
    read: (file) => readSafetensors(readFileSync(fileOf(file))),
  };
};

/** On WebGPU the fixtures alone: the full sets have up to a hundred images, which SwiftShader computes for hours. */
const wanted = process.env.INTERP_TEST_BACKEND === 'webgpu' ? sets.slice(0, 1) : sets;

export const goldenSets = wanted.filter(([, path]) => existsSync(path)).map(setOf);
export const fixtures = setOf(sets[0]);

const permuted = (data, shape, order) => {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const out = new data.constructor(data.length);
  const index = sizes.map(() => 0);
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      from -= sizes[axis] * steps[axis];
      index[axis] = 0;
    }
  }
  return { shape: sizes, data: out };
};

export const nhwc = ({ shape, data }) => (shape.length === 4 ? permuted(data, shape, [0, 2, 3, 1]) : { shape, data });

export const tensorOf = (entry) => {
  const { shape, data } = nhwc(entry);
  return tf.tensor(data, shape);
};

const weightOf = ({ tensors }, name) => {
  const { shape, data } = tensors.get(name);
  if (shape.length === 4) return permuted(data, shape, [2, 3, 1, 0]);
  if (name === 'fc1.weight') {
    const { data: rows } = permuted(data, [shape[0], 16, 8, 8], [2, 3, 1, 0]);
    return { shape: [shape[1], shape[0]], data: rows };
  }
  return shape.length === 2 ? permuted(data, shape, [1, 0]) : { shape, data };
};

export const goldenLenet = (file) => {
  const activation = file.metadata.get('activation');
  const model = sequential({
    layers: [
      layers.conv2d({ name: 'conv1', filters: 6, kernelSize: 5, activation, inputShape: [28, 28, 1] }),
      layers.maxPooling2d({ name: 'pool1', poolSize: 2 }),
      layers.conv2d({ name: 'conv2', filters: 16, kernelSize: 5, activation }),
      layers.flatten({ name: 'flatten' }),
      layers.dense({ name: 'fc1', units: 300, activation }),
      layers.dense({ name: 'fc2', units: 84, activation }),
      layers.dense({ name: 'fc3', units: 10 }),
    ],
  });
  const weights = ['conv1', 'conv2', 'fc1', 'fc2', 'fc3'].flatMap((layer) =>
    ['weight', 'bias'].map((part) => {
      const { shape, data } = weightOf(file, `${layer}.${part}`);
      return tf.tensor(data, shape);
    }),
  );
  model.setWeights(weights);
  tf.dispose(weights);
  return model;
};
