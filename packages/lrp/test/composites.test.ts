import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { layers, model as functional, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier, type TracedLayer } from '@interp/core';
import { scoreStart } from '@interp/targets';
import {
  alphaBeta,
  any,
  convolutions,
  deconvnet,
  denseLayers,
  epsilonGammaBox,
  first,
  flat,
  gradientRule,
  guidedBackprop,
  last,
  lrp,
  lrp0,
  named,
  ofKind,
  ofType,
  pass,
  uniform,
  zBox,
  type Composite,
  type LrpRule,
  type ZBoxOptions,
} from '@interp/lrp';
import { goldenLenet, goldenSets, tensorOf } from '@interp/testing/goldens';
import { randomBatch, randomise, smallModels } from '@interp/testing/small-models';
import { refusal, refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('wasm');
});

const largest = (x: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(x)).dataSync()[0]);
const apart = (a: tf.Tensor, b: tf.Tensor): number => tf.tidy(() => largest(tf.sub(a, b)) / Math.max(largest(b), 1e-6));

const lenet = (): LayersModel =>
  randomise(
    sequential({
      layers: [
        layers.conv2d({ name: 'conv1', filters: 2, kernelSize: 3, activation: 'relu', inputShape: [6, 6, 1] }),
        layers.conv2d({ name: 'conv2', filters: 2, kernelSize: 2 }),
        layers.flatten({ name: 'flat' }),
        layers.dense({ name: 'dense', units: 3 }),
      ],
    }),
    1,
  );

const met = (match: (layer: TracedLayer) => boolean): string[] => {
  const names: string[] = [];
  const watch: LrpRule = (layer, input, relevance) => {
    names.push(`${layer.name} ${layer.kind}`);
    return alphaBeta()(layer, input, relevance);
  };
  const net = lenet();
  const composite: Composite = [
    [match, watch],
    [any, alphaBeta()],
  ];
  lrp(classifier(net), randomBatch(net, 1, 1), { rules: composite });
  return names;
};

test.each<[string, (layer: TracedLayer) => boolean, string[]]>([
  ['first', first, ['conv1 linear']],
  ['last', last, ['dense linear']],
  ['a kind', ofKind('activation', 'reshaping'), ['flat reshaping', 'conv1 activation']],
  ['a type', ofType('Dense'), ['dense linear']],
  ['a name', named('conv2'), ['conv2 linear']],
  ['a pattern of names', named(/^conv/), ['conv2 linear', 'conv1 activation', 'conv1 linear']],
  ['convolutions', convolutions, ['conv2 linear', 'conv1 activation', 'conv1 linear']],
  ['dense layers', denseLayers, ['dense linear']],
])('%s finds its layers', (_, match, expected) => {
  expect(met(match)).toEqual(expected);
});

test('the first match counts, and a layer without one is an error', async () => {
  const net = lenet();
  const x = randomBatch(net, 2, 1);
  const c = classifier(net);
  const composite: Composite = [
    [first, flat()],
    [any, alphaBeta()],
  ];
  const a = lrp(c, x, { rules: composite }).relevance;
  expect(apart(a, lrp(c, x, { rules: alphaBeta() }).relevance)).toBeGreaterThan(0.01);
  expect(await refusal(() => lrp(c, x, { rules: [[first, flat()]] }))).toBe('bad-option');
});

test('α follows from β where it is left out', () => {
  const c = classifier(lenet());
  const x = randomBatch(lenet(), 2, 1);
  for (const beta of [0, 2]) {
    const both = lrp(c, x, { rules: alphaBeta({ alpha: beta + 1, beta }) }).relevance;
    expect(apart(lrp(c, x, { rules: alphaBeta({ beta }) }).relevance, both)).toBe(0);
  }
  expect(apart(lrp(c, x, { rules: alphaBeta({ beta: 2 }) }).relevance, lrp(c, x).relevance)).toBeGreaterThan(0.01);
});

test.each(smallModels)('the gradient as a rule equals the gradient: $name', ({ build }) => {
  const net = randomise(build(), 1);
  const c = classifier(net);
  const x = randomBatch(net, 3, 2);
  const { relevance } = lrp(c, x, { rules: gradientRule(), score: 'one', target: 1 });
  expect(apart(relevance, c.gradient(x, scoreStart({ target: 1 })).gradient)).toBeLessThan(1e-5);
});

