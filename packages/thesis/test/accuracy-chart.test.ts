import { startBackend } from '@interp/backend';
import { evaluate } from '@interp/lenet';
import { drawnDigits } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { drawFigure, thesisContext } from '../src/index.js';
import { measureNetwork } from '../src/accuracy/measures.js';
import { points } from '../src/accuracy/points.js';
import { pointsRecipe, trainedPoints } from '../src/accuracy/trained-points.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const few = drawnDigits({ seed: 1, count: 60 });
const contextOf = () => thesisContext({ seed: 2, digits: () => Promise.resolve(few) });

test('the measures of a network are those of its figures', async () => {
  const context = await contextOf();
  const network = await context.classifier();
  const measures = await measureNetwork(network, context);
  const { data } = await drawFigure('table 4.1', context);
  const digits = data as readonly { readonly digit: number; readonly class: number }[];
  expect(measures.misread).toBe(digits.filter((row) => row.class !== row.digit).length);
  const { accuracy } = await evaluate(network, few);
  expect(measures.accuracy).toBe(accuracy);
  for (const name of ['expert', 'onStrokes', 'rho', 'letters'] as const) {
    expect(measures[name]).toBeGreaterThan(0);
    expect(measures[name]).toBeLessThanOrEqual(1);
  }
  await context.dispose();
});

test('the points that ship are those of the recipe', () => {
  const { seeds, measuredAfter } = pointsRecipe;
  const made = [false, true].flatMap((augmented) =>
    seeds.flatMap((seed) => measuredAfter.map((epoch) => ({ augmented, seed, epoch }))),
  );
  expect(points.map(({ augmented, seed, epoch }) => ({ augmented, seed, epoch }))).toEqual(made);
});

test('networks are trained and measured as the recipe says, and let go', async () => {
  const context = await contextOf();
  await context.decoder();
  const before = tf.memory().numTensors;
  const recipe = { ...pointsRecipe, digits: 16, measuredAfter: [1], seeds: [4], batch: 16, augment: { shift: 1 } };
  const said: unknown[] = [];
  const found = await trainedPoints(context, { recipe, onPoint: (point) => said.push(point) });
  expect(found).toMatchObject([
    { augmented: false, seed: 4, epoch: 1 },
    { augmented: true, seed: 4, epoch: 1 },
  ]);
  expect(said).toEqual(found);
  expect(found[0].letters).not.toBe(found[1].letters);
  // Next to untrained, they know next to nothing.
  for (const { accuracy, misread } of found) {
    expect(accuracy).toBeLessThan(0.4);
    expect(misread).toBeGreaterThanOrEqual(7);
  }
  expect(tf.memory().numTensors).toBe(before);
  await context.dispose();
});

test('the chart has five panels in both languages, and leaves a network out that no MNIST is there for', async () => {
  const context = await thesisContext();
  const { pictures, tables, numbers } = await drawFigure('chart accuracy', context);
  await context.dispose();
  expect(numbers).toEqual({});
  expect(tables![0].rows).toHaveLength(2 * pointsRecipe.measuredAfter.length);
  const { en, es } = pictures[0].svg as { readonly en: string; readonly es: string };
  expect(en.match(/<svg/g)).toHaveLength(6);
  expect([en.includes('with augmentation'), es.includes('con aumento de datos')]).toEqual([true, true]);
  expect(en).not.toContain('this network');
});
