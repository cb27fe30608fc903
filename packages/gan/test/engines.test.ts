import { startBackend } from '@interp/backend';
import { networkOf, random } from '@interp/core';
import { trainingChain } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chainEngine } from '../src/gradients/chain-engine.js';
import { engineFor } from '../src/gradients/engine-for.js';
import { classRows, latentClasses, logitOf, type GanEngine } from '../src/gradients/engine.js';
import { tapeEngine } from '../src/gradients/tape-engine.js';

import {
  convolutionalDiscriminator,
  convolutionalGenerator,
  discriminator,
  generator,
  gradientPenalty,
  hinge,
  minimax,
  nonSaturating,
  noPenalty,
  r1,
  thesisLoss,
  wganGp,
  type GanLoss,
  type GradientPenalty,
  type HiddenActivation,
} from '../src/index.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const shape = [4, 4, 2];
const n = 5;
const latentSize = 3;

interface Pair {
  readonly generatorModel: tfl.LayersModel;
  readonly discriminatorModel: tfl.LayersModel;
}

const densePair = (activation: HiddenActivation, classes = 1): Pair => ({
  generatorModel: generator({ latentSize, hidden: [6, 5], outputShape: shape, activation, seed: 1 }),
  discriminatorModel: discriminator({ inputShape: shape, hidden: [7, 6], activation, classes, seed: 2 }),
});
const convolutionalPair = (classes = 1): Pair => ({
  generatorModel: convolutionalGenerator({ latentSize, channels: [3, 2], outputShape: shape, seed: 1 }),
  discriminatorModel: convolutionalDiscriminator({ inputShape: shape, channels: [3, 4], classes, seed: 2 }),
});

/** Larger weights and biases that are not 0, so that every term of a gradient counts. */
const shaken = ({ generatorModel, discriminatorModel }: Pair): Pair => {
  const stream = random(7);
  tf.tidy(() => {
    for (const weight of [...generatorModel.weights, ...discriminatorModel.weights]) {
      const size = weight.shape.reduce<number>((product, length) => product * length!, 1);
      weight.write(tf.tensor(stream.normals(size, 0, 0.5), weight.shape as number[]));
    }
  });
  return { generatorModel, discriminatorModel };
};

const batch = (seed: number): tf.Tensor => tf.tensor(random(seed).uniforms(n * 32, -1, 1), [n, ...shape]);
const latent = (): tf.Tensor2D => tf.tensor2d(random(5).normals(n * latentSize), [n, latentSize]);

const numbersOf = (tensors: readonly tf.Tensor[]): number[] =>
  tensors.flatMap((tensor) => Array.from(tensor.dataSync()));

const rowsOf = (labels: number[], classes: number) => classRows(tf.tensor1d(labels, 'int32'), classes);

const looks = (engine: GanEngine, penalty: GradientPenalty, count: number) => {
  const between = penalty.at === 'interpolated' ? batch(3) : undefined;
  const classes =
    count > 1 ? { real: rowsOf([2, 0, 1, 1, 2], count), fake: rowsOf([0, 0, 2, 1, 1], count) } : undefined;
  return engine.discriminatorGradients(batch(1), batch(2), { between, classes });
};
const asks = (engine: GanEngine) => engine.generatorGradients(engine.generate(latent()));

/** The discriminator's loss with its penalty, and the generator's, for fixed images. */
const discriminatorLoss = (engine: GanEngine, penalty: GradientPenalty, count = 1): number =>
  tf.tidy(() => {
    const { loss, penalty: extra } = looks(engine, penalty, count);
    return loss.dataSync()[0] + extra.dataSync()[0];
  });
const generatorLoss = (engine: GanEngine): number => tf.tidy(() => asks(engine).loss.dataSync()[0]);

/** All that an engine finds for fixed images. */
const found = (engine: GanEngine, penalty: GradientPenalty, count = 1) =>
  tf.tidy(() => {
    const [looked, asked] = [looks(engine, penalty, count), asks(engine)];
    return {
      losses: numbersOf([looked.loss, looked.penalty, asked.loss, looked.real, looked.fake]),
      discriminator: numbersOf(looked.gradients),
      generator: numbersOf(asked.gradients),
    };
  });