test.each(
  goldenSets.flatMap((set) => [
    { set, name: 'deconvolution', rule: deconvnet() },
    { set, name: 'guided_backprop', rule: guidedBackprop() },
  ]),
)('$name as Captum has it: $set.name', ({ set, name, rule }) => {
  const golden = set.read('gradients-relu').tensors;
  const c = classifier(goldenLenet(set.read('model-relu')));
  const { relevance } = lrp(c, tensorOf(set.read('classify').tensors.get('images')!), { rules: rule, score: 'one' });
  expect(apart(relevance, tensorOf(golden.get(name)!))).toBeLessThan(1e-4);
});

test('pass goes through what keeps the shape, and says where it cannot go', async () => {
  const net = randomise(sequential({ layers: [layers.dense({ units: 4, name: 'square', inputShape: [4] })] }), 1);
  const x = randomBatch(net, 1, 1);
  const { relevance, scores } = lrp(classifier(net), x, { rules: uniform(pass()), target: 2 });
  expect(Array.from(relevance.dataSync())).toEqual([0, 0, Math.fround(scores[0]), 0]);
  expect(
    (await refused(() => lrp(classifier(lenet()), randomBatch(lenet(), 1, 1), { rules: pass() }))).message,
  ).toMatch(/the rule pass needs [^;]+ the layer "dense" makes [^;]+; choose another rule/);
});

test('the box follows rescaling and padding before the first layer', () => {
  const plain = randomise(
    sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [5, 5, 1] }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
    1,
  );
  const scaled = sequential({
    layers: [
      layers.rescaling({ scale: 0.5, offset: 0.25, inputShape: [5, 5, 1] }),
      layers.conv2d({ filters: 2, kernelSize: 3 }),
      layers.flatten(),
      layers.dense({ units: 3 }),
    ],
  });
  scaled.setWeights(plain.getWeights());
  const x = randomBatch(plain, 2, 1);
  const inside = tf.add(tf.mul(x, 0.5), 0.25);
  const a = lrp(classifier(scaled), x, { rules: epsilonGammaBox() });
  const b = lrp(classifier(plain, { bounds: [-0.25, 0.75] }), inside, { rules: epsilonGammaBox() });
  expect(apart(a.relevance, b.relevance)).toBeLessThan(1e-4);
});

test('where the bounds are not known the box is what the image has there', () => {
  const net = randomise(
    sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [5, 5, 1] }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    }),
    1,
  );
  const x = randomBatch(net, 3, 1);
  const upTo = functional({ inputs: net.inputs, outputs: net.layers[1].output });
  const deep = (box: ZBoxOptions): Composite => [
    [ofType('Dense'), zBox(box)],
    [any, lrp0()],
  ];
  const together = lrp(classifier(net), x, { rules: deep({}) }).relevance;
  for (let image = 0; image < 3; image++) {
    const one = tf.slice(x, image, 1);
    const seen = (upTo.predict(one) as tf.Tensor).dataSync<'float32'>();
    const given = deep({ low: Math.min(...seen), high: Math.max(...seen) });
    const alone = lrp(classifier(net), one, { rules: given }).relevance;
    expect(apart(tf.slice(together, image, 1), alone)).toBeLessThan(1e-5);
  }
});

test('relevance starts from the chosen score, or from the contrast of two classes', () => {
  const net = lenet();
  const c = classifier(net);
  const x = randomBatch(net, 2, 1);
  const total = (options: object): number => lrp(c, x, options).totals[0];
  const [a, b] = [total({ target: 0 }), total({ target: 1 })];
  expect(total({ target: 0, versus: 1 })).toBeCloseTo(a - b, 4);
  expect(total({ score: 'one' })).toBeCloseTo(1, 5);
  const probability = lrp(c, x, { score: 'probability' });
  expect(probability.totals[0]).toBeCloseTo(probability.scores[0], 5);
  expect(probability.scores[0]).toBeGreaterThan(1 / 3);
});
