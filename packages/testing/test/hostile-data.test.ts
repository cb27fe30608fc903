import { fgsm, measureRobustness, attack } from '@interp/adversarial';
import { prototypes } from '@interp/am';
import { classifier, networkOf, trace, type LabelledImages } from '@interp/core';
import { discriminator, evaluateGan, generator, trainGan } from '@interp/gan';
import { evaluate, train } from '@interp/lenet';
import { gradient, lrp, occlusion } from '@interp/lrp';
import { fitNovelty } from '@interp/novelty';
import * as rbm from '@interp/rbm';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { decoder, smallDigits, type SmallDigits } from './small-digits.js';

let digits: SmallDigits;
let machine: rbm.Rbm;
let [makes, judges]: LayersModel[] = [];
beforeAll(async () => {
  digits = await smallDigits();
  [makes, judges] = [generator({ hidden: [1] }), discriminator({ hidden: [1] })];
  machine = await rbm.initialRbm(digits.data, { hidden: 2, variant: rbm.cho });
});

/** Every function that takes labelled images, with as little work as it has. */
const uses: Readonly<Record<string, (data: LabelledImages) => unknown>> = {
  evaluate: (data) => evaluate(digits.net, data),
  train: (data) => train(digits.net.network!.model!, data, { epochs: 1 }),
  'train, validation': (validation) => train(digits.net.network!.model!, digits.data, { epochs: 1, validation }),
  measureRobustness: (data) =>
    measureRobustness(digits.net, data, { attacks: { fgsm: fgsm({ epsilon: 0.1 }) }, limit: 2 }),
  trainGan: (data) => trainGan(makes, judges, data, { epochs: 1 }),
  'evaluateGan, train': (data) =>
    evaluateGan(decoder, digits.net, { train: data, test: digits.data }, { count: 4, neighbours: 2 }),
  'evaluateGan, test': (data) =>
    evaluateGan(decoder, digits.net, { train: digits.data, test: data }, { count: 4, neighbours: 2 }),
  initialRbm: (data) => rbm.initialRbm(data, { hidden: 2 }),
  trainRbm: (data) => rbm.trainRbm(machine, data, { epochs: 1 }),
  'trainRbm, validation': (validation) => rbm.trainRbm(machine, digits.data, { epochs: 1, validation }),
  evaluateRbm: (data) => rbm.evaluateRbm(machine, data, { method: 'none' }),
  'evaluateRbm, baselines': (baselines) => rbm.evaluateRbm(machine, digits.data, { method: 'none', baselines }),
  noveltyDetector: (data) => rbm.noveltyDetector(rbm.energyScore(digits.net), data),
  diagonalGaussian: (data) => rbm.diagonalGaussian(data),
  principalComponents: (data) => rbm.principalComponents(data, { components: 2 }),
  independentBernoulli: (data) => rbm.independentBernoulli(data),
  fitNovelty: (data) => fitNovelty(digits.net, data, { epochs: 1, hidden: 2 }),
  'fitNovelty, outliers': (outliers) => fitNovelty(digits.net, digits.data, { outliers, epochs: 1, hidden: 2 }),
};

const own = new Error('mine');

/** Sets of images as none may be. */
const hostile = ({ size, inputShape, labels, images }: LabelledImages): readonly (readonly [string, unknown])[] => {
  const answering = (answer: (x: () => tf.Tensor) => unknown): object => ({
    size,
    inputShape,
    labels,
    images: (indices: ArrayLike<number>) => answer(() => images(indices)),
  });
  return [
    ['an object', {}],
    ['a tensor', digits.x],
    ['a number', 5],
    ['no images', { size: 0, inputShape, labels: new Uint8Array(), images }],
    ['no size', { inputShape, labels, images }],
    ['half an image', { size: 1.5, inputShape, labels, images }],
    ['too few labels', { size, inputShape, labels: labels.slice(1), images }],
    ['no labels', { size, inputShape, images }],
    ['another shape', { size, inputShape: [3], labels, images }],
    ['no shape', { size, labels, images }],
    ['NaN', answering((x) => tf.mul(x(), NaN))],
    ['one image too few', answering((x) => tf.slice(x(), 1))],
    ['flat images', answering((x) => tf.reshape(x(), [-1, 784]))],
    ['whole numbers', answering((x) => tf.cast(x(), 'int32'))],
    ['nothing', answering(() => undefined)],
    ['a promise', answering((x) => Promise.resolve(x().shape))],
    ['a promise that fails', answering(() => Promise.reject(own))],
    [
      'disposed images',
      answering((x) => {
        const made = x();
        made.dispose();
        return made;
      }),
    ],
    [
      'an error',
      answering((x) => {
        x();
        throw own;
      }),
    ],
  ];
};

test.each(Object.keys(uses))('%s refuses data that are none, and leaves nothing', async (name) => {
  const found: Record<string, string> = {};
  for (const [kind, data] of hostile(digits.data)) found[kind] = await refusal(() => uses[name](data as never));
  expect(Object.entries(found).filter(([, code]) => code === 'taken')).toEqual([]);
});

test('a model that was disposed of is named', async () => {
  const model = sequential({ layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })] });
  const net = classifier(model);
  const network = networkOf(model);
  gradient(net, digits.x);
  model.dispose();
  for (const use of [
    () => classifier(model),
    () => networkOf(model),
    () => gradient(net, digits.x),
    () => lrp(net, digits.x),
    () => occlusion(net, digits.x),
    () => attack(net, digits.x, fgsm({ epsilon: 0.1 })),
    () => prototypes(net, { steps: 1 }),
    () => evaluate(net, digits.data),
    () => train(model, digits.data, { epochs: 1 }),
    () => fitNovelty(net, digits.data),
    () => trace(network, digits.x),
  ])
    expect([String(use), await refusal(use)]).toEqual([String(use), 'bad-value']);
});