const expectNear = (a: readonly number[], b: readonly number[], part: number): void => {
  expect(a).toHaveLength(b.length);
  const size = Math.max(...b.map(Math.abs), 1e-3);
  a.forEach((value, i) => expect(Math.abs(value - b[i])).toBeLessThan(part * size));
};

const losses: readonly GanLoss[] = [
  nonSaturating(),
  nonSaturating({ smoothing: 0.1 }),
  minimax(),
  thesisLoss(),
  wganGp(),
  hinge(),
];
const pairs: readonly (readonly [string, () => Pair])[] = [
  ['dense, leaky ReLU', () => shaken(densePair('leaky-relu'))],
  ['dense, ReLU', () => shaken(densePair('relu'))],
  ['convolutional', () => shaken(convolutionalPair())],
];
const cases = pairs.flatMap(([name, make]) =>
  losses.flatMap((loss) =>
    [noPenalty, r1({ gamma: 3 }), gradientPenalty()].map(
      (penalty) => [`${name}, ${loss.name}, ${penalty.name}`, make, loss, penalty] as const,
    ),
  ),
);

test.each(cases)('%s: written-out derivatives are those of the tape', (_, make, loss, penalty) => {
  const before = tf.memory().numTensors;
  const { generatorModel, discriminatorModel } = make();
  const [generatorChain, discriminatorChain] = [generatorModel, discriminatorModel].map((model) =>
    trainingChain(networkOf(model))!,
  );
  const fast = found(chainEngine(generatorChain, discriminatorChain, loss, penalty), penalty);
  const slow = found(tapeEngine(generatorModel, discriminatorModel, loss, penalty), penalty);
  expectNear(fast.losses, slow.losses, 1e-5);
  expectNear(fast.generator, slow.generator, 1e-4);
  expectNear(fast.discriminator, slow.discriminator, 1e-4);
  generatorModel.dispose();
  discriminatorModel.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

const conditional = [
  ['dense', () => shaken(densePair('leaky-relu', 3))],
  ['convolutional', () => shaken(convolutionalPair(3))],
] as const;
const conditionalCases = conditional.flatMap(([name, make]) =>
  [noPenalty, r1({ gamma: 3 })].map((penalty) => [`${name}, ${penalty.name}`, make, penalty] as const),
);

test.each(conditionalCases)(
  'with a logit for each class, %s: chain, tape and finite differences agree',
  (_, make, penalty) => {
    const { generatorModel, discriminatorModel } = make();
    const fast = engineFor(generatorModel, discriminatorModel, nonSaturating(), penalty);
    expect(fast.kind).toBe('chain');
    const slow = tapeEngine(generatorModel, discriminatorModel, nonSaturating(), penalty, 3);
    const [ours, theirs] = [found(fast, penalty, 3), found(slow, penalty, 3)];
    expectNear(ours.losses, theirs.losses, 1e-5);
    expectNear(ours.generator, theirs.generator, 1e-4);
    expectNear(ours.discriminator, theirs.discriminator, 1e-4);
    const looked = byDifferences(discriminatorModel, () => discriminatorLoss(fast, penalty, 3));
    const near = looked.filter((one, i) => Math.abs(one - ours.discriminator[i]) < 0.02 * Math.max(1, Math.abs(one)));
    expect(near.length / looked.length).toBeGreaterThan(0.97);
    generatorModel.dispose();
    discriminatorModel.dispose();
  },
);

test('the logit of an image is that of its class, and the class of a code the largest of its first numbers', () => {
  tf.tidy(() => {
    const z = tf.tensor2d([0.1, 0.3, -1, 9, -2, -3, -0.5, 8], [2, 4]);
    const rows = latentClasses(z, 3);
    expect(rows.arraySync()).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ]);
    const logits = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    expect(logitOf(logits, rows).arraySync()).toEqual([[2], [6]]);
  });
});

