import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  input,
  layers,
  model as functional,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { classifier, type Classifier, type InterpError } from '@interp/core';
import { failure, refusal } from '@interp/testing/refusal';

const dense = (units: number, activation?: 'softmax' | 'relu' | 'sigmoid', inputShape?: number[]) =>
  layers.dense({
    units,
    ...(activation && { activation }),
    ...(inputShape && { inputShape }),
    biasInitializer: 'randomNormal',
  });

const fused = (): LayersModel => sequential({ layers: [dense(5, 'sigmoid', [4]), dense(3, 'softmax')] });
const byActivation = (): LayersModel =>
  sequential({ layers: [dense(5, 'sigmoid', [4]), dense(3), layers.activation({ activation: 'softmax' })] });
const byLayer = (): LayersModel => sequential({ layers: [dense(5, 'sigmoid', [4]), dense(3), layers.softmax()] });
const onlyFused = (): LayersModel => sequential({ layers: [dense(3, 'softmax', [4])] });
const ofFunctional = (): LayersModel => {
  const x = input({ shape: [4] });
  const y = dense(3, 'softmax').apply(dense(5, 'relu').apply(x)) as SymbolicTensor;
  return functional({ inputs: x, outputs: y });
};
const nested = (): LayersModel => {
  const x = input({ shape: [4] });
  return functional({
    inputs: x,
    outputs: sequential({ layers: [dense(5, 'relu', [4]), fusedOn(5)] }).apply(x) as SymbolicTensor,
  });
};
const fusedOn = (n: number): LayersModel => sequential({ layers: [dense(3, 'softmax', [n])] });
const plain = (): LayersModel => sequential({ layers: [dense(5, 'relu', [4]), dense(3)] });

const largest = (a: tf.Tensor, b: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]);

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

describe('a classifier of a LayersModel', () => {
  test.each([
    ['fused into the last layer', fused],
    ['an Activation layer', byActivation],
    ['a Softmax layer', byLayer],
    ['the only layer', onlyFused],
    ['in a functional model', ofFunctional],
    ['inside nested models', nested],
  ])('leaves out a softmax that is %s', (_, make) => {
    const model = make();
    const before = JSON.stringify(model.toJSON());
    const c = classifier(model);
    const x = tf.randomNormal([6, 4]);
    const logits = c.logits(x);
    expect(largest(tf.softmax(logits), model.predict(x) as tf.Tensor)).toBeLessThan(1e-6);
    expect(Math.abs(tf.sum(logits).dataSync()[0] - 6)).toBeGreaterThan(1e-3);
    expect([c.inputShape, c.classes, c.bounds]).toEqual([[4], 3, [-1, 1]]);
    expect(JSON.stringify(model.toJSON())).toBe(before);
  });

  test('gives the scores of a model without a softmax as they are', () => {
    const model = plain();
    const x = tf.randomNormal([6, 4]);
    expect(largest(classifier(model).logits(x), model.predict(x) as tf.Tensor)).toBe(0);
  });

  const gradientCases: [string, () => Classifier][] = [
    ['LayersModel', () => classifier(nested())],
    [
      'function',
      () => {
        const model = fused();
        return classifier((x) => tf.log(model.apply(x) as tf.Tensor2D), { inputShape: [4], classes: 3 });
      },
    ],
  ];
  test.each(gradientCases)('has the gradient of any function of its scores: %s', (_, make) => {
    const c = make();
    const x = tf.randomNormal([3, 4]);
    const weights = tf.randomNormal<tf.Rank.R2>([3, 3]);
    const expected = tf.grad((v: tf.Tensor) => tf.sum(tf.mul(c.logits(v), weights)))(x);
    const before = tf.memory().numTensors;
    const { logits, gradient } = c.gradient(x, () => tf.clone(weights));
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(largest(gradient, expected)).toBeLessThan(1e-6);
    expect(largest(logits, c.logits(x))).toBeLessThan(1e-6);
  });

  test.each(gradientCases)('leaves no tensors behind an enclosing tidy or a start that throws: %s', async (_, make) => {
    const c = make();
    const x = tf.randomNormal([3, 4]);
    const before = tf.memory().numTensors;
    tf.tidy(() => void c.gradient(x, (logits) => tf.onesLike(logits)));
    const own = new RangeError('no start');
    const error = (await failure(() =>
      c.gradient(x, () => {
        throw own;
      }),
    )) as InterpError;
    expect([error.code, error.cause]).toEqual(['unsupported-model', own]);
    expect(error.message).toMatch(/^what the gradient starts from failed: no start; /);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('refusals', () => {
  const twoInputs = (): LayersModel => {
    const [a, b] = [input({ shape: [4] }), input({ shape: [4] })];
    return functional({ inputs: [a, b], outputs: layers.add().apply([a, b]) as SymbolicTensor });
  };
  const twoOutputs = (): LayersModel => {
    const x = input({ shape: [4] });
    return functional({ inputs: x, outputs: [dense(3).apply(x), dense(2).apply(x)] as SymbolicTensor[] });
  };
  const image = (): LayersModel =>
    sequential({ layers: [layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] })] });
  const open = (): LayersModel =>
    sequential({
      layers: [layers.globalAveragePooling2d({ inputShape: [null, null, 3] }), dense(2)],
    });

  test.each([
    ['a model with no layers', () => classifier(sequential()), 'unsupported-model'],
    ['several inputs', () => classifier(twoInputs()), 'unsupported-model'],
    ['several outputs', () => classifier(twoOutputs()), 'unsupported-model'],
    ['an output that is an image', () => classifier(image()), 'unsupported-model'],
    ['an open input shape', () => classifier(open()), 'bad-option'],
    ['something else', () => classifier(JSON.parse('{}') as LayersModel), 'unsupported-model'],
    ['a function without a shape', () => classifier((x) => x as tf.Tensor2D), 'bad-option'],
    ['a function without classes', () => classifier((x) => x as tf.Tensor2D, { inputShape: [2] }), 'bad-option'],
    ['bounds upside down', () => classifier(plain(), { bounds: [1, -1] }), 'bad-option'],
  ])('%s', async (_, make, code) => {
    expect(await refusal(make)).toBe(code);
  });

  test('an open input shape is taken from the options', () => {
    expect(classifier(open(), { inputShape: [5, 5, 3] }).inputShape).toEqual([5, 5, 3]);
  });
});

test('a graph model is taken by its shapes, and probabilities become logits', () => {
  const graph = {
    inputs: [{ shape: [-1, 4] }],
    outputs: [{ shape: [-1, 3] }],
    predict: (x: tf.Tensor) => tf.softmax(tf.slice(x as tf.Tensor2D, [0, 0], [-1, 3])),
  };
  const c = classifier(graph, { returns: 'probabilities' });
  const x = tf.randomNormal([2, 4]);
  expect([c.inputShape, c.classes]).toEqual([[4], 3]);
  expect(largest(tf.exp(c.logits(x)), graph.predict(x))).toBeLessThan(1e-6);
});
