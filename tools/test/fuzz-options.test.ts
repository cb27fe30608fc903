import * as adversarial from '@interp/adversarial';
import * as am from '@interp/am';
import { useBackend } from '@interp/backend';
import { classifier, random, type Classifier } from '@interp/core';
import * as gan from '@interp/gan';
import * as lenet from '@interp/lenet';
import * as lrp from '@interp/lrp';
import { drawnDigits, sampleDigits } from '@interp/mnist';
import * as rbm from '@interp/rbm';
import * as sevenseg from '@interp/sevenseg';
import * as viz from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { hostileOptions } from './hostile-options.js';

let net: Classifier;
let x: tf.Tensor;
let machine: rbm.Rbm;
const digits = sampleDigits();
const raster = { data: new Float32Array(2 * 16).fill(0.5), shape: [2, 4, 4, 1] };

beforeAll(async () => {
  await useBackend('wasm');
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 1, kernelSize: 5, strides: 4, inputShape: [28, 28, 1] }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ],
  });
  net = classifier(model);
  x = digits.images([1, 2]);
  machine = await rbm.initialRbm(digits, { hidden: 2, variant: rbm.cho });
});

/** Options of any kind, given to what takes options of one kind: the point of this file. */
type Attempt = (options: never) => unknown;
const attacked =
  (method: (options: never) => adversarial.AttackMethod): Attempt =>
  (options) =>
    adversarial.attack(net, x, method({ epsilon: 0.3, ...(options as object) } as never), {
      criterion: adversarial.leave([1, 2]),
      ...(options as object),
      signal: AbortSignal.timeout(500),
    });

const explanations = [
  'lrp',
  'gradient',
  'sensitivity',
  'gradientTimesInput',
  'integratedGradients',
  'smoothGrad',
  'occlusion',
  'gradCam',
] as const;
const rules = ['epsilon', 'gamma', 'alphaBeta', 'zBox'] as const;
const attacks = ['fgsm', 'bim', 'pgd', 'momentumPgd', 'deepFool', 'carliniWagner', 'noise'] as const;

const targets: readonly (readonly [packageName: string, name: string, attempt: Attempt])[] = [
  ['core', 'classifier', (options) => classifier(net.model!, options).logits(x)],
  [
    'core',
    'classifier of a function',
    (options) => classifier((v) => tf.matMul(tf.reshape(v, [-1, 784]), tf.ones([784, 10])), options).logits(x),
  ],
  ...explanations.map((name) => ['lrp', name, (options: never) => lrp[name](net, x, options)] as const),
  ...rules.map((name) => ['lrp', name, (options: never) => lrp.lrp(net, x, { rules: lrp[name](options) })] as const),
  ...attacks.map(
    (name) =>
      ['adversarial', name, attacked(adversarial[name] as (options: never) => adversarial.AttackMethod)] as const,
  ),
  [
    'am',
    'prototypes',
    (options) => am.prototypes(net, { steps: 2, ...(options as object), signal: AbortSignal.timeout(500) }),
  ],
  [
    'am',
    'backgroundAddition',
    (options) => am.backgroundAddition(net, 'blank', { ...(options as object), signal: AbortSignal.timeout(500) }),
  ],
  ['lenet', 'lenet', (options) => lenet.lenet(options).dispose()],
  [
    'lenet',
    'train',
    (options) =>
      lenet.train(net.model!, digits, { epochs: 1, ...(options as object), signal: AbortSignal.timeout(500) }),
  ],
  ['lenet', 'evaluate', (options) => lenet.evaluate(net, digits, options)],
  [
    'rbm',
    'initialRbm',
    async (options) => (await rbm.initialRbm(digits, { hidden: 2, ...(options as object) })).dispose(),
  ],
  [
    'rbm',
    'trainRbm',
    (options) => rbm.trainRbm(machine, digits, { epochs: 1, ...(options as object), signal: AbortSignal.timeout(500) }),
  ],
  ['rbm', 'gibbs', (options) => rbm.gibbs(machine, x, { steps: 2, ...(options as object) })],
  [
    'rbm',
    'ais',
    (options) =>
      rbm.ais(machine, {
        temperatures: 3,
        chains: 2,
        ...(options as object),
        signal: AbortSignal.timeout(500),
      }),
  ],
  ['gan', 'generator', (options) => gan.generator(options).dispose()],
  ['gan', 'discriminator', (options) => gan.discriminator(options).dispose()],
  [
    'gan',
    'sample',
    (options) => gan.sample({ latentSize: 2, outputShape: [2], bounds: [-1, 1], decode: (z) => tf.tanh(z) }, options),
  ],
  ['mnist', 'drawnDigits', (options) => drawnDigits({ count: 2, seed: 0, ...(options as object) })],
  ['sevenseg', 'segmentImages', (options) => sevenseg.segmentImages(options)],
  ['viz', 'imageGrid', (options) => viz.imageGrid(raster, options)],
  ['viz', 'heatmapGrid', (options) => viz.heatmapGrid([{ maps: raster }], options)],
  ['viz', 'lineChart', (options) => viz.lineChart([{ name: 'a', x: [0, 1], y: [0, 1] }] as never, options)],
  ['viz', 'barChart', (options) => viz.barChart(['a'], [{ values: [1] }], options)],
];

const checkFinite = async (result: unknown): Promise<void> => {
  if (result instanceof tf.Tensor) {
    if (!Array.from(await result.data()).every(Number.isFinite))
      throw new Error('a tensor holds values that are not finite');
  } else if (typeof result === 'string') {
    if (/NaN|undefined|Infinity/.test(result)) throw new Error('a text holds NaN');
  } else if (ArrayBuffer.isView(result)) {
    if (!Array.from(result as Float32Array).every(Number.isFinite))
      throw new Error('an array holds values that are not finite');
  } else if (typeof result === 'object' && result !== null && Object.getPrototypeOf(result) === Object.prototype)
    for (const part of Object.values(result)) await checkFinite(part);
};

const outcome = async (attempt: Attempt, options: object): Promise<void> => {
  tf.engine().startScope();
  try {
    await checkFinite(await attempt(options as never));
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    if (name !== 'InterpError') throw error;
    expect(code).toMatch(/^(?:bad-|not-|no-|unsupported-|out-of-memory)/);
    expect(message).toMatch(/^[^\n]+$/);
  } finally {
    tf.engine().endScope();
  }
};

const runs = Number(process.env['INTERP_FUZZ_RUNS'] ?? 25);

/** Those that draw millions of weights each time. */
const slow = new Set(['lenet', 'generator', 'discriminator', 'smoothGrad']);

test.each(targets)(
  '%s: %s takes options of any kind or refuses them with a code',
  async (packageName, name, attempt) => {
    await fc.assert(
      fc.asyncProperty(hostileOptions(packageName), (options) => outcome(attempt, options)),
      { numRuns: slow.has(name) ? Math.ceil(runs / 8) : runs, seed: 1 },
    );
  },
);

test.each([NaN, Infinity, -Infinity, 0.5, -1, '1', null, undefined, {}, [], 2 ** 60, 2n, Symbol.iterator])(
  'the seed %p',
  (seed) => {
    const draw = (): number => random(seed as number).uniform();
    try {
      expect(draw()).toBeGreaterThanOrEqual(0);
    } catch (error) {
      expect((error as { name: string }).name).toBe('InterpError');
    }
  },
);
