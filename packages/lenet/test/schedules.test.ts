import { constantRate, cosineRate, oneCycleRate, stepRate, type Schedule } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

const cases: readonly [string, Schedule, readonly (readonly [progress: number, factor: number])[]][] = [
  ['constant', constantRate(), [0, 0.5, 0.99].map((at) => [at, 1])],
  [
    'cosine',
    cosineRate({ warmUp: 0.2, floor: 0.1 }),
    [
      [0, 0],
      [0.1, 0.5],
      [0.2, 1],
      [0.6, 0.55],
      [1, 0.1],
    ],
  ],
  [
    'step',
    stepRate({ every: 2, by: 0.5 }),
    [
      [0, 1],
      [0.19, 1],
      [0.2, 0.5],
      [0.6, 0.125],
    ],
  ],
  [
    'one cycle',
    oneCycleRate({ rise: 0.4, start: 0.1, end: 0.01 }),
    [
      [0, 0.1],
      [0.2, 0.55],
      [0.4, 1],
      [0.7, 0.505],
      [1, 0.01],
    ],
  ],
];

test.each(cases)('%s', (_, schedule, points) => {
  for (const [progress, factor] of points) expect(schedule.factor(progress, 10)).toBeCloseTo(factor, 10);
});

test.each([
  ['a warm-up of 1', () => cosineRate({ warmUp: 1 })],
  ['a floor of 2', () => cosineRate({ floor: 2 })],
  ['steps of 0 epochs', () => stepRate({ every: 0 })],
  ['a factor of 0', () => stepRate({ by: 0 })],
  ['a rise of 0', () => oneCycleRate({ rise: 0 })],
  ['a start of -1', () => oneCycleRate({ start: -1 })],
])('%s is refused', async (_, make) => {
  expect(await refusal(make)).toBe('bad-option');
});
