import { largestDifference } from '../bench/largest-difference.mjs';
import { page } from '../bench/page.mjs';
import { summary } from '../bench/summary.mjs';

test('samples are summed up by their median, lowest and highest', () => {
  expect(summary([5, 1, 3])).toEqual({ median: 3, low: 1, high: 5, samples: [5, 1, 3] });
  expect(summary([4, 1, 2, 3]).median).toBe(2.5);
});

test('results are compared relative to the largest value, and never pass by being no numbers', () => {
  expect(largestDifference([1, 2.5], [1, 2])).toBe(0.25);
  expect(largestDifference([0, 0], [0, 0])).toBe(0);
  expect(largestDifference([1], [1, 2])).toBe(Infinity);
  expect(largestDifference([NaN], [1])).toBe(Infinity);
});

test('the page has a row for each benchmark, with and without peers', () => {
  const times = { median: 12.34, low: 11, high: 130 };
  const rows = [
    {
      title: 'a',
      ours: times,
      peers: [
        { name: 'P', threads: 1, ...times },
        { name: 'P', threads: 2, ...times },
      ],
      ratio: 1,
      atMost: 0.5,
    },
    { title: 'b', ours: times, peers: [] },
  ];
  const machine = { cpu: 'C', cores: 2, memory: '8 GiB', system: 'S', load: '0.1', versions: { node: '20.0.0' } };
  const text = page({ machine, images: 'MNIST', rounds: 5, rows });
  expect(text).toMatch(
    /\| a +\| 12\.3 \(11\.0–130\) +\| P +\| 12\.3 \(11\.0–130\) +\| 12\.3 \(11\.0–130\) +\| 1\.00 +\| ≤ 0\.5 \|/,
  );
  expect(text).toMatch(/\| b +\| 12\.3 \(11\.0–130\) +\| – +\| – +\| – +\| – +\| – +\|/);
  expect(text).toContain('C, 2 cores, 8 GiB, S');
});
