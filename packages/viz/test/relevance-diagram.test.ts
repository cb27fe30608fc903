import { relevanceDiagram, type RelevanceDiagramData, type RelevanceRow } from '@interp/viz';
import { drawn, placesOf, textsOf } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

const row = (layer: string, arrived: number, out: number, more: Partial<RelevanceRow> = {}): RelevanceRow => ({
  layer,
  in: arrived,
  out,
  bias: 0,
  stabiliser: 0,
  empty: 0,
  ...more,
});

const data: RelevanceDiagramData = {
  ledger: [row('head', 5, 4, { bias: 1 }), row('pool', 4, 4), row('conv', 4, 4.25, { stabiliser: 0.5, empty: -0.75 })],
  score: { name: 'logit of 7', detail: '5.000' },
  input: { name: 'pixels', map: { data: Float32Array.of(5, -0.75, 0, 0), shape: [1, 2, 2, 1] } },
  layers: { conv: { detail: '2 × 2 × 1', map: { data: Float32Array.of(1, 1, 1, 1), shape: [1, 2, 2, 1] } } },
};

test('the sums of the ledger stand on the arrows, from the score on the right to the pixels on the left', async () => {
  const svg = await relevanceDiagram(data, { title: 'LRP' });
  const texts = textsOf(svg);
  expect(texts[0].text).toBe('LRP');
  const sums = texts.filter(({ text }) => text.startsWith('R '));
  expect(sums.map(({ text }) => text).sort()).toEqual(
    ['R 5', 'R 4', 'R 4', 'R 4.25', 'R 1', 'R 0.5', 'R −0.75'].sort(),
  );
  const find = (text: string): { x: number; y: number } => texts.find((one) => one.text === text)!;
  const leftwards = ['logit of 7', 'head', 'pool', 'conv', 'pixels'].map((name) => find(name).x);
  expect(leftwards).toEqual([...leftwards].sort((one, other) => other - one));
  expect(find('R 5').x).toBeGreaterThan(find('head').x);
  expect(find('R 4.25').x).toBeLessThan(find('conv').x);
});

test('what is lost goes to places of its own, in dashes; what is not lost is not drawn', async () => {
  const svg = await relevanceDiagram(data);
  const names = textsOf(svg).map(({ text }) => text);
  expect(names.filter((text) => ['biases', 'stabiliser', 'empty branches'].includes(text)).sort()).toEqual([
    'biases',
    'empty branches',
    'stabiliser',
  ]);
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(3);
  const kept = await relevanceDiagram({ ...data, ledger: [row('head', 5, 5, { bias: 1e-7 })] });
  expect(kept).not.toContain('stroke-dasharray');
});

test('losses are called as one likes', async () => {
  const lossNames = { bias: 'sesgos', empty: 'ramas vacías' };
  const texts = textsOf(await relevanceDiagram(data, { lossNames })).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['sesgos', 'stabiliser', 'ramas vacías']));
  expect(await refusal(() => relevanceDiagram(data, { lossNames: { bias: 1 as never } }))).toBe('bad-option');
});

test('relevances are painted in red and blue, an image as it is; the same input gives the same text', async () => {
  const svg = await relevanceDiagram({
    ...data,
    score: { name: 'x', image: { data: Float32Array.of(-1, 1), shape: [1, 1, 2, 1] } },
  });
  const places = placesOf(svg);
  expect(places).toHaveLength(3);
  const picture = drawn(svg);
  const colours = new Set<string>();
  for (let y = 0; y < picture.height; y++) for (let x = 0; x < picture.width; x++) colours.add(picture.at(x, y).join());
  expect(colours).toContain([0x74, 0x05, 0x20].join());
  expect(colours).toContain('0,0,0');
  expect(await relevanceDiagram(data)).toBe(await relevanceDiagram(data));
});

test.each<[string, string, Partial<RelevanceDiagramData>]>([
  ['an empty ledger', 'bad-shape', { ledger: [] }],
  ['a sum that is not finite', 'bad-option', { ledger: [row('a', NaN, 1)] }],
  [
    'relevances that are no image',
    'bad-shape',
    { input: { name: 'x', map: { data: new Float32Array(3), shape: [3] } } },
  ],
  [
    'relevances that are not finite',
    'bad-value',
    { input: { name: 'x', map: { data: Float32Array.of(NaN), shape: [1, 1, 1, 1] } } },
  ],
])('%s is refused', async (_, code, part) => {
  expect(await refusal(() => relevanceDiagram({ ...data, ...part }))).toBe(code);
});
