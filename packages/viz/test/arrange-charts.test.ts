import { arrangeCharts, epochCharts } from '../src/index.js';

const chart = (width: number, height: number): string =>
  `<?xml version="1.0"?><svg width="${width}" height="${height}"><g/></svg>`;

test('charts stand below each other, or in a row', () => {
  const column = arrangeCharts([chart(30, 10), chart(20, 15)]);
  expect(column).toMatch(/^<svg [^>]*width="30" height="25" viewBox="0 0 30 25">/);
  expect(column).toContain('<svg y="0" width="30"');
  expect(column).toContain('<svg y="10" width="20"');
  const row = arrangeCharts([chart(30, 10), chart(20, 15)], { direction: 'row', label: 'a & b' });
  expect(row).toMatch(/width="50" height="15" [^>]*role="img" aria-label="a &amp; b"/);
  expect(row).toContain('<svg x="30" width="20"');
});

const history = [
  { epoch: 1, loss: 0.9, validation: undefined },
  { epoch: 2, loss: 0.4, validation: 0.6 },
];
const loss = {
  title: 'Loss',
  yTitle: 'nats',
  curves: [['training', (epoch: (typeof history)[0]) => epoch.loss]],
} as const;

test('one chart over the epochs is that chart', async () => {
  const svg = await epochCharts(history, [loss], 'época');
  expect(svg.match(/<svg/g)).toHaveLength(1);
  for (const word of ['Loss', 'nats', 'época']) expect(svg).toContain(word);
});

test('several are below each other; what is known after no epoch is left out', async () => {
  const validation = {
    ...loss,
    title: 'Validation',
    curves: [['held out', (epoch: (typeof history)[0]) => epoch.validation]],
  } as const;
  const none = { ...loss, title: 'Nothing', curves: [['nothing', () => undefined]] } as const;
  const svg = await epochCharts<(typeof history)[0]>(history, [loss, validation, none]);
  expect(svg.match(/<svg/g)).toHaveLength(3);
  expect(svg).toContain('Validation');
  expect(svg).not.toContain('Nothing');
});
