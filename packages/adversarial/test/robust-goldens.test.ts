import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { classifier, type Classifier } from '@interp/core';
import { drawnDigits } from '@interp/mnist';
import { loadMnistSplit } from '@interp/mnist/node';
import * as tf from '@tensorflow/tfjs-core';
import { fixtures, goldenLenet, goldenSets } from '@interp/testing/goldens';
import {
  attack,
  attackSummary,
  bim,
  deepFool,
  fgsm,
  l2,
  misclassified,
  linf,
  pgd,
  robustAccuracy,
  type AttackMethod,
  type Criterion,
} from '../src/index.js';

beforeAll(() => startBackend('wasm'));

test.each(['sigmoid', 'relu'])('a curve and one attack at a time count the same images: %s', async (units) => {
  const net = classifier(goldenLenet(fixtures.read(`model-${units}`)));
  const { images, labels } = drawnDigits({ seed: 5, count: 20 });
  const x = images(Array.from({ length: 20 }, (_, i) => i));
  const criterion = misclassified(labels);
  const { points, alreadyWrong } = await robustAccuracy(net, x, bim({ epsilon: 0.1 }), {
    criterion,
    epsilons: [0, 0.2],
  });
  const one = await attack(net, x, bim({ epsilon: 0.2 }), { criterion });
  const { succeeded, failed } = attackSummary(one.items);
  expect(points[0].accuracy).toBe((20 - alreadyWrong) / 20);
  expect([points[1].fooled, points[1].accuracy]).toEqual([succeeded, failed / 20]);
  tf.dispose([x, one.adversarial, one.perturbation]);
  net.network!.model!.dispose();
});

const folder = fileURLToPath(new URL('../../../../shared/mnist/', import.meta.url));
const full = goldenSets.find((set) => set.name === 'mnist' && set.has('adversarial-500-sigmoid'));

/** How many of the 500 digits are attacked here: foolbox' own outcome of each is known. */
const count = 100;

const inBalls: Readonly<Record<string, AttackMethod>> = {
  'fgsm_linf_0.2': fgsm({ epsilon: 0.2 }),
  'fgsm_linf_0.5': fgsm({ epsilon: 0.5 }),
  fgm_l2_3: fgsm({ epsilon: 3, norm: l2 }),
  'bim_linf_0.2': bim({ epsilon: 0.2 }),
  'pgd_linf_0.2': pgd({ epsilon: 0.2, randomStart: false }),
};

const ofLengths = {
  deepfool_l2: { norm: l2, epsilons: [0.5, 1, 2, 3] },
  deepfool_linf: { norm: linf, epsilons: [0.05, 0.1, 0.2, 0.5] },
} as const;

const cases = full && existsSync(folder) ? (['sigmoid', 'relu'] as const).map((units) => ({ units, set: full })) : [];
// One test for each attack: together they take minutes where other work goes on beside them.
for (const { units, set } of cases) {
  describe(`${count} test digits, ${units}`, () => {
    const { tensors } = set.read(`adversarial-500-${units}`);
    const golden = (name: string): readonly number[] =>
      Array.from(tensors.get(name)!.data as Uint8Array).slice(0, count);
    const robustOf = (isRobust: readonly boolean[]): number => isRobust.filter(Boolean).length / count;
    let net: Classifier;
    let x: tf.Tensor;
    let criterion: Criterion;
    beforeAll(async () => {
      net = classifier(goldenLenet(set.read(`model-${units}`)));
      const digits = await loadMnistSplit(folder, 'test');
      const indices = Array.from({ length: count }, (_, i) => i);
      x = digits.images(indices);
      criterion = misclassified(indices.map((index) => digits.labels[index]));
    });
    afterAll(() => {
      x.dispose();
      net.network!.model!.dispose();
    });

    test.each(Object.entries(inBalls))(
      '%s: robust accuracy within one image in a hundred of foolbox',
      async (name, method) => {
        const { adversarial, perturbation, items } = await attack(net, x, method, { criterion });
        tf.dispose([adversarial, perturbation]);
        const robust = robustOf(items.map(({ outcome }) => outcome === 'failed'));
        const theirs = robustOf(golden(`${name}.success`).map((success) => !success));
        expect(Math.abs(robust - theirs)).toBeLessThanOrEqual(0.01);
      },
    );

    test.each(Object.entries(ofLengths))(
      '%s: the curve within one image in a hundred of foolbox',
      async (name, { norm, epsilons }) => {
        const lengths = golden(`${name}.norm`);
        const { points } = await robustAccuracy(net, x, deepFool({ norm }), { criterion, epsilons });
        const apart = points.map(({ epsilon, accuracy }) =>
          Math.abs(accuracy - robustOf(lengths.map((length) => length > epsilon))),
        );
        expect(Math.max(...apart)).toBeLessThanOrEqual(0.01);
      },
    );

    test("DeepFool's lengths within 1 % of those of the authors' code", async () => {
      const theirs = golden('deepfool_authors_code.norm');
      const { adversarial, perturbation, items } = await attack(net, x, deepFool({ form: 'authors' }));
      tf.dispose([adversarial, perturbation]);
      const [ours, sum] = [items.reduce((total, item) => total + item.l2, 0), theirs.reduce((a, b) => a + b)];
      expect(Math.abs(ours / sum - 1)).toBeLessThan(0.01);
    });
  });
}
