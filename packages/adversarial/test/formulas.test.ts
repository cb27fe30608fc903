import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  attack,
  bim,
  deepFool,
  fgsm,
  l1,
  l2,
  misclassified,
  linf,
  momentumPgd,
  pgd,
  targeted,
  type AttackMethod,
  type Norm,
} from '../src/index.js';
import { images, leaving, size, slowClass, slowGradient, slowLogits, slowLossGradient, tiny } from './tiny.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const sum = (v: number[]): number => v.reduce((a, b) => a + b, 0);
const clipped = (v: number[]): number[] => v.map((value) => Math.min(1, Math.max(-1, value)));
const lengths = {
  linf: (v: number[]) => Math.max(...v.map(Math.abs)),
  l2: (v: number[]) => Math.hypot(...v),
  l1: (v: number[]) => sum(v.map(Math.abs)),
};
const unit: Readonly<Record<keyof typeof lengths, (g: number[]) => number[]>> = {
  linf: (g) => g.map(Math.sign),
  l2: (g) => g.map((value) => value / lengths.l2(g)),
  l1: (g) => g.map((value) => value / lengths.l1(g)),
};

/** The nearest point of the L1 ball, by halving the interval in which the threshold lies. */
const onL1 = (r: number[], epsilon: number): number[] => {
  const shrunk = (by: number): number[] => r.map((v) => Math.sign(v) * Math.max(Math.abs(v) - by, 0));
  let [low, high] = [0, lengths.linf(r)];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (lengths.l1(shrunk(middle)) > epsilon) low = middle;
    else high = middle;
  }
  return lengths.l1(r) <= epsilon ? r : shrunk(high);
};
const projected: Readonly<Record<keyof typeof lengths, (r: number[], epsilon: number) => number[]>> = {
  linf: (r, e) => r.map((v) => Math.min(e, Math.max(-e, v))),
  l2: (r, e) => r.map((v) => v * Math.min(1, e / lengths.l2(r))),
  l1: onL1,
};

interface Ascent {
  readonly norm: keyof typeof lengths;
  readonly epsilon: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly momentum?: number;
  readonly target?: number;
}

/** x ← clip(x₀ + project(x - x₀ + α direction)), from the formulas. */
const slowly = (x0: number[], { norm, epsilon, steps, stepSize, momentum, target }: Ascent): number[] => {
  const label = slowClass(x0);
  let x = x0;
  let kept = x0.map(() => 0);
  for (let step = 0; step < steps; step++) {
    const g = slowLossGradient(x, target ?? label).map((v) => (target === undefined ? v : -v));
    const mean = lengths.l1(g);
    kept = kept.map((value, i) => (momentum ?? 0) * value + g[i] / mean);
    const direction = unit[norm](momentum === undefined ? g : kept);
    const r = x.map((value, i) => value - x0[i] + stepSize * direction[i]);
    x = clipped(projected[norm](r, epsilon).map((value, i) => x0[i] + value));
  }
  return x;
};

const x0 = images(5);
const attacked = async (method: AttackMethod, target?: number) => {
  const x = tf.tensor2d(x0);
  const labels = x0.map(slowClass);
  const criterion = target === undefined ? misclassified() : targeted(labels.map((c) => (c + target) % 3));
  const result = await leaving(2, () => attack(tiny(), x, method, { criterion }));
  const found = result.adversarial.arraySync() as number[][];
  tf.dispose([x, result.adversarial, result.perturbation]);
  return { found, labels, items: result.items };
};

const norms: readonly Norm[] = [linf, l2, l1];
const radii = { linf: 0.15, l2: 0.4, l1: 0.8 };

