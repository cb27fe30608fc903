import { svgToPng } from '@interp/viz/node';
import { drawn } from './pictures.js';
import { refusal, refused } from '@interp/testing/refusal';

const text = (family: string, words = 'Relevance ‖αβγδε‖ ≈ −½', weight = 400): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="40"><rect width="240" height="40" fill="#fff"/>` +
  `<text x="10" y="25" font-size="16" font-weight="${weight}" font-family="${family}">${words}</text></svg>`;

it('sets all text in the font of the package, whatever family it asks for', () => {
  const wanted = svgToPng(text('Inter'));
  for (const family of ['serif', 'monospace', 'Times New Roman', 'Nowhere, sans-serif', 'cursive'])
    expect(svgToPng(text(family))).toEqual(wanted);
  expect(svgToPng(text('Inter', ''))).not.toEqual(wanted);
});

it('has a second, bolder weight', () => {
  const inkOf = (weight: number): number => {
    const picture = drawn(text('Inter', 'Relevance', weight));
    let ink = 0;
    for (let y = 0; y < 40; y++) for (let x = 0; x < 240; x++) ink += 255 - picture.at(x, y)[0];
    return ink;
  };
  expect(inkOf(600)).toBeGreaterThan(1.15 * inkOf(400));
});

it('scales', () => {
  const { width, height } = drawn(text('Inter'), 2.5);
  expect([width, height]).toEqual([600, 100]);
});

it.each<[string, string, () => unknown]>([
  ['no markup', 'bad-value', () => svgToPng('a caption')],
  ['an empty text', 'bad-value', () => svgToPng('')],
  ['a cut document', 'bad-value', () => svgToPng(text('Inter').slice(0, 80))],
  ['scale 0', 'bad-option', () => svgToPng(text('Inter'), { scale: 0 })],
  ['scale 17', 'bad-option', () => svgToPng(text('Inter'), { scale: 17 })],
  [
    'a picture that is too large',
    'bad-option',
    () => svgToPng('<svg xmlns="http://www.w3.org/2000/svg" width="40000" height="10"/>'),
  ],
])('refuses %s: %s', async (_, code, act) => {
  expect(await refusal(act)).toBe(code);
});

it('refuses more pixels than memory should hold', async () => {
  const large = '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="3000"/>';
  expect(await refusal(() => svgToPng(large, { scale: 4 }))).toBe('bad-option');
});

it('says what was wrong in one line', async () => {
  expect((await refused(() => svgToPng('<svg'))).message).toMatch(/^[^\n]+$/);
});