/** The derivative of a function of a model's weights, each weight moved by itself. */
const byDifferences = (model: tfl.LayersModel, value: () => number, step = 2e-3): number[] =>
  model.trainableWeights.flatMap((weight) => {
    const kept = Array.from(weight.read().dataSync());
    const at = (values: readonly number[]): number => {
      tf.tidy(() => {
        weight.write(tf.tensor(values, weight.shape as number[]));
      });
      return value();
    };
    const gradients = kept.map((_, i) => {
      const moved = (by: number): number => at(kept.map((one, k) => (k === i ? one + by : one)));
      return (moved(step) - moved(-step)) / (2 * step);
    });
    at(kept);
    return gradients;
  });

const differing = pairs.flatMap(([name, make]) =>
  [r1({ gamma: 3 }), gradientPenalty()].map((penalty) => [`${name}, ${penalty.name}`, make, penalty] as const),
);
test.each(differing)('%s: gradients are those of finite differences', (_, make, penalty) => {
  const { generatorModel, discriminatorModel } = make();
  const loss = nonSaturating();
  const engine = engineFor(generatorModel, discriminatorModel, loss, penalty);
  expect(engine.kind).toBe('chain');
  const exact = found(engine, penalty);
  const looked = byDifferences(discriminatorModel, () => discriminatorLoss(engine, penalty));
  const near = looked.filter(
    (gradient, i) => Math.abs(gradient - exact.discriminator[i]) < 0.02 * Math.max(1, Math.abs(gradient)),
  );
  expect(near.length / looked.length).toBeGreaterThan(0.97);
  expectNear(
    byDifferences(generatorModel, () => generatorLoss(engine)),
    exact.generator,
    0.05,
  );
  generatorModel.dispose();
  discriminatorModel.dispose();
});

test('what is no chain goes by the tape, and a tanh in the discriminator only where there is no penalty', () => {
  const generatorModel = generator({ latentSize, hidden: [4], outputShape: shape });
  const bent = tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: shape }),
      tfl.layers.dense({ units: 4, activation: 'tanh' }),
      tfl.layers.dense({ units: 1 }),
    ],
  });
  const normalised = tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: shape }),
      tfl.layers.batchNormalization(),
      tfl.layers.dense({ units: 1 }),
    ],
  });
  const turned = tfl.sequential({
    layers: [tfl.layers.flatten({ inputShape: shape, dataFormat: 'channelsFirst' }), tfl.layers.dense({ units: 1 })],
  });
  expect(engineFor(generatorModel, bent, nonSaturating(), noPenalty).kind).toBe('chain');
  expect(engineFor(generatorModel, bent, nonSaturating(), r1()).kind).toBe('tape');
  expect(engineFor(generatorModel, normalised, nonSaturating(), noPenalty).kind).toBe('tape');
  expect(engineFor(generatorModel, turned, nonSaturating(), noPenalty).kind).toBe('tape');
  for (const model of [generatorModel, bent, normalised, turned]) model.dispose();
});

test('the penalty of a curved discriminator, by the tape: finite differences', () => {
  const generatorModel = generator({ latentSize, hidden: [4], outputShape: shape });
  const bent = tfl.sequential({
    layers: [
      tfl.layers.flatten({ inputShape: shape }),
      tfl.layers.dense({ units: 4, activation: 'tanh' }),
      tfl.layers.dense({ units: 1 }),
    ],
  });
  const { discriminatorModel } = shaken({ generatorModel, discriminatorModel: bent });
  const penalty = r1({ gamma: 3 });
  const engine = engineFor(generatorModel, discriminatorModel, nonSaturating(), penalty);
  const exact = found(engine, penalty);
  const looked = byDifferences(discriminatorModel, () => discriminatorLoss(engine, penalty));
  expectNear(looked, exact.discriminator, 0.01);
  generatorModel.dispose();
  discriminatorModel.dispose();
});
