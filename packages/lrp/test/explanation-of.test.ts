import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import * as lrp from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';

type Made = ReturnType<lrp.Explanation>;
let model: ReturnType<typeof sequential>;
let net: ReturnType<typeof classifier>;
let x: tf.Tensor;

beforeAll(async () => {
  await startBackend('wasm');
  const conv = { kernelSize: 5, strides: 2, activation: 'relu', kernelInitializer: 'heNormal' } as const;
  model = sequential({
    layers: [
      layers.conv2d({ inputShape: [28, 28, 1], filters: 4, name: 'conv1', ...conv }),
      layers.conv2d({ filters: 6, name: 'conv2', ...conv }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ],
  });
  net = classifier(model);
  x = sampleDigits().images([3, 8]);
});
afterAll(() => {
  model.dispose();
  x.dispose();
});

const cases: readonly (readonly [lrp.ExplanationOptions, () => Made])[] = [
  [{ method: 'sensitivity' }, () => lrp.sensitivity(net, x)],
  [{ method: 'gradient', target: 2, versus: 5 }, () => lrp.gradient(net, x, { target: 2, versus: 5 })],
  [
    { method: 'gradient-x-input', score: 'probability' },
    () => lrp.gradientTimesInput(net, x, { score: 'probability' }),
  ],
  [{ method: 'integrated-gradients', nodes: 3 }, () => lrp.integratedGradients(net, x, { nodes: 3 })],
  [
    { method: 'smoothgrad', samples: 2, noise: 0.1, seed: 4 },
    () => lrp.smoothGrad(net, x, { samples: 2, noise: 0.1, seed: 4 }),
  ],
  [{ method: 'occlusion', window: 14, stride: 14 }, () => lrp.occlusion(net, x, { window: 14, stride: 14 })],
  [{ method: 'grad-cam', layer: 'conv2' }, () => lrp.gradCam(net, x, { layer: 'conv2' })],
  [{ method: 'lrp' }, () => lrp.lrp(net, x)],
  [{ method: 'lrp', rule: 'lrp0' }, () => lrp.lrp(net, x, { rules: lrp.lrp0() })],
  [
    { method: 'lrp', rule: 'epsilon', epsilon: 0.2, bias: 'drop' },
    () => lrp.lrp(net, x, { rules: lrp.epsilon({ epsilon: 0.2 }), bias: 'drop' }),
  ],
  [{ method: 'lrp', rule: 'gamma', gamma: 1 }, () => lrp.lrp(net, x, { rules: lrp.gamma({ gamma: 1 }) })],
  [
    { method: 'lrp', rule: 'alpha-beta', alpha: 1, emptyBranch: 'paper' },
    () => lrp.lrp(net, x, { rules: lrp.alphaBeta({ alpha: 1 }), emptyBranch: 'paper' }),
  ],
  [{ method: 'lrp', rule: 'z-plus' }, () => lrp.lrp(net, x, { rules: lrp.zPlus() })],
  [
    { method: 'lrp', rule: 'z-box', low: -2, high: 2 },
    () => lrp.lrp(net, x, { rules: lrp.zBox({ low: -2, high: 2 }) }),
  ],
  [{ method: 'lrp', rule: 'w-square' }, () => lrp.lrp(net, x, { rules: lrp.wSquare() })],
  [{ method: 'lrp', rule: 'flat' }, () => lrp.lrp(net, x, { rules: lrp.flat() })],
  [
    { method: 'lrp', composite: 'epsilon-plus', epsilon: 0.1 },
    () => lrp.lrp(net, x, { rules: lrp.epsilonPlus({ epsilon: 0.1 }) }),
  ],
  [{ method: 'lrp', composite: 'epsilon-plus-flat' }, () => lrp.lrp(net, x, { rules: lrp.epsilonPlusFlat() })],
  [{ method: 'lrp', composite: 'epsilon-alpha2-beta1' }, () => lrp.lrp(net, x, { rules: lrp.epsilonAlpha2Beta1() })],
  [
    { method: 'lrp', composite: 'epsilon-alpha2-beta1-flat' },
    () => lrp.lrp(net, x, { rules: lrp.epsilonAlpha2Beta1Flat() }),
  ],
  [
    { method: 'lrp', composite: 'epsilon-gamma-box', low: -1, high: 1, gamma: 0.5, epsilon: 0.1 },
    () => lrp.lrp(net, x, { rules: lrp.epsilonGammaBox({ low: -1, high: 1, gamma: 0.5, epsilon: 0.1 }) }),
  ],
];

test.each(cases)('%j is what its functions give', (options, make) => {
  const before = tf.memory().numTensors;
  const [made, wanted] = [lrp.explanationOf(JSON.parse(JSON.stringify(options)) as typeof options)(net, x), make()];
  expect(made.relevance.dataSync()).toEqual(wanted.relevance.dataSync());
  expect(lrp.explainedImages(made)).toEqual(lrp.explainedImages(wanted));
  tf.dispose([made.relevance, wanted.relevance]);
  expect(tf.memory().numTensors).toBe(before);
});

test('the rule that passes relevance on is there as well', async () => {
  const pass = lrp.explanationOf({ method: 'lrp', rule: 'pass' });
  expect((await refused(() => pass(net, x))).message).toMatch(/the rule pass needs/);
});

test.each([
  [{ method: 'saliency' }, /method/],
  [{}, /method/],
  [{ method: 'lrp', rule: 'lrp-0' }, /rule/],
  [{ method: 'lrp', rule: 'flat', composite: 'epsilon-plus' }, /rule and composite are both there/],
  [{ method: 'gradient', rule: 'flat' }, /^the option rule is for the method lrp; leave it out for gradient$/],
  [{ method: 'gradient', strict: true }, /^the option strict is for the method lrp/],
  [{ method: 'gradient', window: 3 }, /^the option window means nothing to gradient; leave it out$/],
  [{ method: 'sensitivity', bias: 'keep' }, /^the option bias means nothing to sensitivity/],
  [
    { method: 'lrp', rule: 'epsilon', alpha: 2 },
    /^the option alpha means nothing to epsilon; expected the option epsilon$/,
  ],
  [{ method: 'lrp', rule: 'flat', gamma: 2 }, /expected no number/],
  [{ method: 'lrp', alpha: 3, beta: 1 }, /alpha - beta is 2/],
  [{ method: 'lrp', rules: [] }, /no option "rules"/],
])('%j is refused', async (options, message) => {
  const { code, message: said } = await refused(() => lrp.explanationOf(options as never));
  expect([code, said]).toEqual(['bad-option', expect.stringMatching(message)]);
});

test('a value of a method is checked when it is used', async () => {
  const explain = lrp.explanationOf({ method: 'occlusion', window: -1 });
  expect((await refused(() => explain(net, x))).code).toBe('bad-option');
});

test('what an explanation says of each image', () => {
  const found = lrp.lrp(net, x);
  const said = lrp.explainedImages(found);
  expect(said).toHaveLength(2);
  expect(said[1]).toEqual({
    class: found.targets[1],
    score: found.scores[1],
    total: found.totals[1],
    ratio: found.ratio[1],
    ledger: found.ledger[1],
    conservationError: found.conservationError[1],
  });
  const gradients = lrp.integratedGradients(net, x, { nodes: 2 });
  expect(lrp.explainedImages(gradients)[0]).toHaveProperty('completenessError', gradients.completenessError[0]);
  tf.dispose([found.relevance, gradients.relevance]);
});

test('which explanations work with a classifier', () => {
  const before = tf.memory().numTensors;
  expect(lrp.supportedExplanations(net)).toEqual({ gradient: true, lrp: true, 'grad-cam': true });
  const weights = tf.tensor2d([1, 0, 3, 0, 0, 1], [3, 2]);
  const plain = classifier((given) => tf.matMul(given, weights), {
    inputShape: [3],
    classes: 2,
    bounds: [0, Infinity],
  });
  const { gradient, lrp: layers, 'grad-cam': maps } = lrp.supportedExplanations(plain);
  expect([gradient, layers, maps]).toEqual([true, expect.stringContaining('layers'), expect.any(String)]);
  weights.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('the methods that are usually compared, of the same options', async () => {
  const { target, ...options } = { target: 3, rule: 'epsilon', epsilon: 0.2 } as const;
  const usual = lrp.usualExplanations({ ...options, target });
  expect(Object.keys(usual)).toEqual([
    'sensitivity',
    'gradient-x-input',
    'integrated-gradients',
    'smoothgrad',
    'occlusion',
    'grad-cam',
    'lrp epsilon',
    'lrp epsilon-plus',
  ]);
  const [made, wanted] = [
    usual['lrp epsilon'](net, x),
    lrp.explanationOf({ method: 'lrp', ...options, target })(net, x),
  ];
  expect(made.relevance.dataSync()).toEqual(wanted.relevance.dataSync());
  tf.dispose([made.relevance, wanted.relevance]);
  expect(Object.keys(lrp.usualExplanations()).slice(6)).toEqual(['lrp alpha-beta', 'lrp epsilon-plus']);
  expect(Object.keys(lrp.usualExplanations({ composite: 'epsilon-plus' })).slice(6)).toEqual(['lrp epsilon-plus']);
  expect((await refused(() => lrp.usualExplanations({ window: 3 }))).message).toMatch(
    /window means nothing to sensitivity/,
  );
});
