import { classifier, random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  attack,
  carliniWagner,
  deepFool,
  fgsm,
  l2,
  misclassified,
  linf,
  noise,
  perturbed,
  pgd,
  targeted,
  robustAccuracy,
  universalPerturbation,
  type AttackMethod,
  type AttackOptions,
  type AttackStep,
} from '../src/index.js';
import { images, leaving, size, slowClass, tiny } from './tiny.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const x0 = images(12);
const labels = x0.map(slowClass);
const attacked = async (method: AttackMethod, options: AttackOptions = {}) => {
  const x = tf.tensor2d(x0);
  const result = await leaving(2, () => attack(tiny(), x, method, options));
  const [found, r] = [result.adversarial, result.perturbation].map((t) => t.arraySync() as number[][]);
  tf.dispose([x, result.adversarial, result.perturbation]);
  return { ...result, found, r };
};

test('images that are wrong before are counted apart, and left alone by the smallest changes', async () => {
  const given = labels.map((label, i) => (i < 3 ? (label + 1) % 3 : label));
  const { items, summary, r } = await attacked(deepFool(), { criterion: misclassified(given) });
  expect(items.map(({ outcome }) => outcome)).toEqual([
    ...Array<string>(3).fill('already-wrong'),
    ...Array<string>(9).fill('succeeded'),
  ]);
  expect(summary).toMatchObject({ count: 12, alreadyWrong: 3, succeeded: 9, failed: 0, masked: 0, successRate: 1 });
  for (const row of r.slice(0, 3)) expect(row).toEqual(Array(size).fill(0));
  for (const { steps, l2: length } of items.slice(0, 3)) expect([steps, length]).toEqual([0, 0]);
});

test('an image that is the target already is no success', async () => {
  const { items } = await attacked(fgsm({ epsilon: 0.1 }), {
    criterion: targeted(
      labels,
      labels.map((label) => (label + 1) % 3),
    ),
  });
  expect(items.every(({ outcome }) => outcome === 'already-wrong')).toBe(true);
});

test('images of the target’s class are already-target where they are predicted so, and the others are attacked', async () => {
  const [first] = labels;
  const criterion = targeted(first);
  const { items, summary } = await attacked(pgd({ epsilon: 3, randomStart: false }), { criterion });
  items.forEach(({ outcome }, i) => expect(outcome === 'already-target').toBe(labels[i] === first));
  const same = labels.filter((label) => label === first).length;
  expect(summary).toMatchObject({ alreadyTarget: same, alreadyWrong: 0 });
  expect(summary.successRate).toBe(summary.succeeded / (12 - same));
  // Of images that are not predicted as their own label, which is the target, nothing is known to be attacked: they are wrong.
  const wrong = labels.map((label) => (label + 1) % 3);
  const again = await attacked(fgsm({ epsilon: 0.1 }), { criterion: targeted(wrong, wrong) });
  expect(again.items.every(({ outcome }) => outcome === 'already-wrong')).toBe(true);
  const x = tf.tensor2d(x0);
  const curve = await robustAccuracy(tiny(), x, fgsm({ epsilon: 1 }), { criterion, epsilons: [0] });
  expect(curve).toMatchObject({ alreadyTarget: same, alreadyWrong: 0, cleanAccuracy: 1, points: [{ accuracy: 1 }] });
  x.dispose();
});

test('an epsilon of zero changes nothing and fools nobody', async () => {
  for (const method of [fgsm({ epsilon: 0 }), pgd({ epsilon: 0, restarts: 1 }), noise({ epsilon: 0 })]) {
    const { items, summary, found } = await attacked(method);
    expect(summary).toMatchObject({ succeeded: 0, failed: 12, successRate: 0, medianL2: null, rhoL2: null });
    found.forEach((row, i) => row.forEach((value, k) => expect(value).toBe(x0[i][k])));
    expect(items[0].after).toEqual(items[0].before);
  }
});

test('where there is no gradient the attack fails and says that this is masking', async () => {
  const flat = classifier((x) => tf.add<tf.Tensor2D>(tf.mul(tf.slice(x, [0, 0], [-1, 3]), 0), tf.tensor1d([1, 0, 0])), {
    inputShape: [size],
    classes: 3,
  });
  const x = tf.tensor2d(x0);
  for (const method of [
    pgd({ epsilon: 1, randomStart: false }),
    deepFool(),
    carliniWagner({ searches: 1, steps: 3 }),
  ]) {
    const { items, summary, adversarial, perturbation } = await attack(flat, x, method);
    expect(items.every(({ masked, outcome }) => masked && outcome === 'failed')).toBe(true);
    expect(summary).toMatchObject({ masked: 12, failed: 0, successRate: 0 });
    tf.dispose([adversarial, perturbation]);
  }
  const { points } = await robustAccuracy(flat, x, pgd({ epsilon: 1, randomStart: false }), { epsilons: [0.5] });
  expect(points).toEqual([{ epsilon: 0.5, accuracy: 0, fooled: 0, masked: 12 }]);
  x.dispose();
});

