import { classifier, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  attack,
  bim,
  carliniWagner,
  deepFool,
  fgsm,
  l1,
  misclassified,
  linf,
  momentumPgd,
  noise,
  pgd,
  targeted,
  robustAccuracy,
  universalPerturbation,
  type AttackOptions,
} from '../src/index.js';
import { size, tiny } from './tiny.js';
import { refusal, refused } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

test.each<[string, () => unknown]>([
  ['a negative epsilon', () => fgsm({ epsilon: -0.1 })],
  ['a NaN as epsilon', () => bim({ epsilon: NaN })],
  ['the name of a norm', () => fgsm({ epsilon: 1, norm: 'l2' as unknown as typeof l1 })],
  ['no norm', () => noise({ epsilon: 1, norm: null as unknown as typeof l1 })],
  ['no steps', () => pgd({ epsilon: 1, steps: 0 })],
  ['half a restart', () => pgd({ epsilon: 1, restarts: 0.5 })],
  ['several runs from the image itself', () => pgd({ epsilon: 1, randomStart: false, restarts: 2 })],
  ['no restarts', () => pgd({ epsilon: 1, restarts: 0 })],
  ['a negative step', () => momentumPgd({ epsilon: 1, stepSize: -1 })],
  ['a negative momentum', () => momentumPgd({ epsilon: 1, momentum: -1 })],
  ['an option that there is not', () => pgd({ epsilon: 1, stepsize: 1 } as Parameters<typeof pgd>[0])],
  ['no draws', () => noise({ epsilon: 1, draws: 0 })],
  ['unknown noise', () => noise({ epsilon: 1, distribution: 'pink' as 'uniform' })],
  ['DeepFool in L1', () => deepFool({ norm: l1 })],
  ['an unknown form', () => deepFool({ form: 'own' as 'paper' })],
  ['one candidate', () => deepFool({ candidates: 1 })],
  ['Carlini-Wagner in L∞', () => carliniWagner({ norm: linf })],
  ['a rate of zero', () => carliniWagner({ rate: 0 })],
  ['a constant of zero', () => carliniWagner({ constant: 0 })],
])('%s is refused', async (_, make) => {
  expect(await refusal(make)).toBe('bad-option');
});

const one = classifier((x) => tf.sum<tf.Tensor2D>(x, 1, true), { inputShape: [size], classes: 1 });
const broken = classifier((x) => tf.mul<tf.Tensor2D>(tf.log(tf.mul(x, 0)), 0), { inputShape: [size], classes: size });
const fine = (): tf.Tensor => tf.zeros([2, size]);

test.each<[string, string, RegExp, Classifier, () => tf.Tensor, AttackOptions]>([
  ['an empty batch', 'bad-shape', /empty/, tiny(), () => tf.zeros([0, size]), {}],
  ['another shape', 'bad-shape', /shape/, tiny(), () => tf.zeros([2, 4]), {}],
  ['a NaN', 'bad-value', /NaN/, tiny(), () => tf.fill([1, size], NaN), {}],
  [
    'images outside the bounds',
    'bad-value',
    /from 0 to 1\.5; expected -1 to 1/,
    tiny(),
    () => tf.tensor2d([[0, 1.5, 0, 0, 0, 0]]),
    {},
  ],
  ['a single class', 'unsupported-model', /1 class/, one, fine, {}],
  ['a class that there is not', 'bad-class', /class 3/, tiny(), fine, { criterion: misclassified(3) }],
  ['labels for other images', 'bad-shape', /3 labels/, tiny(), fine, { criterion: misclassified([0, 1, 2]) }],
  ['targets for other images', 'bad-shape', /1 targets/, tiny(), fine, { criterion: targeted([2], [0, 1]) }],
  ['no images at once', 'bad-option', /batchSize/, tiny(), fine, { batchSize: 0 }],
  ['a seed that is none', 'bad-option', /seed/, tiny(), fine, { seed: 0.5 }],
  ['a classifier that gives NaN', 'not-finite', /scores/, broken, fine, {}],
])('%s is refused', async (_, code, message, net, make, options) => {
  const x = make();
  const before = tf.memory().numTensors;
  const refusal = await refused(() => attack(net, x, fgsm({ epsilon: 0.1 }), options));
  expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
  expect(tf.memory().numTensors).toBe(before);
  x.dispose();
});

test('curves and universal perturbations refuse what makes no sense', async () => {
  const x = fine();
  const method = fgsm({ epsilon: 0.1 });
  expect(await refusal(() => robustAccuracy(tiny(), x, method, { epsilons: [] }))).toBe('bad-option');
  expect(await refusal(() => robustAccuracy(tiny(), x, method, { epsilons: [0.1, -1] }))).toBe('bad-option');
  expect(await refusal(() => universalPerturbation(tiny(), x, { epsilon: -1 }))).toBe('bad-option');
  expect(await refusal(() => universalPerturbation(tiny(), x, { epsilon: 1, foolingRate: 2 }))).toBe('bad-option');
  x.dispose();
});
