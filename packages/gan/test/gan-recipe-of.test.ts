import { startBackend } from '@interp/backend';
import * as gan from '@interp/gan';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';

beforeAll(() => startBackend('wasm'));

const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

test.each<[gan.GanRecipeOptions, gan.TrainGanOptions]>([
  [{}, { loss: gan.nonSaturating(), penalty: gan.r1() }],
  [
    { loss: 'wgan-gp', epochs: 3 },
    { loss: gan.wganGp(), penalty: gan.gradientPenalty(), epochs: 3 },
  ],
  [
    { loss: 'thesis', smoothing: 0.1, penalty: 'none', seed: 2 },
    { loss: gan.thesisLoss({ smoothing: 0.1 }), penalty: gan.noPenalty, seed: 2 },
  ],
  [
    { loss: 'hinge', gamma: 5, schedule: 'linear', beta1: 0 },
    { loss: gan.hinge(), penalty: gan.r1({ gamma: 5 }), schedule: gan.linearRate(), beta1: 0 },
  ],
])('%j', (options, training) => {
  expect(plain(gan.ganRecipeOf(plain(options)).training)).toEqual(plain(training));
});

test.each<[gan.GanRecipeOptions, () => gan.GanNetworks]>([
  [
    { seed: 3, latentSize: 5 },
    () => ({ generator: gan.generator({ seed: 3, latentSize: 5 }), discriminator: gan.discriminator({ seed: 4 }) }),
  ],
  [
    { architecture: 'convolutional', classes: 10, latentSize: 12 },
    () => ({
      generator: gan.convolutionalGenerator({ classes: 10, latentSize: 12 }),
      discriminator: gan.convolutionalDiscriminator({ classes: 10, seed: 1 }),
    }),
  ],
])('the networks of %j', (options, make) => {
  const [ours, theirs] = [gan.ganRecipeOf(options).networks(), make()];
  for (const name of ['generator', 'discriminator'] as const) {
    const values = [ours, theirs].map((networks) => networks[name].getWeights().map((weight) => weight.dataSync()));
    expect(values[0]).toEqual(values[1]);
  }
  for (const { generator, discriminator } of [ours, theirs]) {
    generator.dispose();
    discriminator.dispose();
  }
});

test('networks that do not fit together leave nothing in memory', async () => {
  const before = tf.memory().numTensors;
  const { networks } = gan.ganRecipeOf({ latentSize: 3, classes: 10 });
  expect((await refused(networks)).code).toBe('bad-option');
  expect(tf.memory().numTensors).toBe(before);
});

test.each<[unknown, RegExp]>([
  [{ loss: 'lsgan' }, /loss/],
  [{ latentsize: 3 }, /did you mean "latentSize"/],
  [{ loss: 'hinge', smoothing: 0.1 }, /^the option smoothing softens a target probability and hinge has none/],
  [{ penalty: 'none', gamma: 3 }, /^the option gamma is the weight of r1 and the penalty is none; leave it out$/],
  [{ loss: 'wgan-gp', gamma: 3 }, /the penalty is gradient/],
  [{ smoothing: 0.6 }, /smoothing/],
])('%j is refused', async (options, message) => {
  const { code, message: said } = await refused(() => gan.ganRecipeOf(options as gan.GanRecipeOptions));
  expect([code, said]).toEqual(['bad-option', expect.stringMatching(message)]);
});