test('rounded images are on the 256 levels and predicted there', async () => {
  const { found, items } = await attacked(deepFool(), { round: true });
  const again = found.map(slowClass);
  items.forEach(({ after }, i) => expect(after.class).toBe(again[i]));
  for (const value of found.flat())
    expect(Math.abs(value * 127.5 - Math.round(value * 127.5 + 127.5) + 127.5)).toBeLessThan(1e-4);
});

test('forms that leave the bounds say so, unless rounded', async () => {
  const wide = x0.map((row) => row.map((value) => Math.sign(value)));
  const x = tf.tensor2d(wide);
  const free = await attack(tiny(), x, deepFool({ form: 'authors' }));
  expect(free.items.some(({ inBounds }) => !inBounds)).toBe(true);
  const kept = await attack(tiny(), x, deepFool({ form: 'authors' }), { round: true });
  expect(kept.items.every(({ inBounds }) => inBounds)).toBe(true);
  tf.dispose([x, free.adversarial, free.perturbation, kept.adversarial, kept.perturbation]);
});

test('ρ is of values from 0 to 1', async () => {
  const { items, summary, r } = await attacked(deepFool());
  const unit = x0.map((row) => row.map((value) => (Math.fround(value) + 1) / 2));
  items.forEach(({ rhoL2, rhoLinf }, i) => {
    expect(rhoL2).toBeCloseTo(l2.length(r[i]) / 2 / l2.length(unit[i]), 5);
    expect(rhoLinf).toBeCloseTo(linf.length(r[i]) / 2 / linf.length(unit[i]), 5);
  });
  expect(summary.rhoL2).toBeCloseTo(items.reduce((sum, { rhoL2 }) => sum + rhoL2!, 0) / 12, 6);
});

test('restarts fool at least as many, the same seed gives the same, and no image depends on the batch', async () => {
  const epsilon = 0.25;
  const method = (restarts: number): AttackMethod => pgd({ epsilon, restarts, steps: 3, stepSize: 0.05 });
  const [one, three, again] = [await attacked(method(1)), await attacked(method(3)), await attacked(method(3))];
  expect(three.summary.succeeded).toBeGreaterThanOrEqual(one.summary.succeeded);
  expect(again.found).toEqual(three.found);
  const small = await attacked(method(3), { batchSize: 5 });
  expect(small.items.map(({ outcome }) => outcome)).toEqual(three.items.map(({ outcome }) => outcome));
  expect((await attacked(method(1), { seed: 1 })).found).not.toEqual(one.found);
});

test('those that are fooled can stay as they are', async () => {
  const all = await attacked(pgd({ epsilon: 0.6, randomStart: false }));
  const early = await attacked(pgd({ epsilon: 0.6, randomStart: false, stopOnSuccess: true }));
  expect(early.summary.succeeded).toBe(all.summary.succeeded);
  const total = (of: typeof all): number => of.items.reduce((sum, { steps }) => sum + steps, 0);
  expect(total(early)).toBeLessThan(total(all));
});

test('Carlini-Wagner finds changes no longer than those of DeepFool', async () => {
  const [careful, quick] = [await attacked(carliniWagner()), await attacked(deepFool())];
  expect(careful.summary.succeeded).toBe(12);
  expect(careful.summary.medianL2!).toBeLessThanOrEqual(quick.summary.medianL2! * 1.001);
  const sure = await attacked(carliniWagner({ confidence: 0.5 }));
  sure.items.forEach(({ l2: length, after }, i) => {
    expect(length).toBeGreaterThan(careful.items[i].l2);
    expect(after.probability).toBeGreaterThan(0.5);
  });
  const aimed = await attacked(carliniWagner(), { criterion: targeted(labels.map((label) => (label + 1) % 3)) });
  aimed.items.forEach(({ after, target }) => expect(after.class).toBe(target));
});

test('noise fools fewer than an attack of the same length', async () => {
  const options = { epsilon: 0.3, norm: l2 };
  const [chance, aimed] = [await attacked(noise(options)), await attacked(fgsm(options))];
  expect(chance.summary.succeeded).toBeLessThan(aimed.summary.succeeded);
});

