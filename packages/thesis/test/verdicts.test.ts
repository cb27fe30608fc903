import { startBackend } from '@interp/backend';
import { lenet } from '@interp/lenet';
import { random } from '@interp/core';
import { drawFigure, figures, thesisContext, verdictOf, type Numbers } from '../src/index.js';
import { coverages } from '../src/figures/coverage.js';

beforeAll(() => startBackend('wasm'));

const diagrams = ['1.1', '1.2', '1.3', '1.5', '2.1', '2.4', 'chart, accuracy'];
const compared = Object.values(figures).filter(({ number }) => !diagrams.includes(number));
const verdict = (number: string, numbers: Numbers) => verdictOf(figures[number].rule!, numbers);

test('all but diagrams have a rule, which numbers that are missing or none do not meet', () => {
  for (const { number, rule = [] } of compared) {
    expect([number, rule.length > 0]).toEqual([number, true]);
    const missing = new Proxy({}, { get: () => NaN });
    expect([number, verdictOf(rule, missing)]).toEqual([number, 'differs']);
    expect([number, verdictOf(rule, {})]).not.toEqual([number, 'agrees']);
  }
});

test('the first condition is what a figure is about; the others make it agree', () => {
  const rule = ['a', 'b'].map((name) => ({
    text: { en: name, es: name },
    holds: (n: Numbers) => n[name] > 0,
  }));
  const tried: readonly Numbers[] = [{ a: 1, b: 1 }, { a: 1, b: 0 }, { a: 0, b: 1 }, {}];
  expect(tried.map((numbers) => verdictOf(rule, numbers))).toEqual(['agrees', 'partly', 'differs', 'differs']);
  expect(verdictOf([], {})).toBe('drawn');
});

const sabotages: readonly (readonly [number: string, right: Numbers, wrong: Numbers, what: string])[] = [
  ['table, 4.1', { common: 4, read: 5 }, { common: 4, read: 3 }, 'all are read as one digit'],
  [
    'table, 1.3',
    { accuracy: 0.963, perDigit: 0.014, even: 0.0165 },
    { accuracy: 0.963, perDigit: 0.021, even: 0.0165 },
    'the same shares given to other digits',
  ],
  [
    'table, 1.3',
    { accuracy: 0.963, perDigit: 0.014, even: 0.0165 },
    { accuracy: 0.99, perDigit: 0.027, even: 0.028 },
    'a better network',
  ],
  ['3.2', { before: 0.996, after: 0.97 }, { before: 0.996, after: 0.2 }, 'a curve that takes most of the ink'],
  [
    '3.9',
    {
      ...{ am: 0.2, amChance: 0.15, expert: 0.3, expertChance: 0.2 },
      ...{ decoder: 0.75, decoderChance: 0.2, probability: 0.999 },
    },
    {
      ...{ am: 0.15, amChance: 0.15, expert: 0.2, expertChance: 0.2 },
      ...{ decoder: 0.2, decoderChance: 0.2, probability: 0.999 },
    },
    'shuffled heatmaps',
  ],
  ['4.2', { sureOfNone: 38, n: 128, spread: 7.6 }, { sureOfNone: 60, n: 128, spread: 1 }, 'an untrained network'],
  [
    '4.4',
    {
      ...{ am: 0.1, amMost: 0.2, expert: 0.1, expertMost: 0.1, decoder: 0.6, decoderMost: 0.9 },
      ...{ amEnd: 1, expertEnd: 1, decoderEnd: 1 },
    },
    {
      ...{ am: 0.1, amMost: 0.2, expert: 0.1, expertMost: 0.1, decoder: 0.05, decoderMost: 0.2 },
      ...{ amEnd: 1, expertEnd: 1, decoderEnd: 1 },
    },
    'an ascent of the decoder at a low rate',
  ],
  [
    'claim 3.2b',
    { noiseP: 0.4, realP: 0.8, noiseJudged: 0, realMoved: 0.6, realRose: 1 },
    { noiseP: 0.1, realP: 0.1, noiseJudged: 0, realMoved: 0.6, realRose: 1 },
    'an untrained network is as sure of all',
  ],
  [
    'claim 3.2b',
    { noiseP: 0.4, realP: 0.8, noiseJudged: 0, realMoved: 0.6, realRose: 1 },
    { noiseP: 0.9991, realP: 0.9994, noiseJudged: 0, realMoved: 0.51, realRose: 1 },
    'an expert that finds all images alike',
  ],
  [
    'claim 3.2b',
    { noiseP: 0.4, realP: 0.8, noiseJudged: 0, realMoved: 0.6, realRose: 1 },
    { noiseP: 0.5803, realP: 0.5803, noiseJudged: 0, realMoved: 0.55, realRose: 1 },
    'an expert of one mode, where all starts end',
  ],
  [
    '3.5',
    { probability: 0.05, real: 0.98, rise: 9, densityRise: 9, likelier: 1 },
    { probability: 0.1, real: 0.1, rise: 9, densityRise: 9, likelier: 1 },
    'an untrained network',
  ],
  [
    '3.6',
    { probability: 0.98, moved: 0.5, densityRise: 9 },
    { probability: 0.99, moved: 0.5, densityRise: -3 },
    'no expert',
  ],
  [
    '3.4',
    { before: 0.98, after: 0.997, greyed: 0.1, afterBackground: 0.995 },
    { before: 0.98, after: 0.998, greyed: 1, afterBackground: 1 },
    'no ascent',
  ],
  ['2.2', { sure: 0.8, moved: 0.2, kinds: 7 }, { sure: 0.9, moved: 0, kinds: 10 }, 'chains that stand still'],
  ['2.3', { first: 0.3, end: 0.9, kinds: 6 }, { first: 0.9, end: 0.3, kinds: 6 }, 'a history backwards'],
  [
    'text, 2.3.1',
    { squaresAgainst: 0, against: 0.3, squaresOnStroke: 0.2, onStroke: 0.6 },
    { squaresAgainst: 40, against: 0.3, squaresOnStroke: 0.2, onStroke: 0.6 },
    'a gradient that is not squared',
  ],
  [
    '4.3',
    { fooled: 2, before: 0.995, after: 0.6, length: 0.2, byNoise: 0 },
    { fooled: 0, before: 0.995, after: 0.99, length: 0.2, byNoise: 0 },
    'noise for an attack',
  ],
  [
    'claim 2.3.1',
    { sensitivity: 0.5, lrp: 0.8, random: 0.25, right: 0.98 },
    { sensitivity: 0.5, lrp: 0.25, random: 0.25, right: 0.98 },
    'a shuffled heatmap',
  ],
];

