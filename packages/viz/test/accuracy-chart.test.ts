import { accuracyChart, barChart } from '@interp/viz';
import { refusal } from '@interp/testing/refusal';

const evaluation = { accuracy: 0.925, perClass: [1, 0.85, null], n: 40 };

test('a bar for each class in per cent, and the accuracy of all above', async () => {
  const svg = await accuracyChart(evaluation, { labels: ['cat', 'dog', 'owl'] });
  const bars = await barChart(['cat', 'dog', 'owl'], [{ values: [100, 85, 0] }], {
    title: '92.50 % of 40 images right',
    xTitle: 'class',
    yTitle: 'right, %',
    yRange: [0, 100],
  });
  expect(svg).toBe(bars);
});

test('numbers where the classes have no names; titles of one’s own', async () => {
  const svg = await accuracyChart(evaluation, { title: 'Mine', xTitle: 'digit' });
  for (const text of ['Mine', 'digit', '>2<']) expect(svg).toContain(text);
});

test.each([
  ['another number of names', evaluation, { labels: ['cat'] }, 'bad-option'],
  ['no classes', { ...evaluation, perClass: [] }, {}, 'bad-shape'],
  ['a NaN', { ...evaluation, perClass: [NaN] }, {}, 'bad-value'],
])('%s: %s', async (_, given, options, code) => {
  expect(await refusal(() => accuracyChart(given, options))).toBe(code);
});
