import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import {
  attackSteps,
  bim,
  carliniWagner,
  deepFool,
  fgsm,
  l1,
  l2,
  linf,
  momentumPgd,
  noise,
  pgd,
  type AttackMethod,
  type Norm,
} from '../src/index.js';
import { size, tiny } from './tiny.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

const norms: readonly Norm[] = [linf, l2, l1];
const values = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: size, maxLength: size });
const radius = fc.float({ min: 0, max: 3, noNaN: true });

/** Runs an attack and gives its plain results. */
const outcome = (images: number[][], method: AttackMethod, bounds: readonly [number, number], seed = 0) => {
  const x = tf.tensor2d(images);
  const work = attackSteps(tiny(bounds), x, method, { seed });
  let next = work.next();
  while (!next.done) next = work.next(false);
  const { adversarial, perturbation, items } = next.value;
  const plain = { found: adversarial.arraySync() as number[][], r: perturbation.arraySync() as number[][], items };
  tf.dispose([x, adversarial, perturbation]);
  return plain;
};

describe.each(norms.map((norm) => [norm.name, norm] as const))('the %s norm', (_, norm) => {
  test('a projection lies in the ball, is near, and leaves the ball alone', () => {
    fc.assert(
      fc.property(values, radius, (v, epsilon) => {
        const r = Float32Array.from(v);
        const before = norm.length(r);
        norm.project(r, epsilon);
        expect(norm.length(r)).toBeLessThanOrEqual(epsilon * (1 + 1e-5) + 1e-6);
        if (before <= epsilon) expect(Array.from(r)).toEqual(Array.from(Float32Array.from(v)));
        else expect(norm.length(r)).toBeGreaterThan(epsilon * (1 - 1e-5) - 1e-6);
      }),
    );
  });

  test('no point of the ball is nearer than the projection', () => {
    fc.assert(
      fc.property(values, radius, fc.integer(), (v, epsilon, seed) => {
        const r = Float32Array.from(v);
        norm.project(r, epsilon);
        const other = norm.random(random(seed), size, epsilon);
        const far = (to: Float32Array): number => l2.length(to.map((value, i) => value - v[i]));
        expect(far(r)).toBeLessThanOrEqual(far(other) + 1e-4);
      }),
    );
  });

  test('a direction has length 1, or is zero where the gradient is', () => {
    fc.assert(
      fc.property(values, (v) => {
        const out = new Float32Array(size);
        norm.direction(Float32Array.from(v), out);
        expect(norm.length(out)).toBeCloseTo(norm.length(Float32Array.from(v)) === 0 ? 0 : 1, 4);
      }),
    );
  });

  test('random points fill the ball evenly', () => {
    const stream = random(5);
    const lengths = Array.from({ length: 2000 }, () => norm.length(norm.random(stream, 3, 2)));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2 + 1e-5);
    const inner = lengths.filter((length) => length <= 1).length / 2000;
    expect(Math.abs(inner - 1 / 8)).toBeLessThan(0.03);
  });
});

const bounds = [-0.5, 1.5] as const;
const image = fc.array(fc.float({ min: -0.5, max: 1.5, noNaN: true }), { minLength: size, maxLength: size });
const batch = fc.array(image, { minLength: 1, maxLength: 4 });
const settings = fc.record({
  epsilon: fc.float({ min: 0, max: 2, noNaN: true }),
  norm: fc.constantFrom(...norms),
  starts: fc.integer({ min: 0, max: 2 }),
});

test('attacks stay in the ball and within the bounds, and their results say what is so', () => {
  fc.assert(
    fc.property(batch, settings, fc.integer(), (x, { epsilon, norm, starts }, seed) => {
      const restarts = Math.max(1, starts);
      const randomStart = starts > 0;
      const methods = [
        fgsm({ epsilon, norm }),
        bim({ epsilon, norm }),
        pgd({ epsilon, norm, randomStart, restarts, steps: 4, stepSize: epsilon / 2 }),
        momentumPgd({ epsilon, norm, randomStart, restarts, steps: 3 }),
        noise({ epsilon, norm, draws: 2 }),
        noise({ epsilon, norm, distribution: 'gaussian' }),
      ];
      for (const method of methods) {
        const { found, r, items } = outcome(x, method, bounds, seed);
        const again = tf.tidy(() => tiny(bounds).logits(tf.tensor2d(found)).arraySync());
        items.forEach((item, i) => {
          expect(norm.length(r[i])).toBeLessThanOrEqual(epsilon * (1 + 1e-5) + 1e-6);
          expect(Math.min(...found[i])).toBeGreaterThanOrEqual(-0.5);
          expect(Math.max(...found[i])).toBeLessThanOrEqual(1.5);
          expect(item.l2).toBeCloseTo(l2.length(r[i]), 4);
          expect(item.after.class).toBe(again[i].indexOf(Math.max(...again[i])));
          expect(item.outcome === 'succeeded').toBe(item.after.class !== item.label);
          expect(item.inBounds).toBe(true);
        });
      }
    }),
    { numRuns: 25 },
  );
});

test('the smallest changes cross the border, within the bounds; a batch gives what its images give alone', () => {
  fc.assert(
    fc.property(batch, (x) => {
      for (const method of [deepFool(), deepFool({ norm: linf }), carliniWagner({ searches: 2, steps: 20 })]) {
        const together = outcome(x, method, bounds);
        x.forEach((one, i) => {
          const alone = outcome([one], method, bounds);
          expect(alone.items[0].outcome).toBe(together.items[i].outcome);
          expect(alone.items[0].steps).toBe(together.items[i].steps);
          alone.found[0].forEach((value, k) => expect(together.found[i][k]).toBeCloseTo(value, 5));
          expect(Math.min(...together.found[i])).toBeGreaterThanOrEqual(-0.5);
          expect(Math.max(...together.found[i])).toBeLessThanOrEqual(1.5);
        });
      }
    }),
    { numRuns: 10 },
  );
});
