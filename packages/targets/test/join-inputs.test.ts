import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, model as modelOf, input, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { canWalk, classifier, networkOf, type Classifier } from '@interp/core';
import { imagesAtOnce } from '@interp/core/internal';
import { joinInputs, units, values } from '@interp/targets';
import { refusal } from '@interp/testing/refusal';
import { randomise } from '@interp/testing/small-models';
import { twoByTwo } from '@interp/testing/two-by-two';

beforeAll(() => tf.setBackend('cpu'));

const free = { bounds: [-Infinity, Infinity] as const };
const start = (logits: tf.Tensor2D): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: logits.size }, (_, i) => Math.cos(3 * i)),
    logits.shape,
  );
const worst = (a: tf.Tensor, b: tf.Tensor): number => {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);
};

/** The derivative of a start times the scores, by differences. */
const byDifferences = (net: Classifier, x: tf.Tensor): tf.Tensor => {
  const [whole, h] = [x.dataSync<'float32'>(), 1e-2];
  const valueAt = (i: number, step: number): number =>
    tf.tidy(() => {
      const moved = whole.slice();
      moved[i] += step;
      const scores = net.logits(tf.tensor(moved, x.shape));
      return tf.sum(tf.mul(scores, start(scores))).dataSync()[0];
    });
  const slopes = Array.from(whole, (_, i) => {
    const [one, two] = [h, 2 * h].map((step) => (valueAt(i, step) - valueAt(i, -step)) / (2 * step));
    return (4 * one - two) / 3;
  });
  return tf.tensor(slopes, x.shape);
};

describe.each([1, 2, 3, 4])('a network of two inputs and two outputs, %i', (seed) => {
  test('gives what the model gives, with the gradient of differences for each input', () => {
    const { model, inputs } = twoByTwo(seed);
    const { network, x, split } = joinInputs(model, inputs);
    const [scores, boxes] = model.predict([inputs.picture, inputs.facts]) as tf.Tensor[];
    tf.tidy(() => {
      const found = network.run(x);
      expect(worst(found['scores'], scores)).toBeLessThan(1e-6);
      expect(worst(found['boxes'], boxes)).toBeLessThan(1e-6);
      for (const net of [
        classifier(network, { ...free, output: 'scores' }),
        values(network, { ...free, output: 'boxes' }),
      ]) {
        const { gradient } = net.gradient(x, start);
        expect(worst(gradient, byDifferences(net, x))).toBeLessThan(1e-2);
        const parts = split(gradient);
        expect(parts['picture'].shape).toEqual([2, 6, 5, 2]);
        expect(parts['facts'].shape).toEqual([2, 4]);
        expect(worst(tf.concat([tf.reshape(parts['picture'], [2, -1]), parts['facts']], 1), gradient)).toBe(0);
      }
    });
    model.dispose();
  });

  test('has the same gradient for one input where the other is bound', () => {
    const { model, inputs } = twoByTwo(seed);
    tf.tidy(() => {
      const both = joinInputs(model, inputs);
      const parts = both.split(
        classifier(both.network, { ...free, output: 'scores' }).gradient(both.x, start).gradient,
      );
      for (const name of ['picture', 'facts'] as const) {
        const one = joinInputs(model, inputs, { explain: [name] });
        expect(worst(one.x, inputs[name])).toBe(0);
        const net = classifier(one.network, { ...free, output: 'scores' });
        expect(net.inputShape).toEqual(inputs[name].shape.slice(1));
        expect(worst(net.gradient(one.x, start).gradient, parts[name])).toBeLessThan(1e-6);
        expect(worst(one.split(one.x)[name], inputs[name])).toBe(0);
      }
    });
    model.dispose();
  });
});

test('runs what an output needs alone, and computes once what bound inputs alone decide', () => {
  const { model, inputs } = twoByTwo(7);
  const { network } = joinInputs(model, inputs, { explain: ['picture'] });
  const { steps } = classifier(network, { ...free, output: 'scores' }).network!;
  const names = steps.map(({ layer }) => layer.name);
  expect(names).not.toContain('beside');
  expect(steps.find(({ layer }) => layer.name === 'right')?.layer.type).toBe('Constant');
  expect(names).toContain('left');
  expect(values(network, { output: 'boxes' }).network!.steps.map(({ layer }) => layer.name)).toContain('beside');
  expect(units(network, 'left', free).classes).toBeGreaterThan(2);
  model.dispose();
});

test('an input that is bound to one example goes with any number, one that is bound to several with as many', async () => {
  const { model, inputs } = twoByTwo(8);
  const one = tf.tidy(() => tf.keep(tf.slice(inputs.facts, 0, 1)));
  const { picture } = inputs;
  const many = tf.tidy(() => tf.keep(tf.tile(picture, [3, 1, 1, 1])));
  const bound = classifier(joinInputs(model, { picture, facts: one }, { explain: ['picture'] }).network, {
    output: 'scores',
  });
  const expected = tf.tidy(() => (model.predict([many, tf.tile(one, [6, 1])]) as tf.Tensor[])[0]);
  tf.tidy(() => expect(worst(tf.softmax(bound.logits(many)), expected)).toBeLessThan(1e-6));
  const several = classifier(joinInputs(model, inputs, { explain: ['picture'] }).network, { output: 'scores' });
  expect(await refusal(() => several.logits(many))).toBe('bad-shape');
  expect(several.logits(picture).shape).toEqual([2, 3]);
  model.dispose();
});

