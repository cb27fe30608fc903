import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model as modelOf, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { classifier, type Classifier } from '@interp/core';
import { joinInputs, units, values } from '@interp/targets';
import { refused } from '@interp/testing/refusal';
import { randomise } from '@interp/testing/small-models';

beforeAll(() => tf.setBackend('cpu'));

const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
  layer.apply(x) as SymbolicTensor;

/** A model of two inputs and two outputs, and one of a single input. */
const build = () => {
  const [picture, row] = [input({ shape: [5, 5, 2], name: 'picture' }), input({ shape: [2], name: 'row' })];
  const seen = apply(layers.conv2d({ filters: 3, kernelSize: 2, name: 'conv', activation: 'relu' }), picture);
  const flat = apply(layers.flatten({ name: 'flat' }), apply(layers.maxPooling2d({ name: 'pool' }), seen));
  const sure = apply(layers.dense({ units: 3, name: 'hidden', activation: 'tanh' }), flat);
  const end = apply(layers.dense({ units: 2, name: 'end' }), apply(layers.concatenate({ name: 'both' }), [sure, row]));
  const one = randomise(modelOf({ inputs: picture, outputs: [sure, flat] }), 1);
  return { one, two: randomise(modelOf({ inputs: [picture, row], outputs: end }), 2) };
};

/** Has a layer return something else than its class does. */
const alter = (model: LayersModel, name: string): void => {
  const layer = model.getLayer(name);
  const { call } = layer;
  layer.call = (inputs, kwargs) => tf.tidy(() => tf.mul(call.call(layer, inputs, kwargs) as tf.Tensor, 1.01));
};

const ways: Readonly<Record<string, (models: ReturnType<typeof build>, check?: boolean) => unknown>> = {
  values: ({ one }, check = true) => values(one, { output: 'hidden', check }),
  'values of several outputs': ({ one }) =>
    values(one, { output: ['hidden', 'flat'], of: (a, b) => tf.concat([a, b], 1) }),
  units: ({ one }, check = true) => units(one, 'conv', { check }),
  'one of several outputs': ({ one }, check = true) => classifier(one, { output: 'hidden', check }),
  'several inputs': ({ two }) =>
    tf.tidy(() => void joinInputs(two, { picture: tf.fill([3, 5, 5, 2], 0.4), row: tf.ones([1, 2]) })),
};

describe.each(Object.entries(ways))('%s of a model with a layer that computes something else', (way, make) => {
  test.each(['conv', 'pool', 'flat', 'hidden'])('%s is named', async (name) => {
    const models = build();
    make(models);
    const others = build();
    alter(way === 'several inputs' ? others.two : others.one, name);
    const before = tf.memory().numTensors;
    const { code, message } = await refused(() => make(others));
    expect([code, message]).toEqual(['unsupported-layer', expect.stringContaining(`the layer "${name}"`)]);
    expect(tf.memory().numTensors).toBe(before);
    if (make.length > 1) expect((make(others, false) as Classifier).classes).toBe(3);
  });
});

test('a model is compared once, however many parts are taken of it', () => {
  const { one } = build();
  const layer = one.getLayer('conv');
  const { call } = layer;
  let calls = 0;
  layer.call = (inputs, kwargs) => {
    calls++;
    return call.call(layer, inputs, kwargs);
  };
  for (const make of [ways['values'], ways['units'], ways['one of several outputs']]) make({ one, two: one });
  expect(calls).toBe(1);
});

test('layers that keep a state are not compared, which would change it', () => {
  const rows = input({ batchShape: [1, 4, 2], name: 'rows' });
  const kept = apply(layers.lstm({ units: 3, stateful: true, recurrentInitializer: 'glorotUniform', name: 'kept' }), rows); // prettier-ignore
  const model = modelOf({ inputs: rows, outputs: apply(layers.dense({ units: 2 }), kept) });
  expect(units(model, 'kept').classes).toBe(3);
});
