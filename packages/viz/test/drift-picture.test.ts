import { driftPicture, type DriftPictureData } from '@interp/viz';
import { refusal } from '@interp/testing/refusal';
import { textsOf } from './pictures.js';

const shape = [2, 2, 2, 1];
const pixels = (...values: number[]) => ({ data: Float32Array.from(values), shape });
const maps = { before: pixels(1, 0, 0, -1, 0, 0, 2, 0), after: pixels(0, 1, 0, -1, 0, 0, 2, 1) };
const lrp = { ...maps, rankCorrelation: 0.4, topOverlap: 0.5, cosine: null };
const network: DriftPictureData = {
  name: 'lenet',
  title: 'lenet: FGSM',
  images: pixels(-1, 1, 1, -1, 0, 0, 0, 0),
  adversarial: pixels(-0.9, 1, 0.8, -1, 0, 0, 0.1, 0),
  before: ['says 3', 'says 5'],
  after: ['says 8', 'says 5'],
  explanations: { LRP: lrp, sensitivity: lrp },
};

test('images and maps of each network above, how well the maps agree below', async () => {
  const other = { ...network, name: 'robust', title: 'robust: FGSM' };
  const svg = await driftPicture([network, other], { title: 'Agreement', top: 0.25 });
  const texts = textsOf(svg).map(({ text }) => text);
  for (const text of ['lenet: FGSM', 'robust: FGSM', 'image', 'attacked', 'LRP of image', 'of attacked'])
    expect(texts).toContain(text);
  expect(texts.filter((text) => text === 'says 8')).toHaveLength(2);
  for (const text of ['Agreement', 'LRP: ranks', 'LRP: top 25 %', 'sensitivity: cosine', 'lenet', 'robust'])
    expect(svg).toContain(text);
  expect(await driftPicture([network, other], { title: 'Agreement', top: 0.25 })).toBe(svg);
});

test('without names and titles it is drawn too', async () => {
  const { images, adversarial } = network;
  expect(await driftPicture([{ images, adversarial, explanations: { LRP: lrp } }])).toContain('LRP: top 10 %');
});

test.each([
  ['no networks', [], 'bad-shape'],
  ['no methods', [{ ...network, explanations: {} }], 'bad-shape'],
  ['other methods', [network, { ...network, name: 'b', explanations: { LRP: lrp } }], 'bad-option'],
  ['two networks of one name', [network, network], 'bad-option'],
  ['maps of another size', [{ ...network, explanations: { LRP: { ...lrp, after: pixels(1) } } }], 'bad-shape'],
])('%s: %s', async (_, networks, code) => {
  expect(await refusal(() => driftPicture(networks))).toBe(code);
});