test('an aborted attack gives what it has, predicted once more', async () => {
  const stop = new AbortController();
  const x = tf.tensor2d(x0);
  const before = tf.memory().numTensors;
  const { items, stopped, adversarial, perturbation } = await attack(
    tiny(),
    x,
    pgd({ epsilon: 0.5, randomStart: false }),
    {
      signal: stop.signal,
      onStep: ({ step }) => {
        if (step === 2) stop.abort();
      },
    },
  );
  expect(stopped).toBe(true);
  expect(items.every(({ steps }) => steps === 2 || steps === 3)).toBe(true);
  tf.dispose([adversarial, perturbation]);
  expect(tf.memory().numTensors).toBe(before);
  x.dispose();
});

test('DeepFool of many classes says how far a step is, and stops within it as the images were before', async () => {
  const weights = random(8).normals(size * 45, 0, 1);
  const net = classifier((x) => tf.matMul(tf.tanh(x as tf.Tensor2D), tf.tensor2d(weights, [size, 45])), {
    inputShape: [size],
    classes: 45,
    bounds: [-1, 1],
  });
  const x = tf.tensor2d(x0.slice(0, 2));
  const shares: (number | undefined)[] = [];
  const options = (controller: AbortController, after: number) => ({
    signal: controller.signal,
    onStep: ({ step, value }: { step: number; value: AttackStep }) => {
      shares.push(value.within?.share);
      if (step === after) controller.abort();
    },
  });
  const stopped = await leaving(2, () => attack(net, x, deepFool({ steps: 3 }), options(new AbortController(), 2)));
  expect(shares).toEqual([10 / 44, 20 / 44]);
  expect([stopped.stopped, ...stopped.items.map(({ steps }) => steps)]).toEqual([true, 0, 0]);
  expect(stopped.perturbation.dataSync().every((value) => value === 0)).toBe(true);
  shares.length = 0;
  const whole = await leaving(2, () =>
    attack(net, x, deepFool({ steps: 1 }), options(new AbortController(), Infinity)),
  );
  expect(shares).toEqual([10 / 44, 20 / 44, 30 / 44, 40 / 44, undefined]);
  expect(whole.items.map(({ steps }) => steps)).toEqual([1, 1]);
  tf.dispose([x, stopped.adversarial, stopped.perturbation, whole.adversarial, whole.perturbation]);
});

test('perturbed gives the images alone', async () => {
  const { found } = await attacked(fgsm({ epsilon: 0.2 }));
  const made = tf.tidy(() => perturbed(tiny(), tf.tensor2d(x0), fgsm({ epsilon: 0.2 })).arraySync());
  expect(made).toEqual(found);
});

test('a curve agrees with single attacks and falls', async () => {
  const x = tf.tensor2d(x0);
  const given = labels.map((label, i) => (i === 0 ? (label + 1) % 3 : label));
  const epsilons = [0.1, 0.4, 0.2];
  for (const make of [
    (e: number) => pgd({ epsilon: e, randomStart: false }),
    (e: number) => fgsm({ epsilon: e, norm: l2 }),
  ]) {
    const curve = await leaving(0, () =>
      robustAccuracy(tiny(), x, make(9), { epsilons, criterion: misclassified(given) }),
    );
    expect(curve).toMatchObject({ count: 12, alreadyWrong: 1, cleanAccuracy: 11 / 12, stopped: false });
    expect(curve.points.map(({ epsilon }) => epsilon)).toEqual([0.1, 0.2, 0.4]);
    for (const { epsilon, accuracy, fooled } of curve.points) {
      const { summary } = await attacked(make(epsilon), { criterion: misclassified(given) });
      expect(fooled).toBe(summary.succeeded);
      expect(accuracy).toBeCloseTo((11 - fooled) / 12, 10);
    }
    expect(curve.fooledAt[0]).toBe(0);
  }
  const smallest = await robustAccuracy(tiny(), x, deepFool(), {
    epsilons: [0.05, 10],
    criterion: misclassified(given),
  });
  const { items } = await attacked(deepFool(), { criterion: misclassified(given) });
  smallest.fooledAt.forEach((length, i) => expect(length).toBeCloseTo(items[i].l2, 5));
  expect(smallest.points[1].accuracy).toBe(0);
  x.dispose();
});

test('one perturbation fools most images, within its length, and goes on where more are wanted', async () => {
  const x = tf.tensor2d(x0);
  const found = await leaving(1, () => universalPerturbation(tiny(), x, { epsilon: 0.8, foolingRate: 0.5 }));
  expect(found.length).toBeLessThanOrEqual(0.8 + 1e-6);
  expect(found.foolingRate).toBeGreaterThanOrEqual(0.5);
  const v = (found.perturbation.arraySync() as number[][])[0];
  const fooled = x0.filter(
    (row) => slowClass(row.map((value, i) => Math.max(-1, Math.min(1, value + v[i])))) !== slowClass(row),
  );
  expect(fooled.length / 12).toBeCloseTo(found.foolingRate, 10);
  tf.dispose([x, found.perturbation]);
});
