import { histogramChart, historyCharts, lineChart, stackCharts, type HistoryPanel } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

interface Epoch {
  readonly epoch: number;
  readonly loss: number;
  readonly gap?: number;
}

const history: readonly Epoch[] = [
  { epoch: 1, loss: 0.9 },
  { epoch: 2, loss: 0.4, gap: 3 },
  { epoch: 3, loss: 0.2, gap: 2 },
];
const loss: HistoryPanel<Epoch> = {
  title: 'Loss',
  yTitle: 'nats',
  lines: [
    { name: 'training', value: (one) => one.loss },
    { name: 'validation', value: () => undefined },
  ],
};
const gap: HistoryPanel<Epoch> = { title: 'Gap', yTitle: 'nats', lines: [{ name: 'gap', value: (one) => one.gap }] };
const none: HistoryPanel<Epoch> = { title: 'None', yTitle: '', lines: [{ name: 'none', value: () => undefined }] };

const chartOf = (name: string, x: number[], y: number[], title: string): Promise<string> =>
  lineChart([{ name, x, y }], { title, xTitle: 'epoch', yTitle: 'nats', height: 200 });

test('one chart of a history is a line chart of the measures that there are', async () => {
  expect(await historyCharts(history, [loss])).toBe(await chartOf('training', [1, 2, 3], [0.9, 0.4, 0.2], 'Loss'));
});

test('several are one below the other, those without measures left out', async () => {
  expect(await historyCharts(history, [loss, none, gap])).toBe(
    stackCharts([
      await chartOf('training', [1, 2, 3], [0.9, 0.4, 0.2], 'Loss'),
      await chartOf('gap', [2, 3], [3, 2], 'Gap'),
    ]),
  );
});

test('a history without any measure is refused', async () => {
  expect(await refusal(() => historyCharts(history, [none]))).toBe('bad-shape');
});

test('stacked charts have the width of the widest and the height of all', () => {
  const svg = stackCharts([
    '<svg xmlns="x" width="10" height="20"><a/></svg>',
    '<svg xmlns="x" width="30" height="5"><b/></svg>',
  ]);
  expect(svg).toContain('width="30" height="25" viewBox="0 0 30 25"');
  expect(svg).toContain('<svg y="20" xmlns="x" width="30" height="5"><b/></svg>');
});

test('a histogram counts in per cent of each series, and marks a value', async () => {
  const series = [
    { name: 'few', values: [0, 1, 1, 2] },
    { name: 'many', values: Float32Array.from({ length: 10 }, (_, i) => i % 3) },
  ];
  const svg = await histogramChart(series, { bins: 3, trim: 0, mark: { name: 'here', value: 1 }, title: 'T' });
  const width = 2.001 / 3;
  const x = [0.5, 1.5, 2.5].map((bin) => bin * width);
  expect(svg).toBe(
    await lineChart(
      [
        { name: 'few', x, y: [25, 50, 25] },
        { name: 'many', x, y: [40, 30, 30] },
        { name: 'here', x: [1, 1], y: [0, 50] },
      ],
      { title: 'T' },
    ),
  );
});

test.each([
  ['no series', [], {}, 'bad-shape'],
  ['no values', [{ name: 'none', values: [] }], {}, 'bad-shape'],
  ['no bins', [{ name: 'one', values: [1] }], { bins: 0 }, 'bad-option'],
])('a histogram of %s is refused', async (_, series, options, code) => {
  expect(await refusal(() => histogramChart(series, options))).toBe(code);
});

test('charts in a row have the width of all and the height of the highest', () => {
  const svg = stackCharts(['<svg width="10" height="20"><a/></svg>', '<svg width="30" height="5"><b/></svg>'], {
    direction: 'row',
    label: 'a & b',
  });
  expect(svg).toMatch(/^<svg [^>]*width="40" height="20" [^>]*role="img" aria-label="a &amp; b">/);
  expect(svg).toContain('<svg x="10" width="30"');
});