/** Tokens looked up in a table, with a mask that they are multiplied by. */
const tokenModel = () => {
  const ids = input({ shape: [5], name: 'ids' });
  const mask = input({ shape: [5, 1], name: 'mask', dtype: 'int32' });
  const rows = layers.embedding({ inputDim: 7, outputDim: 3, name: 'table' }).apply(ids) as SymbolicTensor;
  const wide = layers.concatenate().apply([rows, mask]) as SymbolicTensor;
  const flat = layers.flatten().apply(wide) as SymbolicTensor;
  const hidden = layers.dense({ units: 4, activation: 'tanh' }).apply(flat) as SymbolicTensor;
  const end = layers.dense({ units: 2, activation: 'softmax', name: 'end' }).apply(hidden) as SymbolicTensor;
  return randomise(modelOf({ inputs: [ids, mask], outputs: end }), 5);
};

test('whole numbers are left alone: what a table has for them is explained', () => {
  const net = tokenModel();
  tf.tidy(() => {
    const ids = tf.tensor2d([[1, 2, 6, 0, 0]], [1, 5], 'int32');
    const mask = tf.tensor3d([1, 1, 1, 0, 0], [1, 5, 1]);
    const { network, x, split } = joinInputs(net, { ids, mask });
    const table = net.getLayer('table').getWeights()[0];
    expect(worst(x, tf.gather(table, ids))).toBe(0);
    const c = classifier(network, free);
    expect(worst(tf.softmax(c.logits(x)), net.predict([tf.cast(ids, 'float32'), mask]) as tf.Tensor)).toBeLessThan(
      1e-6,
    );
    const { gradient } = c.gradient(x, start);
    expect(worst(gradient, byDifferences(c, x))).toBeLessThan(1e-2);
    expect(split(gradient)['ids'].shape).toEqual([1, 5, 3]);
  });
  net.dispose();
});

test('a classifier of whole numbers has no gradient, and says so', async () => {
  const net = randomise(
    sequential({
      layers: [
        layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 5, name: 'table' }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    }),
    3,
  );
  expect(canWalk(networkOf(net))).toBe(true);
  const c = classifier(net, { bounds: [0, 6] });
  const x = tf.tensor2d([[1, 2, 6, 0, 0]]);
  tf.tidy(() => expect(worst(c.logits(x), net.predict(x) as tf.Tensor)).toBeLessThan(1e-6));
  expect(await refusal(() => c.gradient(x, start))).toBe('unsupported-layer');
  net.dispose();
});

test('leaves nothing in memory, and refuses what does not go', async () => {
  const { model, inputs } = twoByTwo(9);
  const { picture, facts } = inputs;
  joinInputs(model, inputs).x.dispose();
  const before = tf.memory().numTensors;
  joinInputs(model, inputs).x.dispose();
  expect(tf.memory().numTensors).toBe(before);
  const join = (given: object, options?: object) => refusal(() => joinInputs(model, given as typeof inputs, options));
  expect(await join({ picture })).toBe('bad-shape');
  expect(await join({ picture, facts: 3 })).toBe('bad-shape');
  expect(await join({ picture, facts: tf.zeros([3, 4]) })).toBe('bad-shape');
  expect(await join({ picture, facts: tf.zeros([2, 5]) })).toBe('bad-shape');
  expect(await join({ picture, facts, third: facts })).toBe('bad-option');
  expect(await join({ picture, facts }, { explain: ['third'] })).toBe('bad-option');
  expect(await join({ picture, facts }, { explain: [] })).toBe('bad-option');
  expect(await join({ picture, facts }, { explains: ['picture'] })).toBe('bad-option');
  expect(await refusal(() => classifier(model))).toBe('unsupported-model');
  const { x, split } = joinInputs(model, inputs);
  expect(await refusal(() => split(facts))).toBe('bad-shape');
  x.dispose();
  model.dispose();
});

test('a part of a network, and one of joined inputs, go through as many images at once as the whole', () => {
  const made = sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 12, 1], filters: 4, kernelSize: 3, padding: 'same', activation: 'tanh' }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 3 }),
    ],
  });
  const whole = imagesAtOnce(classifier(made));
  const [{ name }] = networkOf(made).inputs;
  const { network } = joinInputs(made, { [name]: tf.zeros([1, 12, 12, 1]) });
  expect(imagesAtOnce(classifier(network))).toBe(whole);
  expect(imagesAtOnce(units(made, made.layers[1].name))).toBe(whole);
  expect(imagesAtOnce(values(made, { at: [0] }))).toBe(whole);
});