describe.each(norms.map((norm) => [norm.name as keyof typeof lengths, norm] as const))(
  'in the %s norm',
  (name, norm) => {
    const epsilon = radii[name];
    const rest = name === 'linf' ? { steps: 40, stepSize: 0.033 * epsilon } : { steps: 50, stepSize: 0.025 * epsilon };
    test.each<[string, AttackMethod, Omit<Ascent, 'norm' | 'epsilon'>]>([
      ['fgsm', fgsm({ epsilon, norm }), { steps: 1, stepSize: epsilon }],
      ['bim', bim({ epsilon, norm }), { steps: 10, stepSize: 0.2 * epsilon }],
      ['pgd', pgd({ epsilon, norm, randomStart: false }), rest],
      [
        'pgd in three steps',
        pgd({ epsilon, norm, randomStart: false, steps: 3, stepSize: 0.1 }),
        { steps: 3, stepSize: 0.1 },
      ],
      ['momentum', momentumPgd({ epsilon, norm }), { steps: 10, stepSize: epsilon / 10, momentum: 1 }],
      [
        'momentum of one half',
        momentumPgd({ epsilon, norm, steps: 4, stepSize: 0.1, momentum: 0.5 }),
        { steps: 4, stepSize: 0.1, momentum: 0.5 },
      ],
    ])('%s is as its formula says, untargeted and targeted', async (_, method, ascent) => {
      const away = await attacked(method);
      const towards = await attacked(method, 1);
      x0.forEach((x, i) => {
        const target = (slowClass(x) + 1) % 3;
        slowly(x, { norm: name, epsilon, ...ascent }).forEach((value, k) =>
          expect(away.found[i][k]).toBeCloseTo(value, 4),
        );
        slowly(x, { norm: name, epsilon, ...ascent, target }).forEach((value, k) =>
          expect(towards.found[i][k]).toBeCloseTo(value, 4),
        );
        expect(away.items[i].steps).toBe(ascent.steps);
      });
    });
  },
);

/** DeepFool from its algorithm, untargeted and targeted. */
const slowDeepFool = (x: number[], norm: 'l2' | 'linf', form: 'clipped' | 'authors' | 'paper', target?: number) => {
  const own = slowClass(x);
  const [margin, factor] = form === 'paper' ? [0, 1] : [1e-4, 1.02];
  let r = x.map(() => 0);
  let here = x;
  let steps = 0;
  const done = (c: number): boolean => (target === undefined ? c !== own : c === target);
  for (; steps < 50 && !done(slowClass(here)); steps++) {
    const from = target === undefined ? own : slowClass(here);
    const l = slowLogits(here);
    const others = target === undefined ? [0, 1, 2].filter((k) => k !== own) : [target];
    const borders = others.map((k) => {
      const other = slowGradient(here, k);
      const w = slowGradient(here, from).map((value, i) => other[i] - value);
      const dual = norm === 'l2' ? lengths.l2(w) : lengths.l1(w);
      return { w, dual, distance: Math.abs(l[k] - l[from]) / dual };
    });
    const { w, dual, distance } = borders.reduce((a, b) => (b.distance < a.distance ? b : a));
    r = r.map((value, i) => value + (distance + margin) * (norm === 'l2' ? w[i] / dual : Math.sign(w[i])));
    const next = r.map((value, i) => x[i] + factor * value);
    here = form === 'clipped' ? clipped(next) : next;
  }
  return { steps, image: form === 'paper' ? r.map((value, i) => x[i] + 1.02 * value) : here };
};

const variants = (['l2', 'linf'] as const).flatMap((norm) =>
  (['clipped', 'authors', 'paper'] as const).flatMap((form) => [0, 1].map((target) => ({ norm, form, target }))),
);

test.each(variants)('DeepFool, $norm, $form, target $target: as its algorithm says', async ({ norm, form, target }) => {
  const method = deepFool({ norm: norm === 'l2' ? l2 : linf, form });
  const { found, items } = await attacked(method, target || undefined);
  x0.forEach((x, i) => {
    const slow = slowDeepFool(x, norm, form, target === 0 ? undefined : (slowClass(x) + target) % 3);
    slow.image.forEach((value, k) => expect(found[i][k]).toBeCloseTo(value, 3));
    if (form !== 'paper') expect(items[i].steps).toBe(slow.steps);
    expect(items[i].outcome).toBe('succeeded');
    expect(found[i]).toHaveLength(size);
  });
});

test('DeepFool that looks at two classes goes to the second likeliest', async () => {
  const { items } = await attacked(deepFool({ candidates: 2, form: 'authors', norm: l2 }));
  x0.forEach((x, i) => {
    const l = slowLogits(x);
    const second = [0, 1, 2].filter((k) => k !== slowClass(x)).reduce((a, b) => (l[b] > l[a] ? b : a));
    expect(items[i].after.class).toBe(second);
  });
});
