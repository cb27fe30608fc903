import { startBackend } from '@interp/backend';
import { classifier, type Classifier } from '@interp/core';
import type { SafetensorsFile } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { goldenLenet, goldenSets, nhwc, tensorOf } from '@interp/testing/goldens';
import {
  attack,
  bim,
  carliniWagner,
  deepFool,
  fgsm,
  l2,
  misclassified,
  linf,
  pgd,
  type AttackMethod,
  type AttackResult,
} from '../src/index.js';

beforeAll(() => startBackend('wasm'));

const methods: Readonly<Record<string, AttackMethod>> = {
  'fgsm_linf_0.1': fgsm({ epsilon: 0.1 }),
  'fgsm_linf_0.2': fgsm({ epsilon: 0.2 }),
  'fgsm_linf_0.5': fgsm({ epsilon: 0.5, norm: linf }),
  fgm_l2_1: fgsm({ epsilon: 1, norm: l2 }),
  fgm_l2_3: fgsm({ epsilon: 3, norm: l2 }),
  'bim_linf_0.2': bim({ epsilon: 0.2 }),
  'bim_linf_0.5': bim({ epsilon: 0.5 }),
  'pgd_linf_0.2': pgd({ epsilon: 0.2, randomStart: false }),
  'pgd_linf_0.5': pgd({ epsilon: 0.5, randomStart: false }),
  pgd_l2_1: pgd({ epsilon: 1, randomStart: false, norm: l2 }),
  pgd_l2_3: pgd({ epsilon: 3, randomStart: false, norm: l2 }),
};

const cases = goldenSets.flatMap((set) => ['sigmoid', 'relu'].map((units) => ({ set, units })));

describe.each(cases)('a LeNet of $units units and the images of $set.name', ({ set, units }) => {
  const file: SafetensorsFile = set.read(`adversarial-${units}`);
  const numbers = (name: string): Float32Array => file.tensors.get(name)!.data as Float32Array;
  let lenet: Classifier;
  let x: tf.Tensor;
  let labels: Int32Array;
  beforeAll(() => {
    lenet = classifier(goldenLenet(set.read(`model-${units}`)));
    const { tensors } = set.read('classify');
    x = tensorOf(tensors.get('images')!);
    labels = tensors.get('labels')!.data as Int32Array;
  });
  afterAll(() => {
    x.dispose();
    lenet.network!.model!.dispose();
  });

  const attacked = async (method: AttackMethod): Promise<AttackResult> => {
    const before = tf.memory().numTensors;
    const result = await attack(lenet, x, method, { criterion: misclassified(labels) });
    expect(tf.memory().numTensors - before).toBe(2);
    tf.dispose([result.perturbation]);
    return result;
  };

  const success = (name: string): boolean[] =>
    Array.from(file.tensors.get(`${name}.success`)!.data as Int32Array, (one) => one === 1);
  const median = (values: ArrayLike<number>): number => Float64Array.from(values).sort()[Math.floor(values.length / 2)];

  test.each(Object.entries(methods))('%s: the same images, as far as float32 knows them', async (name, method) => {
    const { adversarial, items } = await attacked(method);
    const found = adversarial.dataSync<'float32'>();
    const expected = nhwc(file.tensors.get(`${name}.adversarial`)!).data as Float32Array;
    const spread = numbers(`${name}.float32_spread`);
    expect(items.map(({ label, after }) => after.class !== label)).toEqual(success(name));
    const apart = items.map((_, image) => {
      if (spread[image] >= 1e-3) return 0;
      let worst = 0;
      for (let i = 784 * image; i < 784 * (image + 1); i++) worst = Math.max(worst, Math.abs(found[i] - expected[i]));
      return worst;
    });
    // A step along the gradient may cross a kink of max-pooling earlier or later by rounding alone, and a gradient of nought but rounding has
    // one sign or the other; the way heals, and ends nearby.
    const kinks = name.startsWith('pgd') ? 1 : 0;
    const nearby = { pgd_l2: 1e-2, pgd_linf: 5e-2 }[name.slice(0, name.lastIndexOf('_'))] ?? 1e-3;
    expect(apart.filter((worst) => worst >= 1e-3).length).toBeLessThanOrEqual(kinks);
    expect(Math.max(...apart)).toBeLessThan(nearby);
    adversarial.dispose();
  });

  test.each([
    ['deepfool_l2', l2],
    ['deepfool_linf', linf],
  ])('%s: the same successes and lengths', async (name, norm) => {
    const { adversarial, items } = await attacked(deepFool({ norm }));
    adversarial.dispose();
    expect(items.map(({ label, after }) => after.class !== label)).toEqual(success(name));
    const lengths = numbers(`${name}.norm_l2`);
    items.forEach((item, i) => {
      expect(item.after.class).toBe((file.tensors.get(`${name}.predicted`)!.data as Int32Array)[i]);
      expect(Math.abs(item.l2 - lengths[i])).toBeLessThanOrEqual(0.001 * lengths[i]);
    });
  });

  test.each([
    ['deepfool_paper', 'paper'],
    ['deepfool_authors_code', 'authors'],
  ] as const)('%s: the same lengths and classes, and of the published code the iterations', async (name, form) => {
    const { adversarial, perturbation, items } = await attack(lenet, x, deepFool({ form }));
    tf.dispose([adversarial, perturbation]);
    const lengths = numbers(`${name}.norm_l2`);
    const iterations = file.tensors.get(`${name}.iterations`)!.data as Int32Array;
    items.forEach((item, i) => {
      expect(item.after.class).toBe((file.tensors.get(`${name}.predicted`)!.data as Int32Array)[i]);
      expect(Math.abs(item.l2 - lengths[i])).toBeLessThanOrEqual(0.001 * lengths[i]);
      // Without a margin the paper's form creeps up to the border, and rounding alone says when it is crossed.
      if (form === 'authors') expect(item.steps).toBe(iterations[i]);
    });
  });

  test('carlini_wagner_l2: all succeed, by shorter changes than where the batch decides when to stop', async () => {
    const { adversarial, items } = await attacked(carliniWagner({ searches: 4, steps: 60 }));
    adversarial.dispose();
    const wanted = success('carlini_wagner_l2');
    items.forEach(({ label, after }, i) => expect(after.class !== label || !wanted[i]).toBe(true));
    expect(median(items.map((item) => item.l2))).toBeLessThan(median(numbers('carlini_wagner_l2.norm_l2')));
  });
});