test.each(sabotages)('%s agrees by what the thesis shows, %j, and not by %j: %s', (number, right, wrong) => {
  expect(verdict(number, right)).toBe('agrees');
  expect(verdict(number, wrong)).not.toBe('agrees');
});

test('a heatmap that covers the strokes agrees, a shuffled one does not', () => {
  const stroke = Array.from({ length: 784 }, (_, i) => i % 28 > 11 && i % 28 < 16);
  const images = { shape: [1, 28, 28, 1], data: Float32Array.from(stroke, (on) => (on ? 1 : -1)) };
  const map = Array.from(stroke, (on, i) => (on ? 1 + (i % 3) : 0));
  const order = random(1).permutation(784);
  const numbersOf = (values: readonly number[]) => {
    const [{ covered, chance, onStroke, area }] = coverages(images, { ...images, data: Float32Array.from(values) });
    return { covered, chance, onStroke, area, least: 0.999 };
  };
  expect(verdict('3.10', numbersOf(map))).toBe('agrees');
  expect(verdict('3.10', numbersOf(Array.from(order, (at) => map[at])))).toBe('differs');
  expect(coverages(images, { ...images, data: new Float32Array(784) })[0]).toMatchObject({ covered: 0, onStroke: 0 });
});

test('an untrained network agrees with the thesis in nothing that is asked of it', async () => {
  const context = await thesisContext({ networks: { classifier: () => Promise.resolve(lenet({ seed: 1 })) } });
  for (const number of ['1.6', '3.2', '3.3', '3.5', '4.2', 'table 4.1', '4.3', 'claim 3.2b'])
    expect([number, (await drawFigure(number, context)).verdict]).not.toEqual([number, 'agrees']);
  await context.dispose();
});
