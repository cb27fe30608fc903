import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import { countingAllocations } from '@interp/testing/allocations';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { linf, pgd, perturbed, type Norm } from '../src/index.js';
import { attackStep } from '../src/attacks/projected-gradient.js';
import type { AttackTask } from '../src/task.js';
import { images, size, tiny } from './tiny.js';

const cases = fc.record({
  count: fc.integer({ min: 1, max: 9 }),
  length: fc.integer({ min: 1, max: 13 }),
  epsilon: fc.double({ min: 0, max: 0.7, noNaN: true }),
  stepSize: fc.double({ min: 0, max: 0.5, noNaN: true }),
  bounds: fc.constantFrom<readonly [number, number]>([-1, 1], [0, 1], [-0.123, 0.321]),
  seed: fc.nat(1e6),
});

/** The same norm without a pass of its own over several images. */
const oneByOne: Norm = { ...linf, step: () => false };

/** A task of random images of which each may have gone some way, some values at the very ends. */
const taskOf = (count: number, length: number, bounds: readonly [number, number], seed: number): AttackTask => {
  const stream = random(seed);
  const originals = stream.uniforms(count * length, ...bounds).map((value, i) => (i % 5 ? value : bounds[i % 2]));
  const candidates = originals.map((value, i) => (i % 3 ? value + stream.normal() / 9 : value));
  return { size: length, count, bounds, originals, candidates } as AttackTask;
};

test.each(['wasm', 'cpu'] as const)('all images at once move as each by itself, to the bit: %s', async (backend) => {
  await startBackend(backend);
  fc.assert(
    fc.property(cases, ({ count, length, epsilon, stepSize, bounds, seed }) => {
      const before = tf.memory().numTensors;
      for (const skipped of [-1, count - 1]) {
        const indices = Array.from({ length: count }, (_, i) => i).filter((index) => index !== skipped);
        const gradients = random(seed + 1)
          .normals(indices.length * length)
          .map((value, i) => (i % 7 ? value : 0));
        const [expected, found] = [oneByOne, linf].map((norm) => {
          const task = taskOf(count, length, bounds, seed);
          attackStep(task, indices, gradients, { norm, epsilon, stepSize });
          return Array.from(task.candidates);
        });
        expect(found).toEqual(expected);
      }
      expect(tf.memory().numTensors).toBe(before);
    }),
  );
});

test('an attack has the same bits with and without the pass over all images', async () => {
  await startBackend('wasm');
  const found = [linf, oneByOne].map((norm) =>
    tf.tidy(() => {
      const method = pgd({ epsilon: 0.2, norm, restarts: 2, steps: 5, stopOnSuccess: true });
      return Array.from(perturbed(tiny(), tf.tensor2d(images(9)), method).dataSync());
    }),
  );
  expect(found[0]).toEqual(found[1]);
  expect(found[0]).toHaveLength(9 * size);
});

test('a step of equally many images is recorded: it has the same bits, and allocates nothing', async () => {
  await startBackend('wasm');
  await countingAllocations((allocated) => {
    const tensors = tf.memory().numTensors;
    const counts = Array.from({ length: 12 }, (_, seed) => {
      const gradients = random(seed).normals(5 * 7);
      const [expected, found] = [oneByOne, linf].map((norm) => {
        const task = taskOf(5, 7, [-1, 1], seed + 20);
        allocated();
        attackStep(task, [0, 1, 2, 3, 4], gradients, { norm, epsilon: 0.3, stepSize: 0.1 });
        return Array.from(task.candidates);
      });
      expect(found).toEqual(expected);
      return allocated();
    });
    expect(counts.slice(4)).toEqual(Array(8).fill(0));
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
