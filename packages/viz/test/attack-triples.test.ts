import { attackTriples, robustnessChart } from '@interp/viz';
import { placesOf, textsOf } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

const shape = [2, 2, 2, 1];
const images = { data: Float32Array.of(-1, 1, 1, -1, 0, 0, 0, 0), shape };
const perturbations = { data: Float32Array.of(0.1, 0, -0.25, 0, 0, 0, 0, 0), shape };
const adversarial = { data: Float32Array.of(-0.9, 1, 0.75, -1, 0, 0, 0, 0), shape };

test('triples stand below each other with what is written under them', () => {
  const svg = attackTriples({
    images,
    perturbations,
    adversarial,
    before: ['7: 99 %', '1: 98 %'],
    changes: ['‖r‖₂ 0.27', '‖r‖₂ 0'],
    after: ['2: 57 %', '1: 98 %'],
  });
  expect(placesOf(svg)).toHaveLength(6);
  const texts = textsOf(svg).map(({ text }) => text);
  for (const text of ['x', 'r', 'x + r', '7: 99 %', '2: 57 %', '‖r‖₂ 0.27', '±0.25', '±0'])
    expect(texts).toContain(text);
  const [x, , r, , sum] = placesOf(svg);
  expect([x.x, r.x, sum.x]).toEqual([x.x, x.x, x.x]);
  expect(x.y).toBeLessThan(r.y);
  expect(r.y).toBeLessThan(sum.y);
});

test('without any texts the largest changes still stand there', () => {
  expect(attackTriples({ images, perturbations, adversarial })).toContain('±0.25');
});

test('other sizes and numbers of texts are refused', async () => {
  const small = { data: new Float32Array(4), shape: [1, 2, 2, 1] };
  expect(await refusal(() => attackTriples({ images, perturbations, adversarial: small }))).toBe('bad-shape');
  expect(await refusal(() => attackTriples({ images, perturbations, adversarial, before: ['one'] }))).toBe(
    'bad-option',
  );
});

test('a curve begins with the accuracy without any attack', async () => {
  const points = [
    { epsilon: 0.2, accuracy: 0.5 },
    { epsilon: 0.1, accuracy: 0.9 },
  ];
  const curves = [
    { name: 'pgd', cleanAccuracy: 1, points },
    { name: 'noise', cleanAccuracy: 1, points: [] },
  ];
  const svg = await robustnessChart(curves, { title: 'Robustness' });
  for (const text of ['Robustness', 'ε', 'accuracy', 'pgd', 'noise']) expect(svg).toContain(text);
  expect(await robustnessChart(curves, { title: 'Robustness' })).toBe(svg);
});

test.each([
  ['an accuracy above 1', 1.2, 0.1],
  ['a NaN', NaN, 0.1],
  ['a negative epsilon', 0.5, -0.1],
])('%s is refused', async (_, accuracy, epsilon) => {
  expect(await refusal(() => robustnessChart([{ cleanAccuracy: 1, points: [{ accuracy, epsilon }] }]))).toBe(
    'bad-value',
  );
});
