import { startBackend } from '@interp/backend';
import { classifier, networkOf, random } from '@interp/core';
import { refusedNow } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { doublePrecision } from '../measure/gradients/double-precision.mjs';
import { randomModel } from '../measure/gradients/random-models.mjs';

const double = doublePrecision();

beforeAll(() => startBackend('wasm'));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Two or three random networks as one of as many inputs, and of as many outputs and one that all of them make together. */
const joined = (
  seed: number,
  tf: typeof tfl,
): { readonly model: tfl.LayersModel; readonly plan: readonly string[] } => {
  const parts = Array.from({ length: 2 + (seed % 2) }, (_, i) => {
    const made: unknown = randomModel(10 * seed + i, { depth: 2 }).build(tf);
    return made as { readonly model: tfl.LayersModel; readonly plan: readonly string[] };
  });
  const [inputs, ends] = [parts.flatMap(({ model }) => model.inputs), parts.flatMap(({ model }) => model.outputs)];
  const { layers } = tf;
  const wide = ends.map((end) => layers.dense({ units: 4 }).apply(end) as tfl.SymbolicTensor);
  const merges = [layers.concatenate(), layers.add(), layers.average(), layers.maximum(), layers.multiply()];
  const one = merges[seed % merges.length].apply(wide) as tfl.SymbolicTensor;
  const last = layers.dense({ units: 3, activation: seed % 3 === 0 ? 'softmax' : 'linear' }).apply(one);
  const order = seed % 4 === 0 ? [...inputs].reverse() : inputs;
  const outputs = [last as tfl.SymbolicTensor, ...ends];
  return { model: tf.model({ inputs: order, outputs }), plan: parts.flatMap(({ plan }) => plan) };
};

/** Eight seeds in turn; 200 of others were tried by hand. */
test.each(Array.from({ length: 8 }, (_, i) => 4100 + i))(
  'random network %i of several inputs and outputs: each output is that of double precision',
  (seed) => {
    const { model, plan } = joined(seed, tfl);
    const { model: exact } = joined(seed, double.tfl as typeof tfl);
    const stream = random(seed);
    const weights = model.weights.map(({ shape, name }) => {
      const values = Array.from(stream.normals(sizeOf(shape as number[]), 0, 0.5), Math.fround);
      return { shape: shape as number[], values: name.includes('variance') ? values.map((v) => v * v + 0.3) : values };
    });
    model.setWeights(weights.map(({ values, shape }) => tf.tensor(values, shape)));
    exact.setWeights(weights.map(({ values, shape }) => double.tf.tensor(values, shape)));
    const shapes = model.inputs.map(({ shape }) => [2, ...(shape.slice(1) as number[])]);
    const given = shapes.map((shape) => Array.from(stream.uniforms(sizeOf(shape), -1, 1), Math.fround));
    const network = networkOf(model);
    const batches = Object.fromEntries(network.inputs.map(({ name }, i) => [name, tf.tensor(given[i], shapes[i])]));
    let right: number[][];
    try {
      right = double.tf.tidy(() =>
        [exact.apply(given.map((values, i) => double.tf.tensor(values, shapes[i])))]
          .flat()
          .map((output) => Array.from((output as tf.Tensor).dataSync())),
      );
    } catch {
      // Layers that TensorFlow.js builds and cannot run, as layer normalisation of volumes.
      expect([plan, refusedNow(() => network.run(batches))?.code]).toEqual([plan, 'unsupported-model']);
      return;
    }
    const found = network.run(batches);
    network.outputs.forEach(({ name }, i) => {
      const values = Array.from(found[name].dataSync());
      const scale = right[i].reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
      const worst = right[i].reduce((most, value, k) => Math.max(most, Math.abs(value - values[k]) / scale), 0);
      expect([plan, name, worst < 1e-4]).toEqual([plan, name, true]);
    });
    expect(refusedNow(() => classifier(model))?.code).toBe('unsupported-model');
    expect(refusedNow(() => network.run(Object.values(batches)[0]))?.code).toBe('bad-shape');
    tf.dispose([batches, found]);
    model.dispose();
    exact.dispose();
  },
);
