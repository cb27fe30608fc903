import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { largestDifference } from '../measure/bench/largest-difference.mjs';
import { countOperations, operationsOf } from '../measure/bench/operations.mjs';
import { page } from '../measure/bench/page.mjs';
import { summary } from '../measure/bench/summary.mjs';
import { verdicts } from '../measure/bench/verdicts.mjs';

test('samples are summed up by their median, lowest and highest', () => {
  expect(summary([5, 1, 3])).toEqual({ time: 3, median: 3, low: 1, high: 5, samples: [5, 1, 3] });
  expect(summary([5, 1, 3], 'low').time).toBe(1);
  expect(summary([4, 1, 2, 3]).median).toBe(2.5);
});

test('results are compared relative to the largest value, and never pass by being no numbers', () => {
  expect(largestDifference([1, 2.5], [1, 2])).toBe(0.25);
  expect(largestDifference([0, 0], [0, 0])).toBe(0);
  expect(largestDifference([1], [1, 2])).toBe(Infinity);
  expect(largestDifference([NaN], [1])).toBe(Infinity);
});

const times = { time: 12.34, low: 11, high: 130 };

test('limits are judged by the better number of threads, unless they name one', () => {
  const ours = [
    { threads: 1, time: 20 },
    { threads: 2, time: 10 },
  ];
  const peers = [
    { name: 'P', threads: 1, time: 10 },
    { name: 'P', threads: 2, time: 8 },
  ];
  const limits = [
    { than: 'P', atMost: 1.25 },
    { than: 'P', atMost: 2, threads: 1 },
    { than: 'absent', atMost: 1 },
    { under: 15 },
    { under: 5, than: 'the thesis', published: 1000 },
    { than: 'P', atMost: 1.5, alike: 2 },
    { than: 'P', atMost: 1.5, alike: 3 },
  ];
  expect(verdicts(limits, ours, peers)).toEqual([
    { ...limits[0], ratio: 1.25, held: true },
    { ...limits[1], ratio: 2.5, held: false },
    limits[2],
    { ...limits[3], held: true },
    { ...limits[4], ratio: 0.01, held: false },
    { ...limits[5], ratio: 1.25, held: true },
    limits[6],
  ]);
});

test('a limit by a row of ours is judged by that row, where it was measured', () => {
  const ours = [{ threads: 1, time: 20 }];
  const limits = [{ than: 'our forward pass', row: 'forward', atMost: 2.5 }];
  const before = [
    { name: 'other', ours: [{ threads: 1, time: 1 }] },
    { name: 'forward', ours: [4, 10].map((time, i) => ({ threads: i + 1, time })) },
  ];
  expect(verdicts(limits, ours, [], before)).toEqual([{ ...limits[0], ratio: 5, held: false }]);
  expect(verdicts(limits, ours, [], [])).toEqual(limits);
});

test('the page has a line for each limit and each peer', () => {
  const peers = [
    { name: 'P', threads: 1, ...times },
    { name: 'P', threads: 2, ...times },
    { name: 'N', threads: 2, ...times },
  ];
  const rows = [
    {
      title: 'a',
      ours: [{ name: 'native', threads: 1, ...times }],
      peers,
      verdicts: [{ than: 'P', atMost: 0.5, ratio: 1, held: false }],
    },
    { title: 'b', ours: [{ name: 'native', threads: 1, ...times }], peers: [], verdicts: [] },
    {
      title: 'c',
      ours: [{ name: 'native', threads: 1, ...times }],
      peers: [],
      verdicts: [{ under: 1000, than: 'the thesis', published: 90_000, ratio: 1 / 7293, held: true }],
    },
  ];
  const machine = { cpu: 'C', cores: 2, memory: '8 GiB', system: 'S', load: '0.1', versions: { node: '20.0.0' } };
  const lines = page({ machine, images: 'MNIST', rounds: 5, rows }).replaceAll(/ +/g, ' ').split('\n');
  const took = '12.3 (11.0–130)';
  expect(lines).toContain(`| a | ${took} | – | P | ${took} | ${took} | 1.00 | ≤ 0.5 | missed |`);
  expect(lines).toContain(`| a | ${took} | – | N | – | ${took} | 1.00 | – | – |`);
  expect(lines).toContain(`| b | ${took} | – | – | – | – | – | – | – |`);
  expect(lines).toContain(`| c | ${took} | – | the thesis: 90 s | – | – | 1 / 7,293 | < 1 s | held |`);
  expect(lines.join()).toContain('C, 2 cores, 8 GiB, S');
});

test('a page of both clocks says by which each row was measured', () => {
  const row = { ours: [{ name: 'native', threads: 1, ...times }], peers: [], verdicts: [] };
  const rows = [
    { ...row, title: 'a', clock: 'wall' },
    { ...row, title: 'b', clock: 'processor' },
  ];
  const machine = { cpu: 'C', cores: 2, memory: '8 GiB', system: 'S', load: '0.1', versions: { node: '20.0.0' } };
  const lines = page({ machine, images: 'MNIST', rounds: 5, rows }).replaceAll(/ +/g, ' ').split('\n');
  expect(lines).toContain('| a | 12.3 (11.0–130) | – | – | – | – | – | clock |');
  expect(lines).toContain('| b | 12.3 (11.0–130) | – | – | – | – | – | processor |');
});

test('operations are counted as kernels run', async () => {
  const counted = countOperations();
  await startBackend('wasm', { threads: 1, native: false });
  counted();
  tf.tidy(() => tf.matMul(tf.ones([70, 40]), tf.ones([40, 30])));
  expect(counted()).toBe(2 * 70 * 40 * 30);
  tf.tidy(() => tf.conv2d(tf.ones<tf.Rank.R4>([2, 12, 12, 3]), tf.ones<tf.Rank.R4>([5, 5, 3, 8]), 1, 'valid'));
  expect(counted()).toBe(2 * 2 * 8 * 8 * 8 * 5 * 5 * 3);
  tf.tidy(() => tf.depthwiseConv2d(tf.ones<tf.Rank.R4>([1, 9, 9, 4]), tf.ones<tf.Rank.R4>([3, 3, 4, 1]), 2, 'valid'));
  expect(counted()).toBe(2 * 4 * 4 * 4 * 3 * 3);
  tf.tidy(() => tf.sigmoid(tf.ones([500])));
  expect(counted()).toBe(0);
  expect(operationsOf('signedRelevance', [0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 20, 30])).toBe(4 * 10 * 20 * 30);
});
