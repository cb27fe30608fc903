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

interface Robust {
  readonly robust_accuracy: number;
  readonly robust_accuracy_at_eps?: Readonly<Record<string, number>>;
}

const inBalls: Readonly<Record<string, AttackMethod>> = {
  'fgsm_linf_0.2': fgsm({ epsilon: 0.2 }),
  'fgsm_linf_0.5': fgsm({ epsilon: 0.5 }),
  fgm_l2_3: fgsm({ epsilon: 3, norm: l2 }),
  'bim_linf_0.2': bim({ epsilon: 0.2 }),
  'pgd_linf_0.2': pgd({ epsilon: 0.2, randomStart: false }),
};

const ofLengths = { deepfool_l2: l2, deepfool_linf: linf } as const;

const cases = full && existsSync(folder) ? (['sigmoid', 'relu'] as const).map((units) => ({ units, set: full })) : [];
// One test for each attack: together they take minutes where other work goes on beside them.
for (const { units, set } of cases) {
  describe(`500 test digits, ${units}`, () => {
    const { metadata } = set.read(`adversarial-500-${units}`);
    const golden = JSON.parse(metadata.get('summary')!) as Record<string, Robust>;
    let net: Classifier;
    let x: tf.Tensor;
    let criterion: Criterion;
    beforeAll(async () => {
      net = classifier(goldenLenet(set.read(`model-${units}`)));
      const digits = await loadMnistSplit(folder, 'test');
      const indices = Array.from({ length: 500 }, (_, i) => i);
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
        const robust = items.filter(({ outcome }) => outcome === 'failed').length / 500;
        expect(Math.abs(robust - golden[name].robust_accuracy)).toBeLessThanOrEqual(0.01);
      },
    );

    test.each(Object.entries(ofLengths))(
      '%s: the curve within one image in a hundred of foolbox',
      async (name, norm) => {
        const limits = golden[name].robust_accuracy_at_eps!;
        const wanted = new Map(Object.entries(limits).map(([limit, accuracy]) => [Number(limit), accuracy]));
        const epsilons = [...wanted.keys()];
        const { points } = await robustAccuracy(net, x, deepFool({ norm }), { criterion, epsilons });
        const apart = points.map(({ epsilon, accuracy }) => Math.abs(accuracy - wanted.get(epsilon)!));
        expect(Math.max(...apart)).toBeLessThanOrEqual(0.01);
      },
    );

    test("DeepFool's rho within 1 % of the authors'", async () => {
      const { rho_adv_pixels_in_0_1: rho } = (
        JSON.parse(metadata.get('deepfool_rho')!) as Record<string, Record<string, number>>
      )['deepfool_authors_code'];
      const { adversarial, perturbation, items } = await attack(net, x, deepFool({ form: 'authors' }));
      tf.dispose([adversarial, perturbation]);
      expect(Math.abs(attackSummary(items).rhoL2! / rho - 1)).toBeLessThan(0.01);
    });
  });
}
