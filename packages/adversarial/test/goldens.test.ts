import { useBackend } from '@interp/backend';
import { classifier, type Classifier, type SafetensorsFile } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { goldenLenet, goldenSets, nhwc, tensorOf } from '../../../tools/goldens/goldens.mjs';
import { attack, bim, fgsm, l2, leave, linf, pgd, type AttackMethod, type AttackResult } from '../src/index.js';

beforeAll(() => useBackend('wasm'));

const methods: Readonly<Record<string, AttackMethod>> = {
  'fgsm_linf_0.1': fgsm({ epsilon: 0.1 }),
  'fgsm_linf_0.2': fgsm({ epsilon: 0.2 }),
  'fgsm_linf_0.5': fgsm({ epsilon: 0.5, norm: linf }),
  fgm_l2_1: fgsm({ epsilon: 1, norm: l2 }),
  fgm_l2_3: fgsm({ epsilon: 3, norm: l2 }),
  'bim_linf_0.2': bim({ epsilon: 0.2 }),
  'bim_linf_0.5': bim({ epsilon: 0.5 }),
  'pgd_linf_0.2': pgd({ epsilon: 0.2 }),
  'pgd_linf_0.5': pgd({ epsilon: 0.5 }),
  pgd_l2_1: pgd({ epsilon: 1, norm: l2 }),
  pgd_l2_3: pgd({ epsilon: 3, norm: l2 }),
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
    lenet.model!.dispose();
  });

  const attacked = async (method: AttackMethod): Promise<AttackResult> => {
    const before = tf.memory().numTensors;
    const result = await attack(lenet, x, method, { criterion: leave(labels) });
    expect(tf.memory().numTensors - before).toBe(2);
    tf.dispose([result.perturbation]);
    return result;
  };

  test.each(Object.entries(methods))('%s: the same images, as far as float32 knows them', async (name, method) => {
    const { adversarial, items } = await attacked(method);
    const found = adversarial.dataSync<'float32'>();
    const expected = nhwc(file.tensors.get(`${name}.adversarial`)!).data as Float32Array;
    const spread = numbers(`${name}.float32_spread`);
    const success = file.tensors.get(`${name}.success`)!.data as Int32Array;
    items.forEach(({ label, after }, image) => {
      expect(after.class !== label).toBe(success[image] === 1);
      if (spread[image] >= 1e-3) return;
      let worst = 0;
      for (let i = 784 * image; i < 784 * (image + 1); i++) worst = Math.max(worst, Math.abs(found[i] - expected[i]));
      expect(worst).toBeLessThan(1e-3);
    });
    adversarial.dispose();
  });
});
