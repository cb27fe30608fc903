import { startBackend } from '@interp/backend';
import { classifier, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { measureRobustness, standardAttacks } from '../src/index.js';
import { images, net, size } from './small-network.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(() => startBackend('wasm'));

describe('robustness', () => {
  let data: LabelledImages;
  beforeAll(() => {
    data = {
      size: 5,
      inputShape: [size],
      labels: tf.tidy(() => Int32Array.from(tf.argMax(net.logits(images()), 1).dataSync())),
      images: (indices) => tf.tidy(() => tf.gather(images(), tf.tensor1d(Array.from(indices), 'int32'))),
    };
  });

  test('accuracies fall with the strength, and batches change nothing', async () => {
    const before = tf.memory().numTensors;
    const of = (epsilon: number, batch: number) =>
      measureRobustness(net, data, { attacks: standardAttacks(epsilon), batch });
    const [none, some, much] = [await of(0, 5), await of(0.2, 5), await of(1, 5)];
    expect(none).toMatchObject({ n: 5, clean: 1 });
    expect(none.attacks['pgd-40'].accuracy).toBe(1);
    expect(some.attacks['pgd-40'].accuracy).toBeLessThanOrEqual(1);
    expect(much.attacks['pgd-40'].accuracy).toBeLessThan(0.5);
    expect(some.attacks['deepfool'].rhoL2).toBeGreaterThan(0);
    expect((await of(0.2, 2)).attacks['fgsm']).toEqual(some.attacks['fgsm']);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a wrong label counts as wrong, before and after', async () => {
    const wrong = { ...data, labels: data.labels.map((label, i) => (i === 0 ? (label + 1) % 3 : label)) };
    const { clean, attacks } = await measureRobustness(net, wrong, { attacks: standardAttacks(0), limit: 4 });
    expect(clean).toBe(0.75);
    expect(attacks['fgsm'].accuracy).toBe(0.75);
  });

  test('a gradient of zero is masking and no robustness', async () => {
    const flat = classifier(
      (x) => tf.tidy(() => tf.concat2d([tf.add(tf.mul(tf.sum(x, 1, true), 0), 1), tf.zeros([x.shape[0], 2])], 1)),
      { inputShape: [size], classes: 3 },
    );
    const { clean, attacks } = await measureRobustness(
      flat,
      { ...data, labels: new Int32Array(5) },
      { attacks: { fgsm: standardAttacks(0.2)['fgsm'] } },
    );
    expect(clean).toBe(1);
    expect(attacks['fgsm']).toMatchObject({ accuracy: 0, masked: 5 });
  });

  test('stopped: what the finished batches gave, or nothing', async () => {
    const attacks = standardAttacks(0.2);
    const run = (after: number) => {
      const stop = new AbortController();
      return measureRobustness(net, data, {
        attacks,
        batch: 1,
        signal: stop.signal,
        onStep: ({ value }) => {
          if (value.done >= after) stop.abort();
        },
      });
    };
    expect(await run(0)).toMatchObject({ n: 0, clean: null, attacks: { fgsm: { accuracy: null } } });
    expect(await run(2)).toMatchObject({ n: 2, clean: 1 });
  });

  test.each([
    ['bad-option', { attacks: {} }],
    ['bad-option', { attacks: standardAttacks(0.1), limit: 0 }],
    ['bad-option', { attacks: standardAttacks(0.1), batch: 0 }],
  ])('%s for %j', async (code, options) => {
    expect(await refusal(() => measureRobustness(net, data, options))).toBe(code);
  });
});
