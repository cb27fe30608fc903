import { filterGrid, imageGrid, imageRows } from '@interp/viz';
import { refusal } from '@interp/testing/refusal';
import { drawn, placesOf, textsOf } from './pictures.js';

const batch = (n: number, value: number, size = 2) => ({
  data: new Float32Array(n * size * size).fill(value),
  shape: [n, size, size, 1],
});

describe('imageRows', () => {
  test('rows stand below each other and wrap together; free places are black', () => {
    const rows = [
      { images: batch(5, 0), title: 'start' },
      { images: batch(5, 1), title: 'after 3 steps' },
    ];
    const svg = imageRows(rows, { columns: 3, scale: 4, title: 'Chains' });
    const picture = drawn(svg);
    const greys = placesOf(svg).map(({ x, y }) => picture.at(x, y)[0]);
    expect(greys).toEqual([128, 128, 128, 255, 255, 255, 128, 128, 0, 255, 255, 0]);
    const places = placesOf(svg);
    expect(places[0].x).toBe(places[3].x);
    expect(places[0].y).toBeLessThan(places[3].y);
    const texts = textsOf(svg).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['Chains', 'start', 'after 3 steps']));
    expect(texts.filter((text) => text === 'start')).toHaveLength(2);
  });

  test('one row is a grid of its images, in its own range', () => {
    const images = { data: Float32Array.from([0, 1, 2, 3]), shape: [4, 1, 1, 1], range: [0, 3] as const };
    expect(imageRows([{ images }])).toBe(imageGrid(images, { rowTitles: [''] }));
  });

  test.each([
    ['no rows', [], 'bad-shape'],
    ['other numbers of images', [{ images: batch(2, 0) }, { images: batch(3, 0) }], 'bad-shape'],
    ['other sizes', [{ images: batch(2, 0) }, { images: batch(2, 0, 3) }], 'bad-shape'],
    ['a NaN in the second row', [{ images: batch(1, 0) }, { images: batch(1, NaN) }], 'bad-value'],
  ])('%s: refused', async (_, rows, code) => {
    expect(await refusal(() => imageRows(rows))).toBe(code);
  });
});

describe('filterGrid', () => {
  test('0 is mid-grey, the strongest that is drawn is white or black', () => {
    const weights = { data: Float32Array.of(0, -0.25, 0.5, 0, 9, 9, 9, 9), shape: [2, 2, 2, 1] };
    const svg = filterGrid(weights, { most: 1, scale: 4 });
    const picture = drawn(svg);
    const [{ x, y }, ...others] = placesOf(svg);
    expect(others).toEqual([]);
    const greys = [picture.at(x, y), picture.at(x + 4, y), picture.at(x, y + 4)].map(([grey]) => grey);
    expect(greys).toEqual([128, 64, 255]);
    expect(textsOf(svg).map(({ text }) => text)).toContain('2 filters, weights up to ±0.50');
    expect(filterGrid(weights, { title: 'Mine' })).toContain('Mine');
  });

  test('weights that are all 0, or no images', async () => {
    const svg = filterGrid(batch(3, 0));
    const [{ x, y }] = placesOf(svg);
    expect(drawn(svg).at(x, y)).toEqual([128, 128, 128]);
    expect(await refusal(() => filterGrid({ data: new Float32Array(4), shape: [2, 2] }))).toBe('bad-shape');
    expect(await refusal(() => filterGrid(batch(1, 0), { most: 0 }))).toBe('bad-option');
  });
});
