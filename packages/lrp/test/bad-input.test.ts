import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { alphaBeta, any, epsilon, gamma, lrp, zBox, type LrpOptions, type LrpRule } from '@interp/lrp';
import { refusal, refused } from '@interp/testing/refusal';

let net: LayersModel;

beforeAll(async () => {
  await tf.setBackend('wasm');
  net = sequential({ layers: [layers.dense({ name: 'dense', units: 3, inputShape: [4] })] });
});

const explain =
  (options: LrpOptions = {}, x: tf.Tensor = tf.ones([2, 4])) =>
  () =>
    lrp(classifier(net), x, options);

const halved: LrpRule = (layer, _input, relevance) => tf.mul(layer.transpose(relevance, 'one'), 0.01);

test.each<[string, () => unknown, string]>([
  ['an image of the wrong shape', () => explain({}, tf.ones([2, 5]))(), 'bad-shape'],
  ['an image without a batch', () => explain({}, tf.ones([4]))(), 'bad-shape'],
  ['an empty batch', () => explain({}, tf.zeros([0, 4]))(), 'bad-shape'],
  ['a NaN in an image', () => explain({}, tf.tensor2d([[1, NaN, 0, 0]]))(), 'bad-value'],
  ['an infinity in an image', () => explain({}, tf.tensor2d([[1, Infinity, 0, 0]]))(), 'bad-value'],
  ['an array instead of a tensor', () => explain({}, [1, 2, 3, 4] as unknown as tf.Tensor)(), 'bad-shape'],
  ['nothing instead of a tensor', () => lrp(classifier(net), null as unknown as tf.Tensor), 'bad-shape'],
  ['the name of a rule instead of a rule', () => explain({ rules: 'epsilon' as unknown as LrpRule })(), 'bad-option'],
  ['no rules', () => explain({ rules: [] })(), 'bad-option'],
  ['a class told from itself', () => explain({ target: 1, versus: 1 })(), 'bad-class'],
  ['a class out of range', () => explain({ target: 3 })(), 'bad-class'],
  ['classes for other images', () => explain({ target: [0, 1, 2] })(), 'bad-shape'],
  ['another class out of range', () => explain({ versus: -1 })(), 'bad-class'],
  ['an unknown score', () => explain({ score: 'loss' as 'logit' })(), 'bad-option'],
  ['an unknown policy for biases', () => explain({ bias: 'maybe' as 'drop' })(), 'bad-option'],
  ['an unknown policy for branches', () => explain({ emptyBranch: 'lose' as 'paper' })(), 'bad-option'],
  ['a layer to keep that there is not', () => explain({ keep: ['conv9'] })(), 'bad-option'],
  ['no image at once', () => explain({ batchSize: 0 })(), 'bad-option'],
  ['alpha - beta that is not 1', () => alphaBeta({ alpha: 2, beta: 2 }), 'bad-option'],
  ['a negative beta', () => alphaBeta({ alpha: 0.5, beta: -0.5 }), 'bad-option'],
  ['an alpha that is no number', () => alphaBeta({ alpha: NaN }), 'bad-option'],
  ['a negative epsilon', () => epsilon({ epsilon: -1 }), 'bad-option'],
  ['a negative gamma', () => gamma({ gamma: -1 }), 'bad-option'],
  ['a negative stabiliser', () => gamma({ stabiliser: -1 }), 'bad-option'],
  ['a box upside down', () => zBox({ low: 1, high: 0 }), 'bad-option'],
  ['an infinite box', () => zBox({ high: Infinity }), 'bad-option'],
  [
    'a rule that loses relevance, under strict',
    () => explain({ rules: [[any, halved]], strict: true })(),
    'not-conserved',
  ],
  ['a rule that returns another shape', () => explain({ rules: (_, __, relevance) => relevance })(), 'bad-shape'],
])('%s is refused', async (_, attempt, code) => {
  const before = tf.memory().numTensors;
  expect(await refusal(attempt)).toBe(code);
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1);
});

test('a NaN in the weights is found, and where', async () => {
  const broken = sequential({ layers: [layers.dense({ name: 'broken', units: 2, inputShape: [4] })] });
  broken.setWeights([tf.fill([4, 2], NaN), tf.zeros([2])]);
  const attempt = (): unknown => lrp(classifier(broken), tf.ones([1, 4]), { score: 'one' });
  expect(await refusal(attempt)).toBe('not-finite');
  expect((await refused(attempt)).message).toMatch(/"broken"/);
});

test('the message of a ledger that does not balance names the layer', async () => {
  expect((await refused(explain({ rules: halved, strict: true }))).message).toMatch(
    /the layer "dense" does not balance for image 0/,
  );
});

test('a classifier of a function has no layers', async () => {
  const c = classifier((x) => tf.slice(x, [0, 0], [-1, 2]) as tf.Tensor2D, { inputShape: [4], classes: 2 });
  expect(await refusal(() => lrp(c, tf.ones([1, 4])))).toBe('unsupported-model');
});

test.each<[string, () => LayersModel, RegExp]>([
  [
    'a layer without a backward pass',
    () =>
      sequential({
        layers: [layers.lstm({ name: 'memory', units: 3, recurrentInitializer: 'glorotUniform', inputShape: [4, 2] })],
      }),
    /"memory" is of type LSTM.*Conv2D/,
  ],
  [
    'normalisation that is not linear',
    () =>
      sequential({
        layers: [layers.layerNormalization({ name: 'norm', inputShape: [4] }), layers.dense({ units: 2 })],
      }),
    /"norm" is of type LayerNormalization/,
  ],
  [
    'bilinear upsampling',
    () =>
      sequential({
        layers: [
          layers.upSampling2d({ name: 'up', interpolation: 'bilinear', inputShape: [2, 2, 1] }),
          layers.flatten(),
        ],
      }),
    /"up" of type UpSampling2D interpolates by "bilinear"/,
  ],
])('%s is refused by name, while its gradient is still there', async (_, build, message) => {
  const model = build();
  const c = classifier(model);
  const x = tf.ones([1, ...c.inputShape]);
  expect((await refused(() => lrp(c, x))).message).toMatch(message);
  expect(await refusal(() => lrp(c, x))).toBe('unsupported-layer');
  expect(c.logits(x).shape).toEqual([1, c.classes]);
});
